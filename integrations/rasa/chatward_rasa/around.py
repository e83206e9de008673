"""Ways round the pipeline: messages understood elsewhere, and triggered intents.

Rasa asks its own graph about most messages, and there the guarded converter stands. What comes
past it is looked at here, as far as Rasa awaits something that can be wrapped.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from chatward_rasa.answers import guard_answers
from chatward_rasa.aside import ANY, aside
from chatward_rasa.guards import conversation_of
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.talk import during
from chatward_rasa.views import RAW

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

    from chatward_rasa.intake import Intake

logger = logging.getLogger(__name__)


async def parse_elsewhere(intake: Intake, message: UserMessage, parse: Callable[[], Any]) -> Any:
    """Have another server understand a message: as it may pass on, and a refused one not at all."""
    refusal = await intake.admit_now(message)
    return await parse() if refusal is None else _read_here(message.text)


def without_our_entities(parsed: dict[str, Any], intents: tuple[str, ...]) -> dict[str, Any]:
    """Return what a refused text is understood as, without entities.

    A test story that expects a refusal cannot know its reference; the text still holds it.
    """
    name = (parsed.get(INTENT) or {}).get(INTENT_NAME_KEY)
    return {**parsed, ENTITIES: []} if name in intents else parsed


def handling(handle: Any, intake_of: Callable[[Any], Intake | None]) -> Any:
    """Return Rasa's way of taking a message in, guarded: it may come understood already."""

    @functools.wraps(handle)
    async def handle_message_with_tracker(self: Any, message: Any, tracker: Any) -> Any:
        intake = intake_of(self)
        if intake is not None and message.parse_data:
            with during(tracker, intake.options.language_key):
                await _look_at(intake, message)
        return await handle(self, message, tracker)

    return handle_message_with_tracker


def triggering(trigger: Any, intake_of: Callable[[Any], Intake | None]) -> Any:
    """Return Rasa's way of triggering an intent, guarded: reminders and programs use it."""

    @functools.wraps(trigger)
    async def trigger_external_user_uttered(
        self: Any, intent_name: Any, entities: Any, tracker: Any, output_channel: Any
    ) -> Any:
        intake = intake_of(self)
        if intake is not None:
            guard_answers(output_channel, intake.guard, intake.options)
            entities = await _fit(intake, entities, conversation_of(tracker.sender_id))
        return await trigger(self, intent_name, entities, tracker, output_channel)

    return trigger_external_user_uttered


async def _look_at(intake: Intake, message: UserMessage) -> None:
    before = message.text
    await intake.admit_now(message)
    parsed = message.parse_data or {}
    if message.text != before:  # understood from other words, so the model is asked again
        message.parse_data = None
    elif parsed.get(ENTITIES):
        fit = await _fit(intake, parsed[ENTITIES], conversation_of(message.sender_id))
        message.parse_data = {**parsed, ENTITIES: fit or []}


def _read_here(text: str | None) -> dict[str, Any]:
    message = Message(data={TEXT: text or ""})
    (read,) = RegexMessageHandler().process([message])
    parsed: dict[str, Any] = read.as_dict(only_output_properties=True)
    return parsed


async def _fit(intake: Intake, entities: Any, conversation: str | None) -> Any:
    """Return a program's entities as the tracker may hold them; none where that cannot be told."""
    if not entities or intake.options.monitors:
        return entities
    try:
        return await aside(intake.guard, ANY, lambda: _hidden(intake, entities, conversation))
    except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes on)
        logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
            "a triggered intent's entities could not be checked (%s)", type(error).__name__
        )
        return None if intake.options.blocks_on_error else entities


def _hidden(intake: Intake, entities: Any, conversation: str | None) -> Any:
    with intake.guard.at_rest(conversation) as kept:
        edit = kept.redact if intake.options.nlu_view == RAW else kept.hide
        return edit_leaves(entities, edit)
