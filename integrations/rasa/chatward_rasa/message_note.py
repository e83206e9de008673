"""What actions are told about a message: one key of its metadata, without values."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from chatward_rasa.payload import UNKNOWN

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

    from chatward_rasa.hearing import Hearing

logger = logging.getLogger(__name__)

KEY = "chatward"
"""In a message's metadata; what a client writes there is dropped."""


def drop_note(message: UserMessage) -> None:
    """Take out what a client wrote where only Chatward writes."""
    if isinstance(message.metadata, dict):
        message.metadata.pop(KEY, None)


def leave_note(message: UserMessage, heard: Hearing) -> None:
    """Write what was decided into a message's metadata, for actions and for who reads trackers."""
    drop_note(message)
    if not heard.decisions:
        return
    if message.metadata is None:
        message.metadata = {}
    if isinstance(message.metadata, dict):
        message.metadata[KEY] = _note(heard)


def _note(heard: Hearing) -> dict[str, Any]:
    strictest = max(heard.decisions, key=lambda decision: decision.action.strictness)
    refusal = heard.refusal
    return {
        "action": strictest.action.value,
        "rule": strictest.rule,
        "enforced": all(decision.enforced for decision in heard.decisions),
        "reason": refusal.reason if refusal else UNKNOWN,
        "kinds": sorted({kind for decision in heard.decisions for kind in decision.kinds}),
        "risk": _risk(heard),
        "reference": strictest.reference or UNKNOWN,
        "language": heard.sender.language,
    }


def _risk(heard: Hearing) -> float:
    """Return the risk of the conversation; of a message that belongs to none, its score."""
    conversation = heard.sender.conversation
    if conversation is None:
        return round(max(decision.score for decision in heard.decisions), 2)
    try:
        return round(heard.guard.standing(conversation).risk, 2)
    except Exception as error:  # noqa: BLE001 (a store may fail in any way; nothing depends on it)
        logger.warning("the risk of a conversation is not known (%s)", type(error).__name__)
        return 0.0
