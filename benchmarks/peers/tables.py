"""The table of the comparison."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from score import Score

_TITLES = {"pii": "personal data", "secret": "secrets"}


def table_of(subject: str, scores: Sequence[Score]) -> Table:
    """Return one line per peer."""
    rows = scores[0].rows if scores else 0
    table = Table(title=f"{_TITLES[subject]}, {rows} rows; times are CPU microseconds")
    for heading in ("peer", "half", "full", "structured", "precision", "clean flagged"):
        table.add_column(heading, justify="left" if heading == "peer" else "right")
    for heading in ("50 chars", "500", "5,000", "row p50", "row p99", "MB", "import s"):
        table.add_column(heading, justify="right")
    for each in scores:
        shares = (each.half, each.full, each.structured, each.precision, each.flagged)
        numbers = (each.micros_50, each.micros_500, each.micros_5000)
        rest = (each.row_micros_median, each.row_micros_99th, each.resident_megabytes)
        table.add_row(
            each.peer,
            *("-" if share is None else f"{share:.1%}" for share in shares),
            *(f"{number:,.0f}" for number in (*numbers, *rest)),
            f"{each.import_seconds:.2f}",
        )
    return table
