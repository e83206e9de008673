"""``chatward check``: one text, one decision."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.text import Text

from chatward.cli import show
from chatward.cli.options import (
    BLOCKED,
    DOOR,
    AuditOption,
    OriginOption,
    PolicyOption,
    guard_from,
    standard_input,
)
from chatward.decision import Decision
from chatward.passage import Origin


def check(
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT|-", show_default=False, help="The text; else standard input."),
    ] = "-",
    *,
    origin: OriginOption = Origin.USER,
    policy: PolicyOption = None,
    role: Annotated[str | None, typer.Option(help="Role of the person the bot talks to.")] = None,
    conversation: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With an id, personal data becomes pseudonyms."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
    audit: AuditOption = None,
) -> None:
    """Decide about one text.

    Exits with 0 if it is allowed, with 1 if it is blocked.
    """
    whole = standard_input().read().decode("utf-8", "surrogateescape") if text == "-" else text
    decision = guard_from(policy, audit).inspect(
        whole, origin=origin, conversation=conversation, role=role, door=DOOR
    )
    if as_json:
        typer.echo(json.dumps(as_fields(decision)))
    else:
        _show(decision)
    if decision.blocked:
        raise typer.Exit(BLOCKED)


def as_fields(decision: Decision) -> dict[str, Any]:
    """Return a decision as plain values."""
    policy = decision.policy
    return {
        "action": decision.action.value,
        "rule": decision.rule,
        "score": decision.score,
        "family": decision.family,
        "reason": decision.reason,
        "text": decision.text,
        "findings": [
            {
                "kind": each.kind,
                "start": each.start,
                "end": each.end,
                "score": each.score,
                "action": each.action.value,
                "view": each.view,
            }
            for each in decision.findings
        ],
        "edits": [
            {
                "kind": each.kind,
                "start": each.start,
                "end": each.end,
                "chars": each.chars,
                "how": each.how,
            }
            for each in decision.edits
        ],
        "failed": list(decision.failed),
        "enforced": decision.enforced,
        "policy": {"name": policy.name, "version": policy.version, "hash": policy.hash},
        "reference": decision.reference,
    }


def _show(decision: Decision) -> None:
    """Show a decision: what, why, where, and last the text to pass on."""
    out = show.console()
    stamp = decision.policy
    rows: list[tuple[str, str | Text]] = [
        ("action", show.coloured(decision.action)),
        ("rule", show.visible(decision.rule) or "-"),
        ("score", str(decision.score)),
        *([("family", decision.family), ("reason", decision.reason)] if decision.reason else []),
        ("policy", show.visible(f"{stamp.name} {stamp.version} ({stamp.hash})")),
    ]
    if decision.failed:
        rows.append(("failed", ", ".join(decision.failed)))
    if not decision.enforced:
        rows.append(("enforced", "no"))
    show.facts(out, rows)
    if decision.findings:
        out.print()
        columns = ["kind", "start", "end", "score", "action", "view"]
        found = [
            (f.kind, str(f.start), str(f.end), str(f.score), show.coloured(f.action), f.view)
            for f in decision.findings
        ]
        show.table(out, columns, found)
    out.print()
    # Not through rich: it would fold long lines, and takes seconds for megabytes.
    typer.echo(show.visible(decision.text), nl=not decision.text.endswith("\n"))
