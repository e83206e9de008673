"""How a conversation stands: what a program may ask to know whether a person should take over."""

from __future__ import annotations

from dataclasses import dataclass

from chatward.memory.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted about a conversation; no part of its texts.

    Attributes:
        messages: User texts seen.
        blocks: Texts of anybody that were refused.
        risk: What the scores of recent user texts add up to, older ones counting less; 0.0 or
            more, and from 2.2 on the conversation presses on.
        quarantined: Nothing its user says is heard.
        incident: Id of an open incident that asks for a person to take over; empty where none does.

    """

    messages: int = 0
    blocks: int = 0
    risk: float = 0.0
    quarantined: bool = False
    incident: str = ""


def standing_of(conversation: Conversation) -> Standing:
    """Return how a conversation stands."""
    return Standing(
        messages=conversation.messages,
        blocks=conversation.blocks,
        risk=conversation.risk,
        quarantined=bool(conversation.quarantined),
        incident=conversation.incident,
    )
