"""``chatward policy replay``: what another policy would have decided about a log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from chatward.audit.reading import read_lines
from chatward.cli import show
from chatward.cli.options import BROKEN_LINES, USAGE
from chatward.cli.policy_checked import KINDS, checked, stamped
from chatward.detectors.injection import prompt_injection
from chatward.policy.model import Policy
from chatward.replay.doubts import WHY
from chatward.replay.log import Comparison, compare
from chatward.replay.replaying import Replayer
from chatward.text.views import views_of

EXAMPLES = 20


def replay(
    context: typer.Context,
    logs: Annotated[list[Path], typer.Argument(metavar="LOG...", help="Audit logs.")],
    *,
    policy: Annotated[
        str, typer.Option("--policy", metavar="NEW", help="Policy file or profile to try.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of tables.")] = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help="Show so many examples.")
    ] = EXAMPLES,
) -> None:
    """Decide again by another policy about what is on record, and list what changes.

    No text is needed: kinds, scores, origins and roles are in the log. What cannot be told for
    certain is counted, with the reason.
    """
    new = checked(policy)
    found = compare(read_lines(logs), Replayer(new, KINDS, _model_of(new)), limit)
    if not found.decisions:
        broken = f"; {found.broken} lines are no events" if found.broken else ""
        show.complain(f"there is no decision in the log{broken}", context)
        raise typer.Exit(USAGE)
    if as_json:
        typer.echo(json.dumps(as_fields(found, new), indent=2))
    else:
        _show(found, new)
    if found.broken:
        lines = "line was" if found.broken == 1 else "lines were"
        show.complain(f"{found.broken} broken {lines} skipped", context)
        raise typer.Exit(BROKEN_LINES)


def as_fields(found: Comparison, policy: Policy) -> dict[str, Any]:
    """Return what was counted as plain values."""
    return {
        "policy": list(asdict(policy.stamp).values()),
        "decisions": found.decisions,
        "changed": found.changed,
        "stricter": found.stricter,
        "laxer": found.laxer,
        "changed_uncertain": found.uncertain_changes,
        "other_rule": found.other_rule,
        "uncertain": dict(found.uncertain),
        "actions": _pairs(found.actions),
        "rules": _pairs(found.rules),
        "origins": dict(found.origins),
        "kinds": dict(found.kinds),
        "examples": [asdict(each) for each in found.examples],
        "other_events": found.others,
        "broken_lines": found.broken,
    }


def _pairs(counts: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    return [(was, now, count) for (was, now), count in counts.most_common()]


def _model_of(policy: Policy) -> str:
    """Return version and hash of the injection model that a policy asks, as in events.

    Raises:
        ModelError: It cannot be read.

    """
    whole = prompt_injection.detector(policy.model).whole
    assert whole is not None
    return whole(views_of("hello"), (), False).model  # noqa: FBT003 (called by position)


def _show(found: Comparison, policy: Policy) -> None:
    out = show.console()
    changed = f"{found.changed}: {found.stricter} stricter, {found.laxer} laxer"
    if found.uncertain_changes:
        changed += f"; {found.uncertain_changes} of them not certain"
    rows = [
        ("policy", show.visible(stamped(policy))),
        ("decisions", str(found.decisions)),
        ("would change", changed),
        ("other rule", f"{found.other_rule}, of the same action"),
        ("not certain", str(sum(found.uncertain.values()))),
        ("other events", str(found.others)),
    ]
    show.facts(out, rows)
    _table(["was", "would be", "decisions"], [(*pair, n) for *pair, n in _pairs(found.actions)])
    _table(["rule", "rule then", "decisions"], [(*pair, n) for *pair, n in _pairs(found.rules)])
    _table(["origin", "decisions"], found.origins.most_common())
    _table(["kind", "decisions"], found.kinds.most_common())
    _table(
        ["reference", "origin", "was", "rule", "would be", "rule then", "not certain"],
        [(e.reference, e.origin, *e.was, *e.would_be, e.why) for e in found.examples],
    )
    _table(["not certain", "decisions", "because"], _reasons(found.uncertain))


def _reasons(uncertain: Mapping[str, int]) -> list[tuple[object, ...]]:
    return [(why, count, WHY[why]) for why, count in uncertain.items()]


def _table(columns: list[str], rows: list[Any]) -> None:
    """Show rows after an empty line; nothing where there are none."""
    if rows:
        typer.echo()
        cells = [[show.visible(str(cell)) or "-" for cell in row] for row in rows]
        show.table(show.console(), columns, cells)
