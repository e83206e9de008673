"""Restore the arguments of a tool call, where they may be: on record once the call goes ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatward_langchain.asking import Turn
from chatward_langchain.leaves import is_items, is_mapping

# Of other names no release can speak. A dot would make a tool's name look like an argument's.
_TOOL = re.compile(r"[^\s.:]+")
_ARGUMENT = re.compile(r"[^\s:]+")


@dataclass
class Arguments:
    """The arguments of one call, with the values that the tool may have.

    Attributes:
        values: By name; not in the repr.
        records: What puts on record that values go to the tool.

    """

    values: dict[str, Any] = field(default_factory=dict, repr=False)
    records: list[Callable[[], None]] = field(default_factory=list, repr=False)

    def record(self) -> None:
        """Put on record what goes to the tool."""
        for record in self.records:
            record()


def restored(tool: str, args: Mapping[str, Any], turn: Turn, allowed: Collection[str]) -> Arguments:
    """Return the arguments of a call with the values that may go there.

    Args:
        tool: Its name.
        args: As the model wrote them.
        turn: On whose behalf.
        allowed: Tools (``"send_mail"``) and arguments (``"send_mail.to"``) that may have values
            no release of the policy speaks about.

    """
    made = Arguments()
    for name, value in args.items():
        if turn.conversation is None or not _TOOL.fullmatch(tool) or not _ARGUMENT.fullmatch(name):
            made.values[name] = value
            continue
        place = f"{tool}.{name}"
        allow = tool in allowed or place in allowed
        made.values[name] = _leaves(value, _Giving(turn, f"tool:{place}", allow, made.records))
    return made


@dataclass(frozen=True)
class _Giving:
    """Restores the strings of one argument."""

    turn: Turn
    to: str
    allow: bool
    records: list[Callable[[], None]]

    def text(self, text: str) -> str:
        prepared = self.turn.guard.prepare_release(
            text,
            conversation=self.turn.conversation or "",
            to=self.to,
            role=self.turn.role,
            allow=self.allow,
        )
        self.records.append(prepared.record)
        return prepared.text


def _leaves(value: Any, giving: _Giving) -> Any:
    """Restore every string of an argument, but no key."""
    if isinstance(value, str):
        return giving.text(value)
    if is_mapping(value):
        return {key: _leaves(member, giving) for key, member in value.items()}
    if is_items(value):
        return [_leaves(item, giving) for item in value]
    return value
