"""What tools are called, what they say about themselves, and which of them a role may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from chatward import Action
from chatward.policy.tools import Judgement, ToolRule, rules_about
from chatward_langchain.leaves import is_items, is_mapping

CAPABILITIES = "chatward_capabilities"
"""Key in a tool's `metadata` under which it says what it can do."""

ANYBODY = "*"
"""In `roles`: what everybody may call, with a role or without."""

Roles = Mapping[str, Collection[str]]


def name_of(tool: Any) -> str:
    """Return the name of a tool, whichever way it is written; empty where it has none."""
    if not is_mapping(tool):
        return str(getattr(tool, "name", "") or getattr(tool, "__name__", ""))
    function = tool.get("function")
    inner = function.get("name") if is_mapping(function) else None
    return str(inner or tool.get("name") or tool.get("type") or "")


def declared(tool: Any) -> list[str] | None:
    """Return what a tool says that it can do; None when it says nothing."""
    metadata = getattr(tool, "metadata", None)
    words = metadata.get(CAPABILITIES) if is_mapping(metadata) else None
    return [str(word) for word in words] if is_items(words) else None


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether one of the patterns names a tool; ``*`` in one stands for any letters."""
    return any(fnmatchcase(name, each) for each in patterns)


def may_see(name: str, role: str | None, rules: Iterable[ToolRule], roles: Roles | None) -> bool:
    """Tell whether a person's agent is told of a tool at all."""
    by_policy = all(not each.roles or role in each.roles for each in rules_about(rules, name))
    return by_policy and may_call(name, role, roles)


def may_call(name: str, role: str | None, roles: Roles | None) -> bool:
    """Tell whether the middleware's own table lets a role call a tool."""
    if roles is None:
        return True
    own = roles.get(role, ()) if role is not None and role != ANYBODY else ()
    return fits(name, own) or fits(name, roles.get(ANYBODY, ()))


def own_rules(
    name: str, role: str | None, roles: Roles | None, approve: Collection[str]
) -> Judgement:
    """Return what the middleware's own arguments say to a call."""
    if not may_call(name, role, roles):
        return Judgement(Action.BLOCK, "agent.roles", "this role may not call it")
    if fits(name, approve):
        return Judgement(Action.ASK, "agent.approve", "somebody has to approve it")
    return Judgement()
