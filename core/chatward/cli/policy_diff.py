"""``chatward policy diff``: what becomes stricter and what laxer."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from chatward.cli import show
from chatward.cli.policy_checked import KINDS, checked, stamped
from chatward.policy.diff import Difference, differences
from chatward.policy.model import Policy

_NO_NOTE = "no change note"


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="Policy file or profile before.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Policy file or profile after.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead.")] = False,
) -> None:
    """Tell what the second of two policies does otherwise: what is stricter, what is laxer.

    It is what they do that is compared, not how they are written.
    """
    a, b = checked(before), checked(after)
    found = differences(a, b, KINDS)
    if as_json:
        typer.echo(json.dumps(_fields(a, b, found), indent=2))
        return
    out = show.console()
    rows = [("from", stamped(a)), ("to", stamped(b)), ("change", b.change.strip() or _NO_NOTE)]
    show.facts(out, [(name, show.visible(value)) for name, value in rows])
    typer.echo()
    for each in found:
        typer.echo(show.visible(f"{each.direction.capitalize()}: {each.sentence}"))
    if not found:
        typer.echo("They do the same.")


def _fields(a: Policy, b: Policy, found: list[Difference]) -> dict[str, Any]:
    directions = [each.direction for each in found]
    return {
        "from": list(asdict(a.stamp).values()),
        "to": list(asdict(b.stamp).values()),
        "change": b.change,
        "stricter": directions.count("stricter"),
        "laxer": directions.count("laxer"),
        "different": directions.count("different"),
        "differences": [asdict(each) for each in found],
    }
