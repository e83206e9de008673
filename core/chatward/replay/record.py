"""What is needed of a decision on record to decide again: read fast, and nothing else of it."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from chatward.audit.digests import UNAVAILABLE
from chatward.audit.event import AuditEvent

Found: TypeAlias = tuple[str, int, int, float, str, str]
"""A finding on record: kind, start, end, score, action, view."""

_MEASURED, _NOT_MEASURED = msgspec.Raw(b"{}"), msgspec.Raw(b"null")


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is needed of a decision on record; fields as in `AuditEvent`.

    Attributes:
        cannot: What the door cannot do: ``"edit"``, ``"block"``, ``"wrap"``; None = not on record.

    """

    event: str = "decision"
    reference: str
    origin: str
    conversation: str | None = None
    role: str | None = None
    action: str
    rule: str
    score: float = 0.0
    model: str = ""
    findings: list[Found]
    failed: list[str] = []
    overridden: list[str] = []
    known_good: bool = False
    features: msgspec.Raw = _MEASURED
    policy: tuple[str, str, str]
    cannot: list[str] | None = None

    @property
    def streamed(self) -> bool:
        """Whether it is about a stream: only whole texts are measured."""
        return bytes(self.features) == b"null"

    @property
    def private(self) -> bool:
        """Whether there was no conversation to restore anything from."""
        return self.conversation is None or self.conversation == UNAVAILABLE


def as_recorded(event: AuditEvent) -> Recorded:
    """Return what is needed of an event that has just been made."""
    return Recorded(
        reference=event.reference,
        origin=event.origin,
        conversation=event.conversation,
        role=event.role,
        action=event.action,
        rule=event.rule,
        score=event.score,
        model=event.model,
        findings=event.findings,
        failed=event.failed,
        overridden=event.overridden,
        known_good=event.known_good,
        features=_NOT_MEASURED if event.features is None else _MEASURED,
        policy=event.policy,
        cannot=getattr(event, "cannot", None),
    )
