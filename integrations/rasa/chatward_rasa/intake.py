"""What comes in: one decision per user message, before anything else of Rasa sees it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chatward_rasa.answers import GuardedSend, guard_answers
from chatward_rasa.aside import ANY, aside
from chatward_rasa.guards import conversation_of
from chatward_rasa.hearing import Hearing
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.message_note import drop_note, leave_note
from chatward_rasa.options import Options
from chatward_rasa.payload import read_typed_intent
from chatward_rasa.refusal import FAILURE, QUARANTINE, Refusal
from chatward_rasa.refusal_texts import RefusalTexts
from chatward_rasa.turns import Person, begin_turn, sender_of

if TYPE_CHECKING:
    from rasa.core.channels.channel import UserMessage

    from chatward import Guard

logger = logging.getLogger(__name__)

_MARK = "_chatward_admitted"
FAILED_RULE = "adapter-failed"


@dataclass(frozen=True)
class _Admitted:
    """Marks a message object that was decided on: the text it left with, its sender, its refusal.

    On the object and of this very class: metadata comes from the client, and a client must not
    be able to say "already checked".
    """

    text: str | None = field(repr=False)
    sender: Person
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Intake:
    """Decides on user messages and rewrites them in place.

    Attributes:
        guard: Who is asked.
        options: What stands under the Guardrails line.
        dialogue_answers: The bot's own rules answer a refused message. Where they cannot, the
            refusal is said right away, and nothing else in that turn.
        intents: Which of our intents the bot's domain knows; None = all.

    """

    guard: Guard
    options: Options
    dialogue_answers: bool = True
    intents: frozenset[str] | None = None

    def admit(self, message: UserMessage) -> None:
        """Rewrite a message to what may pass on: text, metadata, and how answers go back."""
        mark = _mark_of(message)
        if mark is None:
            sender = sender_of(message, self.options)
            mark = self._settle(message, sender, self._rewrite(message, sender))
        begin_turn(message.sender_id, mark.sender)

    async def admit_aside(self, message: UserMessage) -> None:
        """Admit a message off the event loop, where the store waits; else leave it to the graph."""
        if _mark_of(message) or not self.guard.waits(conversation_of(message.sender_id)):
            return
        sender = sender_of(message, self.options)
        refusal = await asyncio.to_thread(self._rewrite, message, sender)
        self._settle(message, sender, refusal)

    async def admit_early(self, message: UserMessage) -> None:
        """Admit a message before Rasa has it, always off the event loop: there is time to wait."""
        typed = read_typed_intent(message.text or "")
        if typed is not None and self.options.intent_payloads != "scan":
            return  # which buttons there were is known only once Rasa has it
        await self.admit_now(message)

    async def admit_now(self, message: UserMessage) -> Refusal | None:
        """Admit a message off the event loop, unless it is; return why it is refused."""
        mark = _mark_of(message)
        if mark is None:
            sender = sender_of(message, self.options)
            refusal = await asyncio.to_thread(self._rewrite, message, sender)
            mark = self._settle(message, sender, refusal)
        begin_turn(message.sender_id, mark.sender)
        return mark.refusal

    def decide_alone(self, text: str) -> str:
        """Return what may pass on of a text that came without its message."""
        try:
            return self._hearing(Person(None)).text(text)
        except Exception as error:  # noqa: BLE001 (whatever it was, it must not end in silence)
            logger.error("a text could not be checked (%s)", type(error).__name__)  # noqa: TRY400
            refusal = Refusal(self.options.block_intent, FAILED_RULE).as_message()
            return refusal if self.options.blocks_on_error else text

    async def note_intent(self, sender_id: str, intent: Any) -> None:
        """Tell the guard what a message was understood as, however sure the bot is of that."""
        name = intent.get("name") if isinstance(intent, dict) else None
        if not isinstance(name, str) or name in self.options.intents:
            return
        conversation = conversation_of(sender_id)
        try:
            await aside(
                self.guard, ANY, lambda: self.guard.note_intent(name, conversation=conversation)
            )
        except Exception as error:  # noqa: BLE001 (nothing depends on it, least of all the answer)
            logger.warning("an intent could not be noted (%s)", type(error).__name__)

    def _hearing(self, sender: Person) -> Hearing:
        return Hearing(self.guard, self.options, sender, self._knows)

    def _knows(self, intent: str) -> bool:
        return self.intents is None or intent in self.intents

    def _rewrite(self, message: UserMessage, sender: Person) -> Refusal | None:
        heard = self._hearing(sender)
        drop_note(message)
        try:
            guard_answers(message.output_channel, self.guard, self.options)
            self._scrub_envelope(message)
            if message.text:
                message.text = heard.text(message.text)
            leave_note(message, heard)
        except Exception as error:  # noqa: BLE001 (whatever it was, it must not end in silence)
            return self._fail(message, sender, error)
        return heard.refusal

    def _settle(self, message: UserMessage, sender: Person, refusal: Refusal | None) -> _Admitted:
        answers = message.output_channel.send_response
        if isinstance(answers, GuardedSend):
            self._answer(message.sender_id, answers, refusal)
        mark = _Admitted(message.text, sender, refusal)
        setattr(message, _MARK, mark)
        return mark

    def _answer(self, sender_id: str, answers: GuardedSend, refusal: Refusal | None) -> None:
        """Say what the dialogue cannot; hold back what nobody is to hear."""
        silent = self.options.quarantined == "silent" and refusal and refusal.reason == QUARANTINE
        if silent:
            answers.withhold(sender_id)
        elif refusal is None or self.dialogue_answers:
            answers.listen(sender_id)
        else:
            texts = RefusalTexts(self.guard.policy)
            said = texts.filled(refusal.reason, refusal.language, refusal.reference)
            answers.refuse(sender_id, said)

    def _scrub_envelope(self, message: UserMessage) -> None:
        """Redact what the client sends along; Rasa stores it next to the text."""
        if message.input_channel:
            message.input_channel = self.guard.scrub(message.input_channel)
        if self.options.redact_metadata and isinstance(message.metadata, dict):
            # In place: a new session has already put this very dict into a slot.
            clean = edit_leaves(message.metadata, self.guard.scrub)
            message.metadata.clear()
            message.metadata.update(clean)

    def _fail(self, message: UserMessage, sender: Person, error: Exception) -> Refusal | None:
        logger.error("a message could not be checked (%s)", type(error).__name__)
        if not self.options.blocks_on_error:
            return None
        if isinstance(message.metadata, dict):
            message.metadata.clear()
        refusal = Refusal(
            self.options.block_intent, FAILED_RULE, reason=FAILURE, language=sender.language
        )
        message.text = refusal.as_message()
        return refusal


def _mark_of(message: UserMessage) -> _Admitted | None:
    """Return what was decided about a message; None where that is still to be done."""
    mark = getattr(message, _MARK, None)
    return mark if isinstance(mark, _Admitted) and mark.text == message.text else None
