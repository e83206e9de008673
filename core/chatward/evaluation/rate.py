"""A rate with what it was counted from, and how far chance may have moved it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many.

    Attributes:
        hits: Those that are meant.
        of: All of them.

    """

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The rate, 0.0 to 1.0; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at 95 %: where the true rate is likely to lie.

        Wilson, "Probable Inference", JASA 22 (1927). It stays between 0 and 1 and says
        something about none of ten, too.
        """
        if not self.of:
            return None
        share, z2 = self.hits / self.of, _Z * _Z
        middle = share + z2 / (2 * self.of)
        reach = _Z * math.sqrt(share * (1 - share) / self.of + z2 / (4 * self.of**2))
        scale = 1 + z2 / self.of
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)

    def as_fields(self) -> dict[str, int | float | None]:
        """Return counts, rate and interval, rounded to four digits."""
        low, high = self.interval or (None, None)
        rounded = {"rate": self.value, "low": low, "high": high}
        return {
            "hits": self.hits,
            "of": self.of,
            **{name: None if v is None else round(v, 4) for name, v in rounded.items()},
        }


def rate_of(outcomes: Iterable[bool]) -> Rate:
    """Return how many of the outcomes are true."""
    listed = list(outcomes)
    return Rate(sum(listed), len(listed))
