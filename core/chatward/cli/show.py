"""What commands show: tables for people, plain where nobody looks.

In a terminal tables fold to its width; anywhere else they are as wide as they need to be and
without colours or frames, so that nothing is cut off on its way into a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from chatward.action import Action

_ENDLESS = 1_000_000
"""Columns of an output that is no terminal."""

_KEPT = frozenset("\n\t")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""Return the text with what cannot be seen, or would act on a terminal, written as escapes.

    >>> visible("a\u200bb\x1b[2J")
    'a\\u200bb\\x1b[2J'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in _UNSEEN else _escape(char)
        for char in text
    )


def console() -> Console:
    """Return standard output, to show tables on."""
    out = Console(markup=False, emoji=False, highlight=False)
    if not out.is_terminal:
        out.width = _ENDLESS
    return out


def facts(out: Console, rows: Sequence[tuple[str, str | Text]]) -> None:
    """Show names and what there is to say about each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, value)
    _put(out, grid)


def table(
    out: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    *,
    lines: bool = False,
) -> None:
    """Show rows under a heading; columns that hold numbers only are set to the right."""
    plain = not out.is_terminal
    box = None if plain else SIMPLE_HEAD
    shown = Table(box=box, show_lines=lines and not plain, pad_edge=not plain)
    for place, column in enumerate(columns):
        numbers = all(_is_number(str(row[place])) for row in rows)
        shown.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*row)
    _put(out, shown)


def coloured(action: Action) -> Text:
    """Return an action in the colour of what it does to a text."""
    colour = "green" if action is Action.ALLOW else "red" if action.stops else "yellow"
    return Text(action.value, style=colour)


def complain(problem: str, context: typer.Context | None = None) -> None:
    """Write one line about what went wrong to standard error."""
    where = context.command_path if context is not None else "chatward"
    typer.echo(f"{where}: {' '.join(problem.split())}", err=True)


def _put(out: Console, shown: RenderableType) -> None:
    """Print; where nobody looks, without the blanks that fill up the last column."""
    if out.is_terminal:
        out.print(shown)
        return
    with out.capture() as captured:
        out.print(shown)
    typer.echo("\n".join(line.rstrip(" ") for line in captured.get().split("\n")), nl=False)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
