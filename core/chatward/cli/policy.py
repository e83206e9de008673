"""``chatward policy``: is a policy file right, what does it say, what may it say?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any, cast

import typer

from chatward.cli import show
from chatward.cli.options import policy_named
from chatward.cli.policy_diff import diff
from chatward.cli.policy_lint import lint_policy
from chatward.cli.policy_replay import replay
from chatward.guard import Guard
from chatward.memory.stores.opening import NAMED, open_store
from chatward.policy.diff_settings import without_secrets
from chatward.policy.file import json_schema
from chatward.policy.model import Policy, Release, Rule
from chatward.policy.tools import ToolRule

app = typer.Typer(help="Check policy files and show what they say.")

app.command("diff")(diff)
app.command("replay")(replay)
app.command("lint")(lint_policy)

PolicyArgument = Annotated[
    str, typer.Argument(metavar="FILE|PROFILE", help="A policy file or a shipped profile.")
]


@app.command()
def check(file: Annotated[str, typer.Argument(metavar="FILE", help="A policy file.")]) -> None:
    """Tell whether a policy can be carried out: exits with 0 or 2."""
    policy = _usable(file)
    stamp = policy.stamp
    show.facts(
        show.console(),
        [
            ("name", show.visible(stamp.name)),
            ("version", show.visible(stamp.version)),
            ("hash", stamp.hash),
            ("rules", str(len(policy.rules))),
        ],
    )


@app.command("show")
def show_policy(
    named: PolicyArgument = "balanced",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of tables.")] = False,
) -> None:
    """Show the rules of a policy and all that it settles, what it extends included."""
    policy = _usable(named)
    if as_json:
        typer.echo(json.dumps(as_fields(policy), indent=2))
        return
    out = show.console()
    fields = as_fields(policy)
    for name in ("rules", "releases", "tools"):
        entries = fields.pop(name)
        heads = [name.removesuffix("s"), *list(entries[0])[1:]] if entries else [name]
        show.table(out, heads, [_cells(each) for each in entries])
        out.print()
    show.facts(out, [(name.replace("_", " "), _cell(value)) for name, value in fields.items()])


@app.command()
def schema() -> None:
    """Print the JSON Schema of policy files, for editors."""
    typer.echo(json.dumps(json_schema(), indent=2))


def as_fields(policy: Policy) -> dict[str, Any]:
    """Return a policy as plain values; of protected texts only their number, and no password."""
    stamp, fail, kept = policy.stamp, policy.fail, policy.retention
    return {
        "name": stamp.name,
        "version": stamp.version,
        "hash": stamp.hash,
        "mode": policy.mode,
        "rules": [_rule(rule) for rule in policy.rules],
        "refusal": policy.refusal,
        "withheld": policy.withheld,
        "spotlight": sorted(policy.spotlight),
        "unenforceable": policy.unenforceable,
        "allowed_domains": list(policy.allowed_domains),
        "protected_texts": len(policy.protected),
        "redactors": {kind: each.operator for kind, each in policy.redactions.items()},
        "surrogates": dict(policy.surrogates),
        "releases": [_release(release) for release in policy.releases],
        "tools": [_tool(tool) for tool in policy.tools],
        "tainted": policy.tainted,
        "attachments": {origin.value: word for origin, word in policy.attachments.items()},
        "memory": {
            "store": without_secrets(policy.store),
            "conversations_days": kept.conversations_days,
            "vault_days": kept.vault_days,
            "quarantine_days": kept.quarantine_days,
        },
        "quarantine": policy.quarantine,
        "bot": policy.bot,
        "fail": {"detect": fail.detect, "store": fail.store, "audit": fail.audit},
        "audit": asdict(policy.audit),
        "regulations": {tag: list(kinds) for tag, kinds in policy.regulations.items()},
        "shadow": policy.shadow,
        "incidents": policy.incidents,
        "change": policy.change,
        "model": policy.model,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "kinds": sorted(rule.kinds),
        "origins": sorted(rule.origins),
        "roles": sorted(rule.roles),
        "min_score": rule.min_score,
        "action": rule.action.value,
    }


def _release(release: Release) -> dict[str, Any]:
    return {
        "name": release.name,
        "kinds": sorted(release.kinds),
        "to": list(release.to),
        "roles": sorted(release.roles),
        "own_only": release.own_only,
        "action": "allow" if release.allow else "deny",
    }


def _tool(tool: ToolRule) -> dict[str, Any]:
    said = tool.capabilities
    return {
        "name": tool.name,
        "capabilities": None if said is None else sorted(each.value for each in said),
        "roles": sorted(tool.roles),
        "arguments": {name: each.pattern.pattern for name, each in tool.arguments.items()},
        "calls": tool.calls,
        "approve": tool.approve,
    }


def _cells(rule: dict[str, Any]) -> list[str]:
    return [_cell(value) for value in rule.values()]


def _cell(value: object) -> str:
    """Return a value for people: empty = whatever, whoever."""
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return _cell([f"{name}: {each}" for name, each in pairs])
    if isinstance(value, list):
        return show.visible(", ".join(map(str, cast("list[object]", value)))) or "-"
    return "-" if value is None else show.visible(str(value))


def _usable(named: str) -> Policy:
    """Return a policy that a guard can go by; neither a master key nor its store is needed.

    Raises:
        PolicyError: It cannot be read, or speaks about kinds that nobody detects.
        StoreError: It names no store.

    """
    policy = policy_named(named)
    if not policy.store.startswith(NAMED):  # which need not be set here
        open_store(policy.store)
    return Guard(policy, store="memory:").policy
