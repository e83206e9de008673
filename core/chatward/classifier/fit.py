"""Fit the weights: logistic regression, pulled towards what is known already.

Needs SciPy, which only training does (``chatward[train]``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatward.classifier.model import GRAM_PRIOR, IDEA_PRIOR
from chatward.classifier.windows import FEATURES, FIRST_IDEA, FIRST_SIGN, Window
from chatward.errors import ModelError

IDEA_SHARE = 0.2
"""How freely the weight of an idea moves in training, beside that of a gram."""

SIGN_SHARE = 0.5
"""The same for a sign."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One window to learn from.

    Attributes:
        window: What stands in it.
        signs: Numbers of the signs that rules and the origin give.
        attack: What it is.
        weight: How much it counts.

    """

    window: Window
    signs: tuple[int, ...]
    attack: bool
    weight: float = 1.0


def fit(
    examples: Sequence[Example],
    *,
    known: Floats | None = None,
    allowed: NDArray[np.bool_] | None = None,
    strength: float = 15.0,
    rounds: int = 100,
) -> Floats:
    """Return a weight for each feature, and last the bias.

    Attacks and harmless windows count the same in sum, however many there are of each.

    Args:
        examples: What to learn from.
        known: Weights and bias to start from and to stay near; zeros by default.
        allowed: Features that may have a weight; all by default.
        strength: How much the examples count against what is known.
        rounds: Steps of L-BFGS at most.

    Raises:
        ModelError: SciPy is not installed.

    """
    try:
        from scipy.optimize import minimize  # noqa: PLC0415 (see above)
    except ImportError:
        msg = "SciPy is not installed; training needs it: pip install 'chatward[train]'"
        raise ModelError(msg) from None

    rows = matrix_of(examples, allowed)
    signs = np.array([1.0 if each.attack else -1.0 for each in examples])
    counts = _evened(np.array([each.weight for each in examples]), signs > 0)
    start = np.zeros(FEATURES + 1) if known is None else known / _shares()
    columns = rows.T.tocsr()

    def loss(point: Floats) -> tuple[float, Floats]:
        margins = (rows @ point[:-1] + point[-1]) * signs
        slopes = -signs * counts / (1.0 + np.exp(np.minimum(margins, 700.0)))
        away = point - start
        away[-1] = 0.0
        worth = strength * float((counts * np.logaddexp(0.0, -margins)).sum())
        slope = np.append(strength * (columns @ slopes), strength * slopes.sum())
        return worth + 0.5 * float(away @ away), slope + away

    options = {"maxiter": rounds, "maxcor": 10}
    solve: Any = minimize
    found = solve(loss, start, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x * _shares(), np.float64)


def matrix_of(examples: Sequence[Example], allowed: NDArray[np.bool_] | None = None) -> Any:  # noqa: ANN401 (SciPy has no types)
    """Return the examples as rows of a sparse matrix, scaled as the model scales its sums."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 (see above)

    numbers: list[NDArray[np.intp]] = []
    values: list[Floats] = []
    for each in examples:
        grams, ideas = each.window.grams, each.window.ideas
        kept = grams if allowed is None else grams[allowed[grams]]
        numbers += [kept, ideas, FIRST_SIGN + np.array(each.signs, np.intp)]
        values += [
            np.full(len(kept), 1.0 / math.sqrt(len(grams) + GRAM_PRIOR)),
            np.full(len(ideas), IDEA_SHARE / math.sqrt(len(ideas) + IDEA_PRIOR)),
            np.full(len(each.signs), SIGN_SHARE),
        ]
    lengths = [sum(map(len, numbers[at : at + 3])) for at in range(0, len(numbers), 3)]
    ends = np.concatenate(([0], np.cumsum(lengths)))
    columns, data = np.concatenate(numbers), np.concatenate(values)
    return csr_matrix((data, columns, ends), shape=(len(examples), FEATURES))


def _evened(weights: Floats, attacks: NDArray[np.bool_]) -> Floats:
    """Return the weights with attacks and others adding up to the same."""
    if attacks.all() or not attacks.any():
        return weights
    return np.where(attacks, weights * (weights[~attacks].sum() / weights[attacks].sum()), weights)


def _shares() -> Floats:
    shares = np.ones(FEATURES + 1)
    shares[FIRST_IDEA:FIRST_SIGN] = IDEA_SHARE
    shares[FIRST_SIGN:-1] = SIGN_SHARE
    return shares
