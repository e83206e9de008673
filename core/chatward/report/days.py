"""Tallies by hour or by day, and which of them make up a period and the one before it.

A log may be of any age, so there is room for so many hours or days; what is older is one tally.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from chatward.report.tally import Tally, sum_of

HOUR, DAY = 3_600, 86_400
_HOURS = 31 * 24
_DAYS = 800
_STRETCHES = 120
"""No more than so many are told one by one."""
_SHORT = 3 * DAY
"""Periods of no more than this are told by the hour."""


@dataclass(frozen=True)
class Period:
    """A stretch of time and what was counted in it.

    Attributes:
        start: Clock time, seconds since the epoch.
        end: The same of its end.
        seconds: For how much of it there is a log.
        total: What was counted.

    """

    start: float
    end: float
    seconds: float
    total: Tally

    def a_day(self, count: float) -> float:
        """Return a count as a rate per day; of less than a day that day counts as a whole one."""
        return count * DAY / max(self.seconds, DAY)


@dataclass
class Days:
    """Tallies by hour, and by day once there are too many hours.

    Attributes:
        longest: Length of the period that will be asked for, in seconds; None = all there is.
        width: Length of each stretch, in seconds.
        of: Tallies by the clock time at which their stretch begins.
        before: What was counted before the first stretch.

    """

    longest: float | None
    width: int = HOUR
    of: dict[int, Tally] = field(default_factory=dict)
    before: Tally = field(default_factory=Tally)

    def at(self, time: float) -> Tally:
        """Return the tally of the stretch that a time lies in."""
        start = int(time) // self.width * self.width
        known = self.of.get(start)
        if known is not None:
            return known
        return self._new(start)

    def _new(self, start: int) -> Tally:
        made = self.of[start] = Tally()
        if self.width == HOUR and len(self.of) > _HOURS and not self._stays_short:
            self._widen()
            return self.of[start // DAY * DAY]
        if len(self.of) > (_HOURS if self.width == HOUR else _DAYS):
            self.before.take(self.of.pop(min(self.of)))  # perhaps the new one, which comes late
            return self.of.get(start, self.before)
        return made

    @property
    def _stays_short(self) -> bool:
        return self.longest is not None and self.longest <= _SHORT

    def _widen(self) -> None:
        hours, self.of, self.width = self.of, {}, DAY
        for start, tally in hours.items():
            self.of.setdefault(start // DAY * DAY, Tally()).take(tally)

    def periods(self, first: float, last: float) -> tuple[Period, Period | None]:
        """Return the period that ends with the last event, and the one before where there is one.

        Args:
            first: Clock time of the first event.
            last: Clock time of the last.

        """
        end = int(last) // self.width * self.width + self.width
        start = min(self.of, default=end - self.width)
        if self.longest is not None:
            start = end - max(self.width, round(self.longest / self.width) * self.width)
        now = self._period(start, end, first, last)
        earlier = self._period(2 * start - end, start, first, last)
        wanted = self.longest is not None and earlier.total.decisions
        return now, earlier if wanted else None

    def _period(self, start: int, end: int, first: float, last: float) -> Period:
        total = sum_of(tally for at, tally in self.of.items() if start <= at < end)
        seconds = max(0.0, min(end, last) - max(start, first))
        return Period(start, end, seconds, total)

    def series(self, period: Period) -> list[tuple[int, Tally]]:
        """Return the stretches of a period in order, empty ones too; hours where it is short."""
        length = period.end - period.start
        width = self.width if length <= _SHORT else DAY * math.ceil(length / DAY / _STRETCHES)
        begin = int(period.start) // width * width
        told = {at: Tally() for at in range(begin, int(period.end), width)}
        for at, tally in self.of.items():
            if period.start <= at < period.end:
                told[at // width * width].take(tally)
        return sorted(told.items())
