"""Audit events about calls of tools: that there was one and what was said to it, no values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from chatward.audit.event import SCHEMA_VERSION

_TOOL = re.compile(r"[\w.:/-]{1,128}")
_ARGUMENT = re.compile(r"[^\W\d][\w-]{0,63}")
_NO_NAME = "?"


class CallEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A tool was to be called.

    Attributes:
        bot: Which bot's model wants it, as the policy calls it.
        conversation: Pseudonym that dies with the conversation's key; None = of none.
        role: Role of the person the bot talks to.
        tool: Its name; empty where that is no name.
        capabilities: What the tool can do, sorted.
        arguments: Names of the arguments, sorted; ``?`` stands for all that are no names.
        action: ``"allow"``, ``"ask"`` or ``"block"``: what the rules said.
        enforced: False where the mode let it through all the same.
        rule: What spoke, also where it was lifted; empty = nothing.
        lifted: What let the call through: ``"approval"``, ``"grant"``, or empty.
        tainted: Where the first untrusted text of the conversation came from; empty = none;
            ``"unknown"`` without a conversation or its store.
        private: Whether private data is in the conversation, or nobody can tell.
        failed: ``"store"`` where that failed.
        policy: Name, version and hash of the policy.

    """

    schema: int = SCHEMA_VERSION
    event: str = "call"
    time: float
    reference: str
    bot: str
    conversation: str | None
    role: str | None
    tool: str
    capabilities: list[str]
    arguments: list[str]
    action: str
    enforced: bool
    rule: str
    lifted: str
    tainted: str
    private: bool
    failed: list[str]
    policy: tuple[str, str, str]

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values, for a logger."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields


def tool_as_written(tool: str) -> str:
    """Return the name of a tool; empty where it is none: what a model made up may be anything."""
    return tool if _TOOL.fullmatch(tool) else ""


def arguments_as_written(names: Iterable[object]) -> list[str]:
    """Return names of arguments, sorted; ``?`` stands for all that are none."""
    return sorted({_argument(name) for name in names})


def source_as_written(source: str) -> str:
    """Return what a text came from; empty where that is a tool whose name is none."""
    _, colon, tool = source.partition(":")
    return source if not colon or tool_as_written(tool) else ""


def destination_as_written(to: str) -> str:
    """Return where values were to go; ``?`` stands for a tool or an argument that can be none."""
    place, colon, whole = to.partition(":")
    if not colon:
        return to
    tool, *within = whole.split(".")
    return f"{place}:{'.'.join([tool_as_written(tool) or _NO_NAME, *map(_argument, within)])}"


def _argument(name: object) -> str:
    return name if isinstance(name, str) and _ARGUMENT.fullmatch(name) else _NO_NAME
