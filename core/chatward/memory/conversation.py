"""What the guard remembers of a conversation: counts, never text.

Pure: a conversation is a value, every update returns a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatward.decision import Decision
from chatward.passage import Origin

NEAR_MISS = 0.5
"""Injection score, inclusive, from which a text that passed counts as a near miss."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one conversation.

    Attributes:
        id: As the door knows it.
        messages: User texts seen.
        blocks: Texts of anybody that were blocked.
        near_misses: User texts that passed with a high injection score.
        last_seen: Clock time of the last text, seconds since the epoch.

    """

    id: str
    messages: int = 0
    blocks: int = 0
    near_misses: int = 0
    last_seen: float = 0.0


def after(
    conversation: Conversation, decision: Decision, origin: Origin, now: float
) -> Conversation:
    """Return the conversation after one more decision."""
    said = origin is Origin.USER
    # History tells a refused text again with every turn; it was counted when it was said.
    refused = decision.blocked and origin is not Origin.HISTORY
    near = said and not decision.blocked and decision.score >= NEAR_MISS
    return replace(
        conversation,
        messages=conversation.messages + said,
        blocks=conversation.blocks + refused,
        near_misses=conversation.near_misses + near,
        last_seen=now,
    )
