"""``chatward audit report``: one page about what a guard has done."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from chatward.audit.head import head_path
from chatward.audit.reading import STANDARD_INPUT, segments_of
from chatward.cli import show
from chatward.cli.options import USAGE
from chatward.memory.keys import keyring_from_environment
from chatward.report.gathered import Gathered
from chatward.report.gathering import gather
from chatward.report.page import page, tell
from chatward.report.period import subject
from chatward.report.trust import verify

ALL = "all"
_LENGTH = re.compile(r"([1-9][0-9]{0,4})([hdw])")
_SECONDS = {"h": 3_600, "d": 86_400, "w": 604_800}


def report(
    context: typer.Context,
    logs: Annotated[
        list[Path],
        typer.Argument(
            metavar="LOG...", help="Audit logs: JSON lines, SQLite; - is standard input."
        ),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the page to this file.")
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="7d", help="Length of the period: 24h, 7d, 4w, or all.")
    ] = "7d",
    title: Annotated[
        str, typer.Option(metavar="T", help="Title of the page.")
    ] = "What the guard has seen",
    as_json: Annotated[bool, typer.Option("--json", help="Show the figures as JSON.")] = False,
) -> None:
    """Make one page about what a guard has done, for engineers and for those they report to.

    The period ends with the last event. With CHATWARD_MASTER_KEY set, signed logs are verified.
    """
    longest = _seconds(since)
    if out is None and not as_json:
        msg = "say where the page goes, or ask for the figures with --json"
        raise typer.BadParameter(msg, param_hint="--out")
    if out is not None:
        _check_writable(out)
        _check_apart(out, logs)
    now = time.time()
    found = gather(_readable(logs), longest, now)
    verify(found.logs, keyring_from_environment())
    _tell_broken(context, found)
    about = subject(found, now)
    if about is None:
        show.complain("there is no event in these logs", context)
        raise typer.Exit(USAGE)
    told = tell(about, title)
    if out is not None:
        _write(out, page(told))
    if as_json:
        typer.echo(json.dumps(told.as_fields()))


def _seconds(written: str) -> float | None:
    """Return a length of time in seconds; None for all there is.

    Raises:
        BadParameter: It is none.

    """
    if written == ALL:
        return None
    found = _LENGTH.fullmatch(written)
    if found is None:
        msg = "write a number with h, d or w, such as 7d, or all"
        raise typer.BadParameter(msg, param_hint="--since")
    return int(found[1]) * _SECONDS[found[2]]


def _readable(logs: list[Path]) -> list[Path]:
    """Return the logs; tell about folders at once.

    Raises:
        BadParameter: One is a folder.

    """
    for path in logs:
        if path != STANDARD_INPUT and path.is_dir():
            msg = f"{path}: is a folder"
            raise typer.BadParameter(msg, param_hint="LOG")
    return logs


def _check_writable(out: Path) -> None:
    """Tell before the work begins that a file cannot be written.

    Raises:
        BadParameter: Its folder is not there, or may not be written to.

    """
    folder = out.parent
    problem = ""
    if out.is_dir():
        problem = "is a folder"
    elif not folder.is_dir():
        problem = "its folder is not there"
    elif not os.access(folder, os.W_OK):
        problem = "its folder may not be written to"
    if problem:
        raise typer.BadParameter(f"{out}: {problem}", param_hint="--out")


def _check_apart(out: Path, logs: list[Path]) -> None:
    """Refuse to write the page over a log, or a part of one.

    Raises:
        BadParameter: Says so.

    """
    parts = [part for log in logs for part in (*segments_of(log), head_path(log))]
    if any(part.exists() and out.exists() and part.samefile(out) for part in parts):
        msg = f"{out}: is the log itself"
        raise typer.BadParameter(msg, param_hint="--out")


def _write(out: Path, text: str) -> None:
    """Put the page in its place at once: a reader sees the old one or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tell_broken(context: typer.Context, found: Gathered) -> None:
    for log in found.logs:
        if log.broken:
            lines = "line was" if log.broken == 1 else "lines were"
            name = show.visible(log.path.name)
            show.complain(f"{name}: {log.broken} broken {lines} skipped", context)
