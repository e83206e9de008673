"""From fitted weights to a model: rounded, calibrated, able to name a family."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from training.folds import Floats, Material

from chatward.attacks import REASONS
from chatward.classifier.model import Model
from chatward.classifier.store import hash_of
from chatward.classifier.windows import Reader

FEES = (1.75, 0.35)
"""What windows cost, see `chatward.classifier.model.fee`: chosen on harmless documents of many
lengths, held out, so that as many long ones are flagged as short ones.
"""

LARGEST_WEIGHT = 2000
FAMILY_PLACES = 4096
_CURVE = np.linspace(-8.0, 8.0, 65)


def build(material: Material, reader: Reader, slope: float, shift: float, version: str) -> Model:
    """Fit everything to all of the material.

    Args:
        material: All rows and looks.
        reader: What the looks were made with.
        slope: The probability of a sum z is 1 / (1 + exp(-(slope * z + shift))).
        shift: See `slope`.
        version: Of the model.

    """
    weights = material.fitted(lambda _: True)
    unit = float(np.abs(weights[:-1]).max()) / LARGEST_WEIGHT
    families = tuple(REASONS)
    made = Model(
        reader,
        np.round(weights[:-1] / unit).astype(np.int16),
        unit,
        round(float(weights[-1]), 6),
        FEES,
        tuple((round((x - shift) / slope, 6), round(_logistic(x), 6)) for x in _CURVE),
        families,
        _family_weights(material, families),
        version,
        "",
    )
    return replace(made, hash=hash_of(made))


def calibrated(sums: Sequence[float], attacks: Sequence[bool]) -> tuple[float, float]:
    """Return slope and shift of the logistic curve through sums (Platt, 1999).

    Attacks and harmless texts count the same in sum: the probability is that of a text which is
    as likely to be one as the other.
    """
    z, y = np.array(sums), np.array(attacks, float)
    counts = np.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())

    def loss(point: Floats) -> float:
        margins = (point[0] * z + point[1]) * (2 * y - 1)
        return float((counts * np.logaddexp(0.0, -margins)).sum())

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(found[0]), 6), round(float(found[1]), 6)


def _family_weights(material: Material, families: Sequence[str]) -> NDArray[np.int8]:
    """Return naive-Bayes weights: how much likelier a feature is in a family than in others."""
    counts = np.full((len(families), FAMILY_PLACES), 0.5)
    numbers = {family: number for number, family in enumerate(families)}
    for row, look in zip(material.rows, material.looks, strict=True):
        if row.attack and row.seeded:
            window = look.windows[0]
            places = np.concatenate((window.grams, window.ideas)) % FAMILY_PLACES
            counts[numbers[row.family], np.unique(places)] += 1.0
    shares = counts / counts.sum(axis=1, keepdims=True)
    odds = np.log(shares / shares.mean(axis=0, keepdims=True))
    return np.clip(np.round(odds * 16), -127, 127).astype(np.int8)


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))
