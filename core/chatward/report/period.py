"""What a report is about: a period, the one before it, and what is known besides."""

from __future__ import annotations

from dataclasses import dataclass

from chatward.report.coverage import Covered, coverage, overall
from chatward.report.days import Period
from chatward.report.gathered import Gathered, Incident
from chatward.report.tally import Tally


@dataclass(frozen=True)
class Subject:
    """What a report is about.

    Attributes:
        found: What was found in the logs.
        now: The period reported.
        before: The one before it; None = the logs do not reach back, or nobody asked.
        made: Clock time of the report.

    """

    found: Gathered
    now: Period
    before: Period | None
    made: float

    @property
    def total(self) -> Tally:
        """What was counted in the period."""
        return self.now.total

    def covered(self) -> list[Covered]:
        """Return the stages of the period."""
        return coverage(self.total)

    def coverage_of(self, period: Period | None) -> float | None:
        """Return the share of a period's texts and calls that was guarded."""
        return None if period is None else overall(coverage(period.total))

    def holds(self, time: float) -> bool:
        """Tell whether a clock time lies in the period."""
        return self.now.start <= time < self.now.end

    def incidents(self, period: Period | None) -> list[Incident]:
        """Return the incidents that were opened in a period, the newest first."""
        if period is None:
            return []
        known = self.found.incidents.values()
        inside = [each for each in known if period.start <= each.opened < period.end]
        return sorted(inside, key=lambda each: -each.opened)


def subject(found: Gathered, made: float) -> Subject | None:
    """Return what there is to report; None = the logs hold no event."""
    if found.first is None or found.last is None:
        return None
    now, before = found.days.periods(found.first, found.last)
    return Subject(found, now, before, made)
