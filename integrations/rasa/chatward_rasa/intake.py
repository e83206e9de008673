"""What comes in: one decision per user message, before anything else of Rasa sees it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chatward_rasa.answers import GuardedSend, guard_answers
from chatward_rasa.aside import ANY, aside
from chatward_rasa.guards import conversation_of, is_refused, rasa_door
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.options import Options
from chatward_rasa.payload import (
    REFERENCE_ENTITY,
    TypedIntent,
    block_message,
    defused,
    read_typed_intent,
)
from chatward_rasa.turns import Person, begin_turn, sender_of

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

    from chatward import Decision, Guard

logger = logging.getLogger(__name__)

_MARK = "_chatward_admitted"
FAILED_RULE = "adapter-failed"


class _Refused(Exception):  # noqa: N818 (an outcome inside this module, not a fault)
    """A part of the message is blocked, so all of it is."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.rule)
        self.decision = decision


@dataclass(frozen=True)
class _Admitted:
    """Marks a message object that was decided on, with the text it left with and its sender.

    On the object and of this very class: metadata comes from the client, and a client must not
    be able to say "already checked".
    """

    text: str | None = field(repr=False)
    sender: Person


@dataclass(frozen=True)
class Intake:
    """Decides on user messages and rewrites them in place.

    Attributes:
        guard: Who is asked.
        options: What stands under the Guardrails line.
        dialogue_answers: The bot's own rules answer a refused message. Where they cannot, the
            refusal is said right away, and nothing else in that turn.

    """

    guard: Guard
    options: Options
    dialogue_answers: bool = True

    def admit(self, message: UserMessage) -> None:
        """Rewrite a message to what may pass on: text, metadata, and how answers go back."""
        sender = _admitted_as(message)
        if sender is None:
            sender = sender_of(message, self.options.role_key)
            self._rewrite(message, sender)
            self._settle(message, sender)
        begin_turn(message.sender_id, sender)

    async def admit_aside(self, message: UserMessage) -> None:
        """Admit a message off the event loop, where the store waits; else leave it to the graph."""
        if _admitted_as(message) or not self.guard.waits(conversation_of(message.sender_id)):
            return
        sender = sender_of(message, self.options.role_key)
        await asyncio.to_thread(self._rewrite, message, sender)
        self._settle(message, sender)

    async def note_intent(self, sender_id: str, intent: Any) -> None:
        """Tell the guard what a message was understood as, however sure the bot is of that."""
        name = intent.get("name") if isinstance(intent, dict) else None
        if not isinstance(name, str) or name == self.options.block_intent:
            return
        conversation = conversation_of(sender_id)
        try:
            await aside(
                self.guard, ANY, lambda: self.guard.note_intent(name, conversation=conversation)
            )
        except Exception as error:  # noqa: BLE001 (nothing depends on it, least of all the answer)
            logger.warning("an intent could not be noted (%s)", type(error).__name__)

    def _rewrite(self, message: UserMessage, sender: Person) -> None:
        try:
            guard_answers(message.output_channel, self.guard, self.options)
            self._scrub_envelope(message)
            if message.text:
                message.text = self._decide(message.text, sender)
        except Exception as error:  # noqa: BLE001 (whatever it was, it must not end in silence)
            self._fail(message, error)

    def _settle(self, message: UserMessage, sender: Person) -> None:
        if not self.dialogue_answers:
            self._answer(message)
        setattr(message, _MARK, _Admitted(message.text, sender))

    def _answer(self, message: UserMessage) -> None:
        answers = message.output_channel.send_response
        if not isinstance(answers, GuardedSend):
            return
        typed = read_typed_intent(message.text or "")
        if typed is not None and typed.intent == self.options.block_intent:
            reference = (typed.entities or {}).get(REFERENCE_ENTITY, "-")
            answers.refuse(message.sender_id, str(reference))
        else:
            answers.listen(message.sender_id)

    def _decide(self, text: str, sender: Person) -> str:
        try:
            return self._pass_on(text, sender)
        except _Refused as refused:
            decision = refused.decision
            return block_message(self.options.block_intent, decision.rule, decision.reference)

    def _pass_on(self, text: str, sender: Person) -> str:
        whole = self._inspect(text, sender)
        typed = _typed_intent(whole, text)
        if typed is not None and typed.entities and (typed.escaped or whole != text):
            whole = self._pass_entities_on(typed, sender)
        typed = read_typed_intent(whole)
        if typed is not None and typed.intent == self.options.block_intent:
            return defused(whole)
        return whole

    def _pass_entities_on(self, typed: TypedIntent, sender: Person) -> str:
        """Decide on each value as Rasa will decode it: JSON escapes can spell any word."""

        def decide(text: str) -> str:
            return self._inspect(text, sender)

        entities = edit_leaves(typed.entities, decide)
        return TypedIntent(typed.intent, decide(typed.head)).with_entities(entities)

    def _inspect(self, text: str, sender: Person) -> str:
        decision = self.guard.inspect(
            text,
            origin="user",
            conversation=sender.conversation,
            role=sender.role,
            door=rasa_door(),
        )
        if is_refused(decision):
            raise _Refused(decision)
        return decision.text

    def _scrub_envelope(self, message: UserMessage) -> None:
        """Redact what the client sends along; Rasa stores it next to the text."""
        if message.input_channel:
            message.input_channel = self.guard.scrub(message.input_channel)
        if self.options.redact_metadata and isinstance(message.metadata, dict):
            # In place: a new session has already put this very dict into a slot.
            clean = edit_leaves(message.metadata, self.guard.scrub)
            message.metadata.clear()
            message.metadata.update(clean)

    def _fail(self, message: UserMessage, error: Exception) -> None:
        logger.error("a message could not be checked (%s)", type(error).__name__)
        if self.options.blocks_on_error:
            if isinstance(message.metadata, dict):
                message.metadata.clear()
            message.text = block_message(self.options.block_intent, FAILED_RULE, "")


def _admitted_as(message: UserMessage) -> Person | None:
    """Return who a message was found to be from; None where it is still to be decided on."""
    mark = getattr(message, _MARK, None)
    return mark.sender if isinstance(mark, _Admitted) and mark.text == message.text else None


def _typed_intent(text: str, original: str) -> TypedIntent | None:
    """Read the text that passes on: what was hidden in the original is an intent only now."""
    typed = read_typed_intent(text)
    if typed is not None and typed.entities is None:
        # A placeholder where JSON has a number cannot be read back; the original can.
        return read_typed_intent(original) or typed
    return typed
