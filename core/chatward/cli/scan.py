"""``chatward scan``: files of texts, one decision per line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from chatward.cli.batches import check_readable, read_batches, size_of
from chatward.cli.options import BROKEN_LINES, AuditOption, PolicyOption
from chatward.cli.show import complain
from chatward.cli.workers import Setup, cores, guard_of, scan_batches

DASH = Path("-")
STANDARD_INPUT = Path("/dev/stdin")


def scan(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="JSON lines; .gz is unpacked, - is standard input."),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes; else one per processor.")
    ] = None,
    policy: PolicyOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Write findings that the policy allows, too.")
    ] = False,
    audit: AuditOption = None,
) -> None:
    """Decide about every line of JSON-lines files.

    A line is {"id", "text"} or {"id", "turns": [{"role", "content"}]}.
    One row is written for each, in order, without any text.
    Exits with 3, after finishing, if a line was broken.
    """
    files = [STANDARD_INPUT if path == DASH else path for path in files]
    out = None if out == DASH else out
    check_readable(files)
    _check_apart(files, out, audit)
    setup = Setup(policy, audit, everything)
    guard_of(setup)  # a policy that cannot be used is told before anything is written
    lines, broken = _write(setup, files, out, jobs or cores())
    if broken:
        complain(f"{broken} of {lines} lines were broken; their rows have an 'error'", context)
        raise typer.Exit(BROKEN_LINES)


def _write(setup: Setup, files: Sequence[Path], out: Path | None, jobs: int) -> tuple[int, int]:
    """Scan, write and return (lines, broken lines)."""
    lines = broken = 0
    with _sink(out) as sink, _progress(size_of(files)) as show:
        for done in scan_batches(setup, read_batches(files), jobs):
            sink.write(done.rows)
            lines += done.count
            broken += done.broken
            show(done.position, lines)
    return lines, broken


def _sink(out: Path | None) -> AbstractContextManager[BinaryIO]:
    if out is None:
        return nullcontext(sys.stdout.buffer)
    try:
        return out.open("wb")
    except OSError as error:
        msg = f"{out}: {error.strerror or type(error).__name__}"
        raise typer.BadParameter(msg, param_hint="--out") from None


def _check_apart(files: Sequence[Path], out: Path | None, audit: Path | None) -> None:
    """Refuse to write over what is read, or two things into one file."""
    written = [path for path in (out, audit) if path is not None]
    for number, path in enumerate(written):
        others = [*files, *written[:number]]
        if any(_same(path, other) for other in others):
            msg = f"{path} is read or written already; name another file"
            raise typer.BadParameter(msg, param_hint="--out" if path is out else "--audit")


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.is_file() and one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def _progress(total: int | None) -> Generator[Callable[[int, int], None], None, None]:
    """Yield what shows (bytes read, lines done): a bar if a person is looking, else nothing."""
    if not sys.stderr.isatty():
        yield lambda _position, _lines: None
        return

    columns = [BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[lines]} lines")]
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("scan", total=total, lines=0)
        yield lambda position, lines: bar.update(task, completed=position, lines=lines)
