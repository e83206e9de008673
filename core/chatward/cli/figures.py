"""Show figures as tables: a share in per cent, and of how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from chatward.cli import show
from chatward.evaluation.rate import Rate
from chatward.evaluation.report import Groups, Report
from chatward.evaluation.row import Subject

_TITLES = {
    Subject.PII: "personal data",
    Subject.SECRET: "secrets",
    Subject.INJECTION: "prompt injection",
}
_LONGEST = 20
"""So many groups of a kind are shown, the worst first; JSON has them all."""


def show_report(out: Console, subject: Subject, told: Report, *, names: bool) -> None:
    """Show a report; names of rows only if asked for."""
    _show_groups(out, _TITLES[subject], told.overall, told.overall)
    for name, groups in told.by.items():
        if len(groups) > 1 and (name != "kind" or subject is Subject.INJECTION):
            out.print()
            _show_groups(out, f"by {name}", _worst(groups), groups)
            if len(groups) > _LONGEST:
                out.print(f"... and {len(groups) - _LONGEST} more: --json")
    if told.area is not None:
        out.print()
        _show_scores(out, told)
    if names:
        _show_names(out, "missed", told.missed)
        _show_names(out, "flagged", told.flagged)


def _show_groups(out: Console, title: str, shown: Groups, all_groups: Groups) -> None:
    """Show a table; what is empty everywhere has no column, and a group of nothing no row."""
    shown = {name: rates for name, rates in shown.items() if any(r.of for r in rates.values())}
    measures = [
        name
        for name in dict.fromkeys(name for rates in all_groups.values() for name in rates)
        if any(rates[name].of for rates in all_groups.values() if name in rates)
    ]
    columns = [_aligned(name, [rates.get(name) for rates in shown.values()]) for name in measures]
    rows = [
        (show.visible(group), *(column[place + 1] for column in columns))
        for place, group in enumerate(shown)
    ]
    show.table(out, [title, *(column[0] for column in columns)], rows)


def _aligned(name: str, rates: Sequence[Rate | None]) -> list[str]:
    """Return a column with its heading, set to the right."""
    cells = [name, *map(_cell, rates)]
    return [cell.rjust(max(map(len, cells))) for cell in cells]


def _cell(rate: Rate | None) -> str:
    """Return a rate for people, such as ``97.5 % of 40``."""
    if rate is None or rate.value is None:
        return "-"
    return f"{100 * rate.value:.1f} % of {rate.of}"


def _worst(groups: Groups) -> Groups:
    """Return the groups in which most went wrong, the worst first."""
    worst = sorted(groups.items(), key=lambda each: (-_wrong(each[1]), each[0]))
    return dict(worst[:_LONGEST])


def _wrong(rates: Mapping[str, Rate]) -> int:
    """Return how many places, rows and messages were decided wrongly."""
    lost = (rates[name] for name in ("half", "found", "caught") if name in rates)
    alarms = rates["flagged"].hits if "flagged" in rates else 0
    return alarms + sum(rate.of - rate.hits for rate in lost)


def _show_scores(out: Console, told: Report) -> None:
    shown = [("area under curve", f"{told.area:.3f}")]
    for alarms, (threshold, rate) in told.at.items():
        name = f"caught at {100 * alarms:g} % false alarms"
        score = "no threshold" if threshold is None else f"threshold {threshold:g}"
        shown.append((name, f"{_cell(rate)}, {score}"))
    show.facts(out, shown)


def _show_names(out: Console, title: str, names: Sequence[str]) -> None:
    if names:
        out.print()
        show.table(out, [title], [(show.visible(name),) for name in names])
