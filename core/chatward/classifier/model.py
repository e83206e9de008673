"""The injection model: how sure is it that a text gives a model orders that are not its own?

A linear model over hashed grams and ideas (`windows`). Weights and their sums are integers, and
what follows are roots and quotients, exact in IEEE 754: the same text and the same model give
the same score on every machine.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.classifier.windows import FIRST_SIGN, Numbers, Reader, Window

GRAM_PRIOR = 20
IDEA_PRIOR = 3
"""Added to the number of grams, or of ideas, so that a few of them weigh little."""

SIZES = ((1000, 500), (240, 120))
"""Letters in a window and from one to the next; a text of up to 1,000 is one large window."""

FAMILY_FROM = 0.2
"""Below this score nobody asks what kind of attack it would be."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says about a text.

    Attributes:
        score: Calibrated probability of an attack, 0.0 to 1.0, four digits.
        start: First character of the window that is surest.
        end: After its last character.
        family: What kind of attack it would be.

    """

    score: float
    start: int
    end: int
    family: str


@dataclass(frozen=True)
class Model:
    """Weights and tables.

    Attributes:
        reader: Turns a text into windows.
        weights: One for each feature, in `unit`.
        unit: What 1 of a weight stands for.
        bias: Where every sum begins.
        fees: What windows cost where a text has several of a size; see `fee`.
        curve: (sum, probability) pairs, both ascending: what sums mean.
        families: Names.
        family_weights: For each family a row, for each feature modulo the length of a row.
        version: As trained.
        hash: Over all of it, hexadecimal.

    """

    reader: Reader
    weights: NDArray[np.int16]
    unit: float
    bias: float
    fees: tuple[float, float]
    curve: tuple[tuple[float, float], ...]
    families: tuple[str, ...]
    family_weights: NDArray[np.int8]
    version: str
    hash: str

    def judge(self, text: str, signs: Sequence[int] = ()) -> Verdict:
        """Return what the model says about a text whose disguises are off.

        Args:
            text: Any text.
            signs: Numbers of the signs that rules and the origin give.

        """
        windows = list(self.reader.windows(text, SIZES))
        counts = [sum(window.size == size for window in windows) for size in range(len(SIZES))]
        fees = [fee(count, self.fees) for count in counts]
        sums = [self.sum(window) - fees[window.size] for window in windows]
        best = max(range(len(sums)), key=sums.__getitem__)
        given = self._total([FIRST_SIGN + sign for sign in signs]) * self.unit
        window = windows[best]
        score = self.probability(sums[best] + given)
        family = self._family(window) if score >= FAMILY_FROM else ""
        return Verdict(score, window.start, window.end, family)

    def sum(self, window: Window) -> float:
        """Return what the weights of a window add up to."""
        grams = self._total(window.grams) / math.sqrt(len(window.grams) + GRAM_PRIOR)
        ideas = self._total(window.ideas) / math.sqrt(len(window.ideas) + IDEA_PRIOR)
        return (grams + ideas) * self.unit + self.bias

    def probability(self, total: float) -> float:
        """Return what a sum means, along the curve."""
        place = bisect_right(self.curve, (total, math.inf))
        if place == 0:
            return round(self.curve[0][1], _DIGITS)
        if place == len(self.curve):
            return round(self.curve[-1][1], _DIGITS)
        (left, low), (right, high) = self.curve[place - 1 : place + 1]
        return round(low + (high - low) * ((total - left) / (right - left)), _DIGITS)

    def _family(self, window: Window) -> str:
        """Return the family whose weights add up to most."""
        places = np.concatenate((window.grams, window.ideas)) % self.family_weights.shape[1]
        sums = self.family_weights[:, places].sum(axis=1, dtype=np.int64)
        return self.families[int(np.argmax(sums))]

    def _total(self, numbers: Numbers | Iterable[int]) -> int:
        return int(self.weights[np.asarray(numbers, np.intp)].sum(dtype=np.int64))


def fee(count: int, fees: tuple[float, float]) -> float:
    """Return what is taken off the sum of each window of a text that has so many of a size.

    The more windows, the higher the highest of them by chance alone.

    Args:
        count: Number of windows.
        fees: For there being more than one, and for each doubling of their number.

    """
    once, each = fees
    return once + each * (count - 1).bit_length() if count > 1 else 0.0
