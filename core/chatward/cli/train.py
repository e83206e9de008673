"""``chatward train``: an injection model that knows one's own texts, too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatward.cli import show
from chatward.cli.batches import check_readable
from chatward.cli.labelled import pieces_of
from chatward.cli.labels import read_labelled
from chatward.cli.options import BROKEN_LINES, PolicyOption, policy_named
from chatward.cli.rows import BrokenLine
from chatward.detectors.injection import prompt_injection
from chatward.evaluation.row import Subject, Truth
from chatward.passage import Origin
from chatward.policy.model import Policy
from chatward.whole import OUTSIDE

if TYPE_CHECKING:
    from chatward.learn.add import Added, Measured
    from chatward.learn.looks import Labelled

_FALLBACK = 0.5


def train(
    context: typer.Context,
    *,
    files: Annotated[
        list[Path],
        typer.Option("--add", metavar="FILE", help="Labelled JSON lines; may be given again."),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the model.")],
    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Model to start from; else the shipped one."),
    ] = None,
    version: Annotated[str, typer.Option(metavar="TEXT", help="Version of the model.")] = "own",
    policy: PolicyOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
) -> None:
    """Teach the injection model texts of your own, and say what changed.

    A line is {"text", "label": "attack" or "benign", "origin"}. Every fifth is held out and
    asked about before and after. Name the model in your policy: `model: FILE`.
    Exits with 3, after finishing, if a line was broken.
    """
    # NumPy takes longer to load than all other commands together.
    from chatward.classifier.store import load_model, save_model  # noqa: PLC0415
    from chatward.learn.add import add  # noqa: PLC0415

    check_readable(files)
    broken: list[str] = []
    texts = list(_texts(files, broken))
    model = load_model(start)
    added = add(model, texts, version, _threshold(policy_named(policy)))
    try:
        save_model(added.model, out)
    except OSError as error:
        msg = f"{out}: {error.strerror or type(error).__name__}"
        raise typer.BadParameter(msg, param_hint="--out") from None
    told = _as_fields(added, model.hash)
    if as_json:
        typer.echo(json.dumps(told))
    else:
        _show(added, model.hash, out)
    if broken:
        show.complain(f"{len(broken)} lines were broken: {'; '.join(broken[:5])}", context)
        raise typer.Exit(BROKEN_LINES)


def _texts(files: list[Path], broken: list[str]) -> Iterator[Labelled]:
    """Read the texts; of a dialogue what its user says, of an attack all of it together."""
    from chatward.learn.looks import Labelled  # noqa: PLC0415 (loads NumPy)

    for piece in pieces_of(files):
        for number, line in enumerate(piece.batch.lines, piece.batch.first + 1):
            try:
                labelled = read_labelled(line, Subject.INJECTION)
            except BrokenLine as error:
                broken.append(f"{piece.path}:{number}: {error}")
                continue
            if labelled is None or labelled.truth is Truth.UNSURE:
                continue
            attack = labelled.truth is Truth.POSITIVE
            turns = [turn for turn in labelled.row.turns if turn.origin is not Origin.MODEL]
            if attack and labelled.row.numbered:
                yield Labelled("\n".join(turn.text for turn in turns), attack)
            else:
                yield from (Labelled(t.text, attack, t.origin in OUTSIDE) for t in turns)


def _threshold(policy: Policy) -> float:
    """Return the score from which on the policy acts on what the model says."""
    speaking = [
        rule.min_score
        for rule in policy.rules
        if {prompt_injection.KIND, prompt_injection.FAMILY, "any"} & rule.kinds
    ]
    return min(speaking, default=_FALLBACK)


def _as_fields(added: Added, old: str) -> dict[str, object]:
    return {
        "from": old,
        "hash": added.model.hash,
        "version": added.model.version,
        "learnt": added.learnt,
        "held_out": added.held_out,
        "changed_weights": added.changed,
        "before": _measures(added.before),
        "after": _measures(added.after),
    }


def _measures(measured: Measured) -> dict[str, float | None]:
    return {
        "caught": measured.caught,
        "flagged": measured.flagged,
        "area_under_curve": measured.area,
    }


def _show(added: Added, old: str, out: Path) -> None:
    console = show.console()
    show.facts(
        console,
        [
            ("model", f"{show.visible(str(out))} ({added.model.hash})"),
            ("from", old),
            ("learnt", f"{added.learnt} texts, {added.changed} weights changed"),
            ("held out", f"{added.held_out} texts"),
        ],
    )
    console.print()
    after = _measures(added.after)
    rows = [
        (n.replace("_", " "), _told(v), _told(after[n])) for n, v in _measures(added.before).items()
    ]
    show.table(console, ["held out", "before", "after"], rows)


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
