"""Counts of a number over fixed bins, and how far a number lies off what they show.

The bins never change, so that histograms of several processes can be added.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, zip_longest
from math import log2
from operator import add

KNOWN_ENOUGH = 200
"""So many numbers must be known before one is called unusual."""

RARE = 0.002
"""Share, exclusive, below which a thing is rare; nothing else is called unusual."""

_MAD_TO_SIGMA = 1.4826
"""Of normally distributed numbers so many median deviations make one standard deviation."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers are laid out in bins; what lies outside counts in the outermost ones.

    Attributes:
        low: Where the first bin begins.
        width: Of each bin.
        bins: How many there are.
        doublings: Whether both count doublings (binary logarithms), not the number itself.

    """

    low: float
    width: float
    bins: int
    doublings: bool = False

    def place(self, value: float) -> float:
        """Return where a number lies on the scale; the nearer end where it lies outside."""
        if self.doublings:
            value = log2(value) if value > 0 else self.low
        return min(max(self.low, value), self.low + self.width * self.bins)

    def bin_of(self, place: float) -> int:
        """Return the number of the bin that a place lies in."""
        return min(self.bins - 1, int((place - self.low) / self.width))

    def middle(self, number: int) -> float:
        """Return the middle of a bin."""
        return self.low + (number + 0.5) * self.width


@dataclass(frozen=True)
class Histogram:
    """How many numbers were seen in each bin.

    Attributes:
        scale: What the bins stand for.
        counts: One per bin.

    """

    scale: Scale
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many are known."""
        return sum(self.counts)

    def with_one(self, value: float) -> Histogram:
        """Return the histogram with one more number."""
        at = self.scale.bin_of(self.scale.place(value))
        more = (*self.counts[:at], self.counts[at] + 1, *self.counts[at + 1 :])
        return Histogram(self.scale, more)

    def plus(self, other: Histogram) -> Histogram:
        """Return the histogram of both."""
        return Histogram(self.scale, tuple(map(add, self.counts, other.counts)))

    def halved(self) -> Histogram:
        """Return the histogram with half of every count, rounded down: what was seen once goes."""
        return Histogram(self.scale, tuple(each // 2 for each in self.counts))

    def off(self, value: float, rare: float = RARE) -> float:
        """Return how far a number lies off the middle: a z-score from median and median deviation.

        Both are right to one bin, and the deviation is taken as one bin at least: what never
        changes is still allowed a little. What is not rare is not off, however far away: a bot
        may have two sorts of users.

        Args:
            value: The number.
            rare: Share, exclusive, below 0.5, of numbers that may lie in its bin or further out.

        Returns:
            Negative below the median; 0.0 with fewer than 200 known, or where it is not rare.

        """
        known = self.total
        if known < KNOWN_ENOUGH:
            return 0.0
        place = self.scale.place(value)
        at = self.scale.bin_of(place)
        below = sum(self.counts[: at + 1])
        if min(below, known - below + self.counts[at]) >= rare * known:
            return 0.0
        median, deviation = self._centre
        return (place - self.scale.middle(median)) / deviation

    @cached_property
    def _centre(self) -> tuple[int, float]:
        """The median's bin, and the standard deviation that the median one stands for."""
        half = self.total / 2
        median = bisect_left(list(accumulate(self.counts)), half)
        below, above = self.counts[:median], self.counts[median + 1 :]
        by_distance = [self.counts[median]]
        by_distance += map(sum, zip_longest(reversed(below), above, fillvalue=0))
        bins = bisect_left(list(accumulate(by_distance)), half)
        return median, _MAD_TO_SIGMA * self.scale.width * max(1, bins)


def empty(scale: Scale) -> Histogram:
    """Return a histogram of nothing."""
    return Histogram(scale, (0,) * scale.bins)
