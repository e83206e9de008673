"""``chatward rasa lint`` and ``chatward rasa doctor``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chatward import Guard
from chatward.cli.options import USAGE, PolicyOption, policy_named
from chatward.cli.show import complain
from chatward_rasa.doctor.run import examine
from chatward_rasa.lint.run import lint as look_through

FOUND = 1
"""Exit status: something is left to do."""

app = typer.Typer(name="rasa", no_args_is_help=True, help="Look after a Rasa bot's folder.")

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Folder of the bot: where config.yml is.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Show JSON instead of lines.")]


@app.command()
def lint(
    context: typer.Context,
    folder: Folder = Path(),
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Replace values by surrogates, secrets by variables.")
    ] = False,
    policy: PolicyOption = None,
    locale: Annotated[
        str, typer.Option(metavar="NAME", help="Whose names surrogates have, such as de_DE.")
    ] = "en_US",
    as_json: AsJson = False,
) -> None:
    """Find personal data and secrets in the files of a bot.

    Exits with 0 if nothing is left, with 1 if something is.
    """
    guard = Guard(policy_named(policy), store="memory:")
    report = look_through(folder, guard, fix=fix, locale=locale)
    if as_json:
        typer.echo(json.dumps(asdict(report)))
    else:
        for hit in report.hits:
            done = " (replaced)" if hit.fixed else ""
            typer.echo(f"{hit.file}:{hit.line}:{hit.column} {hit.kind}{done}")
        if report.variables:
            typer.echo(f"to set in the environment of Rasa: {', '.join(report.variables)}")
    for sentence in report.broken:
        complain(sentence, context)
    if report.broken or not report.files:
        if not report.files:
            complain(f"{folder}: holds no files of a Rasa bot", context)
        raise typer.Exit(USAGE)
    if report.left:
        raise typer.Exit(FOUND)


@app.command()
def doctor(
    context: typer.Context,
    folder: Folder = Path(),
    *,
    as_json: AsJson = False,
) -> None:
    """Tell what of a bot is guarded and what is not.

    Exits with 0 if nothing is wrong (there may be warnings), with 1 if something is.
    """
    if not folder.is_dir():
        complain(f"{folder}: is no folder", context)
        raise typer.Exit(USAGE)
    results = examine(folder)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in results]))
    else:
        for each in results:
            typer.echo(f"{each.level.value:8}{each.check:20} {each.says}")
    if any(each.is_error for each in results):
        raise typer.Exit(FOUND)
