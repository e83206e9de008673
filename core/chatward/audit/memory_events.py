"""Audit events about what is remembered: releases, grants, erasure, retention. No text either."""

from __future__ import annotations

from typing import Any

import msgspec

SCHEMA_VERSION = 1


class EventAbout(msgspec.Struct, frozen=True, kw_only=True):
    """What all of them say: one event has the fields of its own class besides."""

    schema: int = SCHEMA_VERSION
    event: str = ""
    time: float
    reference: str

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values, for a logger."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields


class ReleaseEvent(EventAbout, frozen=True, kw_only=True):
    """Values took the place of their pseudonyms.

    Attributes:
        bot: Which bot's conversation it is, as the policy calls it.
        conversation: Pseudonym that dies with the conversation's key.
        role: Role of the person the bot talks to.
        to: Where the text goes: ``"user"``, ``"tool:send_mail.to"``; ``?`` stands in it for what
            can be no name.
        released: [kind, how many, release rule] each.
        denied: [kind, how many, release rule] each, of pseudonyms that no rule lets go there; an
            empty name is no rule.
        kept_back: How many stayed pseudonyms because they stood in a web address, or their
            value's life was over.
        policy: Name, version and hash of the policy.

    """

    event: str = "release"
    bot: str
    conversation: str
    role: str | None
    to: str
    released: list[tuple[str, int, str]]
    denied: list[tuple[str, int, str]]
    kept_back: int
    policy: tuple[str, str, str]


class KeepingEvent(EventAbout, frozen=True, kw_only=True):
    """Texts that an application keeps were made fit for that, or whole again.

    Attributes:
        conversation: Pseudonym that dies with the conversation's key; None = there is none.
        hidden: [kind, how many] each, of values that became placeholders.
        redacted: [kind, how many] each, of values that nobody can have back.
        shown: [kind, how many] each, of placeholders that became values.
        failed: What failed, such as ``"store"``.
        policy: Name, version and hash of the policy.

    """

    event: str = "at-rest"
    conversation: str | None
    hidden: list[tuple[str, int]]
    redacted: list[tuple[str, int]]
    shown: list[tuple[str, int]]
    failed: list[str]
    policy: tuple[str, str, str]


class GrantEvent(EventAbout, frozen=True, kw_only=True):
    """A grant was issued, used, refused or revoked.

    Attributes:
        grant: Its id.
        did: ``"issued"``, ``"used"``, ``"refused"`` or ``"revoked"``.
        conversation: Pseudonym of the conversation.
        purpose: What it allows.
        until: Clock time at which it ends.
        why: Why it was refused, or the note it was issued with.

    """

    event: str = "grant"
    grant: str
    did: str
    conversation: str
    purpose: str
    until: float
    why: str


class QuarantineEvent(EventAbout, frozen=True, kw_only=True):
    """A conversation was quarantined: its user is not heard any more.

    Attributes:
        conversation: Pseudonym of the conversation.
        why: What was said to be the reason.

    """

    event: str = "quarantine"
    conversation: str
    why: str


class HandOffEvent(EventAbout, frozen=True, kw_only=True):
    """A conversation is handed to a person.

    Attributes:
        conversation: Pseudonym of the conversation; None = private.
        did: ``"asked"``: it is time for a person; ``"paused"``: the bot says nothing any more;
            ``"resumed"``: it goes on; ``"ended"``: it does not.
        why: What led to it, such as the name of a rule.

    """

    event: str = "hand-off"
    conversation: str | None
    did: str
    why: str


class ErasureEvent(EventAbout, frozen=True, kw_only=True):
    """A conversation was forgotten.

    Attributes:
        conversation: The pseudonym it had; nothing can be led back to it any more.
        drawers: How many drawers went with it.

    """

    event: str = "erasure"
    conversation: str
    drawers: int


class RetentionEvent(EventAbout, frozen=True, kw_only=True):
    """What had outlived its time was purged.

    Attributes:
        purged: [room, how many drawers] each.
        left: Drawers over their time that were still there when the store was read again; 0 when
            all went well.
        kept: Drawers whose time is not over.
        signature: HMAC-SHA256 over the other fields, under a sub-key of the master key.

    """

    event: str = "retention"
    purged: list[tuple[str, int]]
    left: int
    kept: int
    signature: str
