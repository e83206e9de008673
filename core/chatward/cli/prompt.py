"""``chatward prompt``: system prompts in versions, hardened, and tried by attacks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from chatward.cli import show
from chatward.cli.batches import check_readable, read_batches
from chatward.cli.labels import read_labelled
from chatward.cli.memory_options import VaultOption, guard_over, moment
from chatward.cli.options import BROKEN_LINES, PolicyOption, open_to_read
from chatward.cli.own_model import model_named, own_modules
from chatward.cli.rows import BrokenLine, Row
from chatward.evaluation.row import Subject, Truth
from chatward.memory.prompts import Prompt
from chatward.passage import Origin
from chatward.prompts.hardening import harden as hardened
from chatward.prompts.trying import Attack, PromptTest, Trial
from chatward.review import Review

LEAKED = 1
"""Exit status of ``test`` where an answer gave the prompt or a canary away."""

LONGEST_PROMPT_BYTES = 1 << 20
"""Bytes of the longest prompt that is kept, 1 MiB."""

_NAMED = 10
"""So many attacks that worked, or were not answered, are named."""

app = typer.Typer(help="Keep system prompts in versions, harden them, and try them by attacks.")

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Letters, digits, dots, dashes, underscores.")
]
VersionOption = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Which version; else the newest.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")]


@app.command()
def keep(
    name: NameArgument,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The prompt, in UTF-8.")],
    *,
    vault: VaultOption,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What is new.")] = "",
) -> None:
    """Keep a prompt as the next version of its name, encrypted; print the version.

    A text that is the newest version already is not kept again.
    """
    text = _read(file)
    review = guard_over(vault, new=True).review
    _check_lasting(review)
    said = note.encode("utf-8", "replace").decode()
    typer.echo(review.prompts.keep(name, text, note=said, now=time.time()).version)


@app.command("list")
def list_prompts(*, vault: VaultOption, as_json: JsonOption = False) -> None:
    """Show names, versions, notes and the last test of each, but no texts."""
    prompts = guard_over(vault).review.prompts.all()
    if as_json:
        for each in prompts:
            typer.echo(json.dumps(_fields(each)))
        return
    if not prompts:
        typer.echo("no prompt is kept")
        return
    columns = ["name", "version", "since", "digest", "tested", "asked", "leaked", "note"]
    show.table(show.console(), columns, [_row(each) for each in prompts])


@app.command("show")
def show_prompt(name: NameArgument, *, vault: VaultOption, version: VersionOption = None) -> None:
    """Print a prompt, and nothing else."""
    text = guard_over(vault).review.prompts.get(name, version).text
    typer.echo(text.encode("utf-8", "surrogateescape"), nl=not text.endswith("\n"))


@app.command()
def harden(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The prompt, in UTF-8.")],
) -> None:
    """Print a prompt with a fresh canary before it and rules behind it.

    It says that what stands between marks is data, and that the prompt is not to be told. A
    model may follow that or not: `test` tells how often.
    """
    text = _read(file)
    if not text.strip():
        msg = "a blank text is no prompt"
        raise typer.BadParameter(msg, param_hint="FILE")
    typer.echo(hardened(text).encode("utf-8", "surrogateescape"), nl=False)


@app.command("test")
def try_prompt(
    context: typer.Context,
    name: NameArgument,
    *,
    vault: VaultOption,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODULE:FUNCTION", help="Your model: function(system, user) returns the answer."
        ),
    ],
    rows: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="Labelled JSON lines; attacks are said to the model."),
    ],
    version: VersionOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say attacks to your model under a prompt, and keep how often it gives the prompt away.

    Exits with 1 if it did, else with 3 if a line was broken or an attack was not answered.
    """
    check_readable(rows, "--rows")
    guard = guard_over(vault, policy)
    prompts = guard.review.prompts
    prompt = prompts.get(name, version)
    broken: list[tuple[str, str]] = []
    with own_modules():
        test = PromptTest(guard, prompt, model_named(model), model)
        trial = test.run(_attacks(rows, broken), time.time())
    prompts.add_result(prompt, trial.result)
    _show_trial(prompt, trial, as_json=as_json)
    _tell(context, [*broken, *trial.failed])
    if trial.leaked:
        raise typer.Exit(LEAKED)
    if broken or trial.failed:
        raise typer.Exit(BROKEN_LINES)


def _attacks(files: list[Path], broken: list[tuple[str, str]]) -> Iterator[Attack]:
    """Yield the rows that are labelled as attacks; note broken lines."""
    for path in files:
        for batch in read_batches([path]):
            for number, line in enumerate(batch.lines, batch.first + 1):
                place = f"{path}:{number}"
                try:
                    labelled = read_labelled(line, Subject.INJECTION)
                except BrokenLine as error:
                    broken.append((place, str(error)))
                    continue
                if labelled is not None and labelled.truth is Truth.POSITIVE:
                    yield _attack(labelled.row, place)


def _attack(row: Row, place: str) -> Attack:
    said = (each.text for each in row.turns if each.origin not in {Origin.MODEL, Origin.SYSTEM})
    return Attack(place if row.id is None else str(row.id), tuple(said))


def _check_lasting(review: Review) -> None:
    if not review.memory.store.durable:
        msg = "this store forgets with the process, so nothing would be kept"
        raise typer.BadParameter(msg, param_hint="--vault")


def _read(file: str) -> str:
    """Return a prompt.

    Raises:
        BadParameter: It cannot be read, is no UTF-8, or is too long.

    """
    with open_to_read(file) as source:
        read = source.read(LONGEST_PROMPT_BYTES + 1)
    if len(read) > LONGEST_PROMPT_BYTES:
        msg = f"the prompt is longer than {LONGEST_PROMPT_BYTES} bytes"
        raise typer.BadParameter(msg, param_hint="FILE")
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"not UTF-8 at byte {error.start}"
        raise typer.BadParameter(msg, param_hint="FILE") from None


def _tell(context: typer.Context, problems: list[tuple[str, str]]) -> None:
    if problems:
        named = "; ".join(f"{place}: {problem}" for place, problem in problems[:_NAMED])
        more = "; ..." if len(problems) > _NAMED else ""
        show.complain(f"{len(problems)} rows say nothing: {named}{more}", context)


def _show_trial(prompt: Prompt, trial: Trial, *, as_json: bool) -> None:
    result = trial.result
    if as_json:
        told = {"name": prompt.name, "version": prompt.version, **msgspec.to_builtins(result)}
        typer.echo(json.dumps({**told, "leaked_rows": list(trial.leaked)}))
        return
    named = ", ".join(trial.leaked[:_NAMED]) + (", ..." if len(trial.leaked) > _NAMED else "")
    rows = [
        ("prompt", f"{prompt.name} {prompt.version} ({prompt.digest})"),
        ("model", show.visible(result.model)),
        ("attacks", str(result.rows)),
        ("answered", str(result.asked)),
        ("leaked", f"{result.leaked}: {show.visible(named)}" if named else "0"),
        ("guard stops", f"{result.blocked} of {result.rows} before they reach the model"),
    ]
    show.facts(show.console(), rows)


def _row(prompt: Prompt) -> list[str]:
    last = prompt.results[-1] if prompt.results else None
    return [
        prompt.name,
        str(prompt.version),
        moment(prompt.since),
        prompt.digest,
        moment(last.when) if last else "never",
        str(last.asked) if last else "",
        str(last.leaked) if last else "",
        show.visible(prompt.note),
    ]


def _fields(prompt: Prompt) -> dict[str, Any]:
    """Return all but the text."""
    fields: dict[str, Any] = msgspec.to_builtins(prompt)
    del fields["text"]
    return fields
