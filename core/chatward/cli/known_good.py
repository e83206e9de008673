"""``chatward known-good``: texts that were false alarms, and are stopped as attacks no more."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from chatward.cli import show
from chatward.cli.appeal import check_appendable
from chatward.cli.batches import check_readable
from chatward.cli.memory_options import VaultOption, guard_over, moment
from chatward.memory.known_good import Entry

app = typer.Typer(help="Show and withdraw texts that are known to be good.")


@app.command("list")
def list_entries(
    *,
    vault: VaultOption,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
) -> None:
    """Show what is known of the texts that are known to be good: everything but the texts."""
    entries = guard_over(vault).review.known_good.entries()
    if as_json:
        for each in entries:
            typer.echo(json.dumps(_fields(each)))
        return
    if not entries:
        typer.echo("no text is known to be good")
        return
    now = time.time()
    columns = ["id", "version", "since", "until", "rule", "reference", "note"]
    show.table(show.console(), columns, [_row(each, now) for each in entries])


@app.command()
def withdraw(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.")],
    *,
    vault: VaultOption,
    audit: Annotated[Path, typer.Option(metavar="LOG", help="Audit log to append to.")],
    note: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why; stands in the audit log, so no text of anybody."),
    ],
) -> None:
    """See to it that a text can be stopped again; on record as the decision being right."""
    check_readable([audit], "--audit")
    check_appendable(audit)
    guard_over(vault, audit=audit).review.appeals.withdraw(entry_id.strip(), note=note)
    typer.echo("withdrawn")


@app.command()
def purge(*, vault: VaultOption) -> None:
    """Drop what is over, and what cannot be read; print how many there were."""
    typer.echo(guard_over(vault).review.known_good.purge(time.time()))


def _row(entry: Entry, now: float) -> list[str]:
    over = " (over)" if entry.until <= now else ""
    return [
        show.visible(entry.id),
        str(entry.version),
        moment(entry.since),
        f"{moment(entry.until)}{over}",
        show.visible(entry.rule),
        show.visible(entry.reference),
        show.visible(entry.note),
    ]


def _fields(entry: Entry) -> dict[str, str | int | float]:
    return {
        "id": entry.id,
        "version": entry.version,
        "since": entry.since,
        "until": entry.until,
        "rule": entry.rule,
        "reference": entry.reference,
        "note": entry.note,
    }
