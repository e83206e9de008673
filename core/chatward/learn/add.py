"""Add texts of one's own to a model, and say what changed.

The weights move from where they are only as far as the new texts pull them: what the model knew
stays, and the texts that it was trained on are not needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatward.classifier.fit import Floats, fit
from chatward.classifier.model import Model
from chatward.classifier.store import hash_of
from chatward.errors import ModelError
from chatward.evaluation.attacks import area_under_curve
from chatward.learn.looks import Labelled, examples_of, looks_of

HELD_OUT = 5
"""Every fifth text is not learnt from, but asked about before and after."""

_LEAST = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model makes of the texts that were held out.

    Attributes:
        caught: Share of attacks that reach the threshold; None without attacks.
        flagged: Share of harmless texts that do; None without any.
        area: Area under the curve; None where one side is missing.

    """

    caught: float | None
    flagged: float | None
    area: float | None


@dataclass(frozen=True)
class Added:
    """A new model and what changed.

    Attributes:
        model: The new model.
        learnt: Texts that were learnt from.
        held_out: Texts that were not.
        before: What the old model makes of those.
        after: What the new one does.
        changed: Number of weights that changed.

    """

    model: Model
    learnt: int
    held_out: int
    before: Measured
    after: Measured
    changed: int


def add(model: Model, texts: Sequence[Labelled], version: str, threshold: float) -> Added:
    """Teach a model more texts.

    Args:
        model: What is known.
        texts: Attacks and harmless ones; every fifth is held out.
        version: Of the new model.
        threshold: Score from which on a text counts as flagged in the report.

    Raises:
        ModelError: There are too few texts, or only attacks, or none.

    """
    held = list(texts[HELD_OUT - 1 :: HELD_OUT])
    learnt = [each for number, each in enumerate(texts, 1) if number % HELD_OUT]
    if len({each.attack for each in learnt}) < _LEAST:
        msg = "both attacks and harmless texts are needed to learn from"
        raise ModelError(msg)
    pairs = zip(looks_of(learnt, model.reader), learnt, strict=True)
    known = np.append(model.weights * model.unit, model.bias)
    examples = [each for look, text in pairs for each in examples_of(look, text, known)]
    found = fit(examples, known=known)
    made = _rounded(model, found, version)
    return Added(
        made,
        len(learnt),
        len(held),
        _measured(model, held, threshold),
        _measured(made, held, threshold),
        int((made.weights != model.weights).sum()),
    )


def _rounded(model: Model, weights: Floats, version: str) -> Model:
    """Return the model with new weights, in the unit of the old one where they fit."""
    largest = float(np.abs(weights[:-1]).max())
    unit = max(model.unit, largest / np.iinfo(np.int16).max)
    rounded = np.round(weights[:-1] / unit).astype(np.int16)
    made = replace(model, weights=rounded, unit=unit, bias=float(weights[-1]), version=version)
    return replace(made, hash=hash_of(made))


def _measured(model: Model, texts: Sequence[Labelled], threshold: float) -> Measured:
    looks = looks_of(texts, model.reader)
    scores = [
        model.judge(each.text, look.signs).score for each, look in zip(texts, looks, strict=True)
    ]
    attacks = sorted(s for s, each in zip(scores, texts, strict=True) if each.attack)
    harmless = sorted(s for s, each in zip(scores, texts, strict=True) if not each.attack)
    return Measured(
        _share(attacks, threshold), _share(harmless, threshold), area_under_curve(attacks, harmless)
    )


def _share(scores: Sequence[float], threshold: float) -> float | None:
    return sum(score >= threshold for score in scores) / len(scores) if scores else None
