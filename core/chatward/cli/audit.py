"""``chatward audit``: what an audit log says, as it grows, by what it is about, one by one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from chatward.audit.growing import follow, growing
from chatward.audit.query import Query
from chatward.audit.reading import STANDARD_INPUT
from chatward.audit.schema import json_schema_text
from chatward.audit.searching import Search
from chatward.cli.audit_filters import filtered
from chatward.cli.audit_report import report
from chatward.cli.audit_rows import row_of
from chatward.cli.audit_verify import verify
from chatward.cli.audit_words import slips
from chatward.cli.explain import as_fields, event_with, show_event, tell_broken
from chatward.cli.show import complain

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILES...",
        show_default=False,
        help="Audit logs: JSON lines with all they were rotated into, SQLite, or - to read a pipe.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Show the lines as they are stored.")]

_MOST = 1 << 31
"""Events that anybody can ask for."""

_MANY = 500
"""Lines that are written at once where nobody waits for each."""

app = typer.Typer(help="Read, search, verify and sum up audit logs.")
app.command("verify")(verify)
app.command("report")(report)


@app.command()
@filtered
def tail(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Audit log, or -.")],
    *,
    query: Query,
    last: Annotated[
        int, typer.Option("--last", "-n", metavar="N", min=0, max=_MOST, help="So many at most.")
    ] = 20,
    follow_on: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with what is written from now on.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the last events of a log, and those to come."""
    if follow_on and file == STANDARD_INPUT:
        msg = "standard input has an end: name the file, or leave --follow out"
        raise typer.BadParameter(msg, param_hint="--follow")
    looking = Search(query)
    if not follow_on:
        _show(looking.last(file, last), as_json=as_json, at_once=_MANY)
        tell_broken(looking.broken, context)
        return
    with closing(growing(file)) as log, suppress(KeyboardInterrupt):  # how one ends it
        log.skip()
        shown = looking.last(file, last)
        _show(shown, as_json=as_json, at_once=_MANY)
        again = set(shown)  # what was written just now is among both
        coming = (line for line in follow(log) if line not in again)
        _show(looking.among(coming), as_json=as_json, at_once=1)


@app.command()
@filtered
def search(
    context: typer.Context,
    files: FilesArgument,
    *,
    query: Query,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=_MOST, help="Stop after so many.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Only tell how many there are.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the events that the options ask for, oldest first; without options all."""
    looking = Search(query)
    found = islice(looking.lines(files), limit)
    if count:
        shown = sum(1 for _ in found)
        typer.echo(shown)
    else:
        waits = STANDARD_INPUT in files  # perhaps for somebody who writes line by line
        shown = _show(found, as_json=as_json, at_once=1 if waits else _MANY)
    tell_broken(looking.broken, context)
    if not shown and (said := slips(query)):
        complain(said, context)


@app.command("show")
def show_one(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Reference of the event.")],
    files: FilesArgument,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
) -> None:
    """Show all that one event says; `chatward explain` can show the text, too."""
    line = event_with(reference, files, context)
    fields = as_fields(line)
    if as_json:
        typer.echo(json.dumps(fields))
    else:
        show_event(line, fields)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a line of an audit log."""
    typer.echo(json_schema_text(), nl=False)


def _show(lines: Iterable[bytes], *, as_json: bool, at_once: int) -> int:
    """Write lines to standard output, so many at once, until nobody reads any more.

    Returns how many there were.
    """
    coming, shown = iter(lines), 0
    try:
        while some := list(islice(coming, at_once)):
            shown += len(some)
            typer.echo(b"\n".join(some) if as_json else "\n".join(map(row_of, some)))
    except BrokenPipeError:  # as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return shown
