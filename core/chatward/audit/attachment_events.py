"""Audit events about attachments: of what kind and how many, nothing of what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from chatward.audit.event import SCHEMA_VERSION

_KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")
_NO_KIND = "unknown"


class AttachmentEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A message with attachments was decided about.

    Attributes:
        bot: Which bot it was sent to or sent it, as the policy calls it.
        conversation: Pseudonym that dies with the conversation's key; None = of none.
        role: Role of the person the bot talks to.
        door: Where the guard was asked from.
        origin: Who sent them.
        attachments: (kind, how many), by kind; ``unknown`` stands for all that are no kinds.
        action: ``"allow"``, ``"sanitise"`` (left out) or ``"block"``.
        enforced: False where the door or the mode did not carry the action out.
        rule: What spoke: ``"attachments"``, or what speaks about whole texts.
        failed: ``"store"`` where that failed.
        policy: Name, version and hash of the policy.

    """

    schema: int = SCHEMA_VERSION
    event: str = "attachment"
    time: float
    reference: str
    bot: str
    conversation: str | None
    role: str | None
    door: str
    origin: str
    attachments: list[tuple[str, int]]
    action: str
    enforced: bool
    rule: str
    failed: list[str]
    policy: tuple[str, str, str]

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values, for a logger."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields


def kinds_as_written(kinds: Mapping[str, int]) -> dict[str, int]:
    """Return kinds with how many of each, sorted: what a provider calls one may be anything."""
    written: dict[str, int] = {}
    for kind, count in kinds.items():
        name = kind if _KIND.fullmatch(kind) else _NO_KIND
        written[name] = written.get(name, 0) + count
    return dict(sorted(written.items()))
