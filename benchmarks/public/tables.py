"""What is shown of public sets."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from sets import PublicSet

from chatward.evaluation.rate import Rate
from chatward.evaluation.report import Report

_FIGURES = {
    "caught": "attacks caught",
    "flagged": "harmless flagged",
    "harmful": "harmful requests blocked",
}
_FALSE_ALARMS = 0.01


def sets_table(told: Report) -> Table:
    """Return one line for each set and one for all; shares with their 95 % intervals."""
    table = Table(title="Chatward as shipped; in brackets: 95 % interval, of how many")
    table.add_column("source")
    for heading in _FIGURES.values():
        table.add_column(heading, justify="right")
    groups = [*told.by["source"].items(), ("all", told.overall["all"])]
    for source, figures in groups:
        table.add_row(source, *(_written(figures[name]) for name in _FIGURES))
    return table


def summary(told: Report) -> str:
    """Return what the scores alone tell, over all sets."""
    if told.area is None:
        return "No area under the curve: that takes attacks and harmless rows."
    _, recall = told.at[_FALSE_ALARMS]
    return (
        f"area under the curve {told.area:.3f}; "
        f"attacks caught where 1 % of harmless rows are flagged: {_written(recall)}"
    )


def missing_lines(missing: Sequence[PublicSet]) -> str:
    """Return where to get the sets that are not there, a line each."""
    told = (
        f"  {each.name}: {each.repository}, {each.paths} "
        f"(version: {each.pin}; licence: {each.licence})"
        for each in missing
    )
    return "\n".join(("Not there; put the files into FOLDER/NAME:", *told))


def _written(rate: Rate) -> str:
    if rate.value is None or rate.interval is None:
        return "-"
    low, high = rate.interval
    return f"{rate.value:.1%} ({low:.1%} to {high:.1%}, {rate.of:,})"
