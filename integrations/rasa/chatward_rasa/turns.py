"""Whose turn it is: the conversation and the role of the person the bot talks to.

A channel object may serve many people at once, so what a message says about its sender is kept
with the task that handles the message, and counts for answers to that sender only.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatward_rasa.guards import conversation_of
from chatward_rasa.options import Options
from chatward_rasa.payload import UNKNOWN
from chatward_rasa.refusal_texts import known_language
from chatward_rasa.talk import talk

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

_NOBODY: tuple[str, str | None, str] = ("", None, UNKNOWN)
_turn: ContextVar[tuple[str, str | None, str]] = ContextVar("chatward_turn", default=_NOBODY)


@dataclass(frozen=True)
class Person:
    """The person the bot talks to.

    Attributes:
        conversation: Id of the conversation; None where the sender has no id of his own.
        role: His role; None = none is known.
        language: What he speaks, two or three letters; ``"-"`` where it is not known.

    """

    conversation: str | None
    role: str | None = None
    language: str = UNKNOWN


def sender_of(message: UserMessage, options: Options) -> Person:
    """Return who sent a message; his role only where the bot's author says which key holds it."""
    metadata = message.metadata if isinstance(message.metadata, dict) else {}
    role = metadata.get(options.role_key) if options.role_key else None
    known = role if isinstance(role, str) and role else None
    said = known_language(metadata.get(options.language_key)) if options.language_key else UNKNOWN
    language = talk().language if said == UNKNOWN else said
    return Person(conversation_of(message.sender_id), known, language)


def begin_turn(sender_id: str, sender: Person) -> None:
    """Let the answers of this task to a sender go by what his message came with."""
    _turn.set((sender_id, sender.role, sender.language))


def recipient_of(recipient_id: str | None) -> Person:
    """Return who an answer goes to."""
    sender_id, role, language = _turn.get()
    if recipient_id != sender_id:
        return Person(conversation_of(recipient_id))
    return Person(conversation_of(recipient_id), role, language)
