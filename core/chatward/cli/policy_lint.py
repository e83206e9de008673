"""``chatward policy lint``: what a policy says in vain, forgets, or is likely to regret."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer
import yaml

from chatward.cli import show
from chatward.cli.policy_checked import KINDS, checked, highest_scores, stamped
from chatward.policy.entries import PROFILES
from chatward.policy.lint import Flaw, lint

SOMETHING = 1
"""Exit status where there is a warning."""


def lint_policy(
    named: Annotated[
        str, typer.Argument(metavar="FILE|PROFILE", help="A policy file or a shipped profile.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
) -> None:
    """Tell what there is to look at in a policy: exits with 1 if there is a warning."""
    policy = checked(named)
    found = lint(policy, KINDS, highest_scores(), _keys(named))
    if as_json:
        stamp = list(asdict(policy.stamp).values())
        flaws = [asdict(each) for each in found]
        typer.echo(json.dumps({"policy": stamp, "findings": flaws}, indent=2))
    else:
        typer.echo(show.visible(stamped(policy)))
        _show(found)
    if any(each.severity == "warning" for each in found):
        raise typer.Exit(SOMETHING)


def _show(found: list[Flaw]) -> None:
    if not found:
        typer.echo("nothing to look at")
        return
    typer.echo()
    rows = [
        (each.severity, each.name, show.visible(each.place), show.visible(each.sentence))
        for each in found
    ]
    show.table(show.console(), ["", "check", "where", "what"], rows)


def _keys(named: str) -> frozenset[str] | None:
    """Return the keys at the top of a policy file, which has been read before."""
    if named in PROFILES:
        return None
    return frozenset(cast("dict[str, object]", yaml.safe_load(Path(named).read_text("utf-8"))))
