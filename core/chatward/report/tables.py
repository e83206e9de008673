"""Tables of a report: what they hold, and how each column is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chatward.report import words

Sort = Literal["name", "count", "share", "span", "moment"]
Cell = str | float | None
Row = tuple[Cell, ...]

_SHOWN = 12
"""So many rows of a ranking are shown; the rest is one row."""

_WRITERS: dict[str, Callable[..., str]] = {
    "name": words.name,
    "count": words.number,
    "share": words.share,
    "span": words.span,
    "moment": words.moment,
}


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    sort: Sort = "name"

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.sort in ("count", "share", "span")

    def write(self, cell: Cell) -> str:
        """Return a cell as it is shown."""
        return words.NONE if cell is None else _WRITERS[self.sort](cell)


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        caption: What it shows.
        columns: Its columns; the first names what a row is about.
        rows: What is in it.
        bar: Number of the column that is drawn as a bar as well; None = none.
        empty: What is said where there are no rows.

    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    bar: int | None = None
    empty: str = "Nothing in this period."

    def width(self, row: Row) -> float:
        """Return the length of a row's bar, 0 to 100."""
        if self.bar is None:
            return 0.0
        if self.columns[self.bar].sort == "share":
            most = 1.0
        else:
            most = max((_amount(each[self.bar]) for each in self.rows), default=0.0)
        return round(100 * min(1.0, _amount(row[self.bar]) / most), 1) if most else 0.0

    def as_fields(self) -> list[dict[str, Cell]]:
        """Return the rows as plain values, for programs."""
        names = [each.name.lower().replace(" ", "_") for each in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def ranking(
    caption: str, columns: tuple[Column, ...], rows: Iterable[Row], bar: int, rest: float = 0
) -> Table:
    """Return the first rows of a ranking by one column, and the sum of all others.

    Args:
        caption: What it shows.
        columns: Its columns.
        rows: All there are.
        bar: Number of the column that is counted.
        rest: What was counted besides.

    """
    ranked = sorted(rows, key=lambda row: (-_amount(row[bar]), str(row[0])))
    shown, others = ranked[:_SHOWN], ranked[_SHOWN:]
    more = sum(_amount(row[bar]) for row in others) + rest
    if more:
        blank: list[Cell] = [None] * len(columns)
        blank[0], blank[bar] = "all others", more
        shown.append(tuple(blank))
    return Table(caption, columns, shown, bar)


def _amount(cell: Cell) -> float:
    return 0.0 if cell is None or isinstance(cell, str) else float(cell)
