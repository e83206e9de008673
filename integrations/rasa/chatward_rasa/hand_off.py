"""A person takes over: the action that makes the bot fall silent, run in Rasa's own process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ConversationPaused, Event

from chatward_rasa.aside import ANY, aside
from chatward_rasa.guards import conversation_of
from chatward_rasa.payload import RULE_ENTITY

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

    from chatward import Guard

logger = logging.getLogger(__name__)

HAND_OFF_ACTION = "action_guardrail_hand_off"


async def hand_off(guard: Guard, tracker: DialogueStateTracker) -> list[Event]:
    """Return the events that pause a conversation, and put that on record.

    The bot answers nothing until Rasa is told that the conversation is resumed.
    """
    conversation = conversation_of(tracker.sender_id)
    if conversation is None:
        logger.error("a conversation without an id was not handed off: everybody shares it")
        return []
    why = _why(tracker)
    try:
        await aside(guard, ANY, lambda: guard.note_hand_off(conversation, did="paused", why=why))
    except Exception as error:  # noqa: BLE001 (the person waits, whatever the log does)
        logger.error("a hand-off could not be put on record (%s)", type(error).__name__)  # noqa: TRY400
    # Resumed, the bot goes on where it listens; without that event no rule would fit.
    return [ActionExecuted(ACTION_LISTEN_NAME), ConversationPaused()]


def _why(tracker: DialogueStateTracker) -> str:
    values = tracker.get_latest_entity_values(RULE_ENTITY)
    said: Any = next(iter(values), None)
    return f"rule {said}" if isinstance(said, str) and said else "the bot's own rule"
