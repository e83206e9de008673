"""What the guard remembers of a conversation: counts, risk, and the last that its user said.

Pure: a conversation is a value, every update returns a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chatward.decision import Decision
from chatward.passage import Origin

NEAR_MISS = 0.5
"""Injection score, inclusive, from which a text that passed counts as a near miss."""

RECENT_TURNS = 8
RECENT_CHARS = 800
"""So many user texts, and so much of them together, are looked at with the next one."""

RISK_KEPT = 0.8
"""How much of the risk is left after one more user text."""

DOUBT = 0.6
"""Scores below this add no risk: ordinary talk has some, too."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one conversation.

    Attributes:
        id: As the door knows it.
        messages: User texts seen.
        blocks: Texts of anybody that were blocked.
        near_misses: User texts that passed with a high injection score.
        risk: What the scores of recent user texts add up to, older ones counting less.
        recent: The end of what the user said, as it was passed on; not in the repr.
        last_seen: Clock time of the last text, seconds since the epoch.

    """

    id: str
    messages: int = 0
    blocks: int = 0
    near_misses: int = 0
    risk: float = 0.0
    recent: tuple[str, ...] = field(default=(), repr=False)
    last_seen: float = 0.0


def after(
    conversation: Conversation, decision: Decision, origin: Origin, now: float
) -> Conversation:
    """Return the conversation after one more decision."""
    said = origin is Origin.USER
    # History tells a refused text again with every turn; it was counted when it was said.
    refused = decision.blocked and origin is not Origin.HISTORY
    near = said and not decision.blocked and decision.score >= NEAR_MISS
    heard = said and not decision.blocked
    return replace(
        conversation,
        messages=conversation.messages + said,
        blocks=conversation.blocks + refused,
        near_misses=conversation.near_misses + near,
        risk=risk_with(conversation, decision.score) if said else conversation.risk,
        recent=_recent(conversation.recent, decision.text) if heard else conversation.recent,
        last_seen=now,
    )


def risk_with(conversation: Conversation, score: float) -> float:
    """Return the risk once a user text of this score is added."""
    return RISK_KEPT * conversation.risk + (score if score >= DOUBT else 0.0)


def _recent(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the last texts that together are short enough; of the oldest its end."""
    kept: list[str] = []
    left = RECENT_CHARS
    for each in [text, *reversed(texts)][:RECENT_TURNS]:
        if left <= 0:
            break
        kept.append(each[-left:])
        left -= len(each)
    return tuple(reversed(kept))
