"""The tables of the comparison."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from score import Score
from verdicts import KINDS, Verdicts

_TITLES = {"pii": "personal data", "secret": "secrets", "injection": "prompt injection"}


def table_of(subject: str, scores: Sequence[Score]) -> Table:
    """Return one line per peer, of what was found where."""
    headings = ("half", "full", "structured", "precision", "clean flagged", "50 chars", "500")
    table = _table(
        subject, scores[0].rows, (*headings, "5,000", "row p50", "row p99", "MB", "import s")
    )
    for each in scores:
        shares = (each.half, each.full, each.structured, each.precision, each.flagged)
        cost = each.cost
        numbers = (cost.micros_50, cost.micros_500, cost.micros_5000)
        rest = (cost.row_micros_median, cost.row_micros_99th, cost.resident_megabytes)
        table.add_row(
            each.peer,
            *(_share(share) for share in shares),
            *(f"{number:,.0f}" for number in (*numbers, *rest)),
            f"{cost.import_seconds:.2f}",
        )
    return table


def verdict_table_of(told: Sequence[Verdicts]) -> Table:
    """Return one line per peer, of which texts it would stop."""
    kinds = [kind.replace("_", " ") for kind in KINDS]
    headings = ("caught", "flagged", *kinds, "area", "caught at 1 %", "500 chars", "row p50")
    table = _table("injection", told[0].rows, (*headings, "MB"))
    for each in told:
        at = each.at_one_percent
        rates = (each.caught, each.flagged, *each.by_kind.values())
        table.add_row(
            each.peer,
            *(_share(rate.value) for rate in rates),
            "-" if each.area is None else f"{each.area:.3f}",
            _share(at.value if at else None),
            f"{each.cost.micros_500:,.0f}",
            f"{each.cost.row_micros_median:,.0f}",
            f"{each.cost.resident_megabytes:,.0f}",
        )
    return table


def _table(subject: str, rows: int, headings: Sequence[str]) -> Table:
    table = Table(title=f"{_TITLES[subject]}, {rows} rows; times are CPU microseconds")
    table.add_column("peer")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
