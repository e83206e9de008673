"""Whose turn it is: the conversation and the role of the person the bot talks to.

A channel object may serve many people at once, so what a message says about its sender is kept
with the task that handles the message, and counts for answers to that sender only.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatward_rasa.guards import conversation_of

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

_turn: ContextVar[tuple[str, str | None]] = ContextVar("chatward_turn", default=("", None))


@dataclass(frozen=True)
class Person:
    """The person the bot talks to.

    Attributes:
        conversation: Id of the conversation; None where the sender has no id of his own.
        role: His role; None = none is known.

    """

    conversation: str | None
    role: str | None = None


def sender_of(message: UserMessage, role_key: str | None) -> Person:
    """Return who sent a message; his role only where the bot's author says which key holds it."""
    metadata = message.metadata
    role = metadata.get(role_key) if role_key and isinstance(metadata, dict) else None
    known = role if isinstance(role, str) and role else None
    return Person(conversation_of(message.sender_id), known)


def begin_turn(sender_id: str, sender: Person) -> None:
    """Let the answers of this task to a sender go by the role his message came with."""
    _turn.set((sender_id, sender.role))


def recipient_of(recipient_id: str | None) -> Person:
    """Return who an answer goes to."""
    sender_id, role = _turn.get()
    return Person(conversation_of(recipient_id), role if recipient_id == sender_id else None)
