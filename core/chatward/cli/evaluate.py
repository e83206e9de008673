"""``chatward evaluate``: how much is found, and how much is found where there is nothing?"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from chatward import __version__
from chatward.cli import show
from chatward.cli.batches import check_readable
from chatward.cli.curves import draw
from chatward.cli.figures import show_report
from chatward.cli.labelled import Evaluated, evaluate_piece, pieces_of
from chatward.cli.options import BROKEN_LINES, PolicyOption
from chatward.cli.scan import DASH, STANDARD_INPUT
from chatward.cli.workers import Setup, cores, guard_of, spread
from chatward.decision import PolicyStamp
from chatward.evaluation.report import Report, report
from chatward.evaluation.row import Row, Subject

_NO_REPORT = Report({}, {})
_NAMED = 5
"""So many broken lines are named on standard error."""


def evaluate(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="Labelled JSON lines; .gz is unpacked."),
    ],
    *,
    kind: Annotated[
        Subject | None, typer.Option(help="What to measure; else what each row is labelled for.")
    ] = None,
    policy: PolicyOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of tables.")] = False,
    ids: Annotated[
        bool, typer.Option("--ids", help="Name the rows that were missed or falsely flagged.")
    ] = False,
    curve: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Draw recall against false alarms of injection: PNG, SVG."
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes; else one per processor.")
    ] = None,
) -> None:
    """Measure what the policy acts on against labelled rows.

    A line is {"id", "text", "label", "kind", "lang", "source", "spans": [[start, end, type]]}.
    Exits with 3, after finishing, if a line was broken.
    """
    files = [STANDARD_INPUT if path == DASH else path for path in files]
    check_readable(files)
    setup = Setup(policy, None, everything=False)
    stamp = guard_of(setup).policy.stamp
    done = list(spread(partial(evaluate_piece, setup, kind), pieces_of(files), jobs or cores()))
    rows = [row for piece in done for row in piece.rows]
    reports = report(rows)
    if curve is not None:
        draw(reports.get(Subject.INJECTION, _NO_REPORT), curve)
    if as_json:
        typer.echo(json.dumps(_as_fields(stamp, done, reports, names=ids), indent=2))
    else:
        _show(stamp, done, rows, reports, names=ids)
    _tell_broken(context, done)


def _as_fields(
    stamp: PolicyStamp, done: list[Evaluated], reports: dict[Subject, Report], *, names: bool
) -> dict[str, object]:
    return {
        "chatward": __version__,
        "policy": {"name": stamp.name, "version": stamp.version, "hash": stamp.hash},
        "lines": sum(piece.lines for piece in done),
        "rows": sum(len(piece.rows) for piece in done),
        "broken": [list(each) for piece in done for each in piece.broken],
        **{subject.value: told.as_fields(names=names) for subject, told in reports.items()},
    }


def _show(
    stamp: PolicyStamp,
    done: list[Evaluated],
    rows: list[Row],
    reports: dict[Subject, Report],
    *,
    names: bool,
) -> None:
    out = show.console()
    policy = f"{stamp.name} {stamp.version} ({stamp.hash})"
    lines = sum(piece.lines for piece in done)
    facts = [("policy", show.visible(policy)), ("rows", f"{len(rows)} of {lines} lines")]
    show.facts(out, facts)
    for subject, told in reports.items():
        out.print()
        show_report(out, subject, told, names=names)


def _tell_broken(context: typer.Context, done: list[Evaluated]) -> None:
    broken = [each for piece in done for each in piece.broken]
    if broken:
        lines = sum(piece.lines for piece in done)
        named = "; ".join(f"{place}: {problem}" for place, problem in broken[:_NAMED])
        more = "; ..." if len(broken) > _NAMED else ""
        show.complain(f"{len(broken)} of {lines} lines were broken: {named}{more}", context)
        raise typer.Exit(BROKEN_LINES)
