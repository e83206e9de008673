"""The figures on top of a report, each with how it has changed."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from chatward.report import words
from chatward.report.days import Period
from chatward.report.period import Subject
from chatward.report.tally import Tally

_LITTLE = 0.01


@dataclass(frozen=True)
class Headline:
    """One figure.

    Attributes:
        id: Its name for programs.
        name: What it is called.
        value: The figure; None where there is none.
        unit: How it is written.
        about: What else there is to say about it.
        change: How it has changed, in words; empty where that is not known.
        direction: ``"up"``, ``"down"``, ``"same"``, or empty.

    """

    id: str
    name: str
    value: float | None
    unit: Literal["count", "share", "span"]
    about: str
    change: str = ""
    direction: str = ""

    @property
    def written(self) -> str:
        """The figure as it is shown."""
        if self.value is None:
            return words.NONE
        write: Callable[[float], str] = getattr(
            words, {"count": "number", "share": "share", "span": "span"}[self.unit]
        )
        return write(self.value)


def headlines(told: Subject) -> list[Headline]:
    """Return the figures, the most asked for first."""
    now, total = told.now, told.total
    contained = median_of(each.contained for each in told.incidents(now))
    appeals, wrong = _appeals(total)
    opened = total.opened.total
    return [
        Headline(
            "decisions",
            "Decisions",
            total.decisions,
            "count",
            f"{words.number(now.a_day(total.decisions))} a day",
            *_rates(told, lambda each: each.decisions),
        ),
        Headline(
            "refused",
            "Texts refused",
            total.refused,
            "count",
            f"{words.share(_part(total.refused, total.decisions))} of all",
            *_rates(told, lambda each: each.refused),
        ),
        Headline(
            "hidden",
            "Values hidden",
            total.hidden,
            "count",
            "personal data and secrets",
            *_rates(told, lambda each: each.hidden),
        ),
        Headline(
            "coverage",
            "Coverage",
            told.coverage_of(now),
            "share",
            _covered(told),
            *_points(told.coverage_of(now), told.coverage_of(told.before)),
        ),
        Headline(
            "incidents",
            "Incidents opened",
            opened,
            "count",
            "none contained"
            if contained is None
            else f"contained in {words.span(contained)}, median",
            *_rates(told, lambda each: each.opened.total),
        ),
        Headline(
            "false_alarms",
            "False alarms",
            _part(wrong, appeals),
            "share",
            f"of {words.times(appeals, 'appeal')}" if appeals else "nobody has appealed",
            *_points(_part(wrong, appeals), _before(told, _false_share)),
        ),
        Headline(
            "latency",
            "Time in the guard",
            total.quantile(0.95),
            "span",
            "or less for 95 of 100 texts",
            *_ratio(total.quantile(0.95), _before(told, lambda each: each.quantile(0.95))),
        ),
        Headline(
            "degraded",
            "Degraded",
            total.degraded.total,
            "span",
            _lost(total),
            *_rates(told, lambda each: each.degraded.total),
        ),
    ]


def median_of(spans: Iterable[float | None]) -> float | None:
    """Return the middle of lengths of time, of those that are known."""
    known = [each for each in spans if each is not None]
    return statistics.median(known) if known else None


def _covered(told: Subject) -> str:
    counted = [each for each in told.covered() if each.traffic is not None]
    if not counted:
        return "traffic was not counted"
    return f"of texts and calls at {words.times(len(counted), 'stage')}"


def _lost(total: Tally) -> str:
    lost = total.lost.total
    return f"{words.times(lost, 'audit event')} lost" if lost else "no audit event lost"


def _appeals(total: Tally) -> tuple[float, float]:
    of = total.appeals.of.items()
    return total.appeals.total, sum(n for (_, verdict), n in of if verdict == "false-alarm")


def _false_share(total: Tally) -> float | None:
    appeals, wrong = _appeals(total)
    return _part(wrong, appeals)


def _part(some: float, all_of_it: float) -> float | None:
    return some / all_of_it if all_of_it else None


def _before(told: Subject, of: Callable[[Tally], float | None]) -> float | None:
    return None if told.before is None else of(told.before.total)


def _rates(told: Subject, of: Callable[[Tally], float]) -> tuple[str, str]:
    """Say how a count has changed, by the day."""
    if told.before is None:
        return "", ""
    return _ratio(_rate(told.now, of), _rate(told.before, of))


def _rate(period: Period, of: Callable[[Tally], float]) -> float:
    return period.a_day(of(period.total))


def _ratio(now: float | None, before: float | None) -> tuple[str, str]:
    if now is None or before is None:
        return "", ""
    if not before:
        return ("none before" if now else "none before either"), "same"
    change = now / before - 1
    if abs(change) < _LITTLE:
        return "unchanged", "same"
    if change >= 2:
        return f"{words.number(now / before)} times as much", "up"
    return f"{abs(change):.0%}".replace("%", "\N{NARROW NO-BREAK SPACE}%"), _way(change)


def _points(now: float | None, before: float | None) -> tuple[str, str]:
    if now is None or before is None:
        return "", ""
    change = now - before
    if abs(change) < _LITTLE / 10:
        return "unchanged", "same"
    return f"{abs(change) * 100:.1f} points", _way(change)


def _way(change: float) -> str:
    return "up" if change > 0 else "down"
