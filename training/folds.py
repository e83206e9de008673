"""How well does it do on kinds of attacks that it has never seen? Families are held out in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from training.variants import Row

from chatward.attacks import REASONS
from chatward.classifier.fit import fit
from chatward.classifier.model import fee
from chatward.classifier.windows import FEATURES, FIRST_SIGN, GRAMS
from chatward.learn.looks import Look, examples_of, sum_of

FOLDS = 5
LEAST_SEEDS = 2
"""A gram that stands in fewer seeds has no weight: it tells a seed, not an attack."""

ROUNDS = (40, 80)
"""Steps of the two fits."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Material:
    """Rows and what is seen of them."""

    rows: Sequence[Row]
    looks: Sequence[Look]

    def allowed(self, chosen: Callable[[Row], bool]) -> NDArray[np.bool_]:
        """Return the features that stand in enough of the chosen seeds."""
        counts, last = np.zeros(FEATURES, np.int32), np.full(FEATURES, -1, np.int32)
        for row, look in zip(self.rows, self.looks, strict=True):
            if not chosen(row):
                continue
            for window in look.windows:
                new = window.grams[last[window.grams] != row.seed]
                counts[new] += 1
                last[new] = row.seed
        counts[GRAMS:] = LEAST_SEEDS
        return counts >= LEAST_SEEDS

    def fitted(self, chosen: Callable[[Row], bool]) -> Floats:
        """Return weights and bias learnt from the chosen rows: first from large windows alone."""
        allowed = self.allowed(chosen)
        pairs = [pair for pair in zip(self.rows, self.looks, strict=True) if chosen(pair[0])]
        found: Floats | None = None
        for rounds in ROUNDS:
            examples = [e for row, look in pairs for e in examples_of(look, row.labelled, found)]
            found = fit(examples, allowed=allowed, rounds=rounds)
            found[:-1][~allowed] = 0.0
        assert found is not None
        return found


def fold_of(row: Row) -> int:
    """Return the fold of a row: twins go with their family, other lines by their text."""
    named = row.family if row.attack or row.family in REASONS else f"seed {row.seed}"
    return hashlib.sha256(named.encode()).digest()[0] % FOLDS


def held_out(material: Material) -> list[list[tuple[int, float]]]:
    """Return for each row (size of window, sum) of its windows, by a model that knew none like it.

    Args:
        material: Everything.

    """
    sums: list[list[tuple[int, float]]] = [[] for _ in material.rows]
    for fold in range(FOLDS):
        weights = material.fitted(lambda row, fold=fold: fold_of(row) != fold)
        for number, row in enumerate(material.rows):
            if fold_of(row) == fold:
                sums[number] = sums_of(material.looks[number], weights)
    return sums


def sums_of(look: Look, weights: Floats) -> list[tuple[int, float]]:
    """Return (size, sum) of each window of a look."""
    given = sum(weights[FIRST_SIGN + sign] for sign in look.signs) + weights[-1]
    return [(window.size, given + sum_of(window, weights)) for window in look.windows]


def pooled(sums: Sequence[tuple[int, float]], fees: tuple[float, float]) -> float:
    """Return what a text's windows come to, as `Model.judge` does."""
    counts = {size: sum(size == each for each, _ in sums) for size, _ in sums}
    return max(total - fee(counts[size], fees) for size, total in sums)
