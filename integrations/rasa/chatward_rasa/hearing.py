"""What one user message says: every decision about it, and what passes on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatward_rasa.guards import is_refused, rasa_door
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.options import Options
from chatward_rasa.payload import (
    HAND_OFF_INTENT,
    QUARANTINE_INTENT,
    UNKNOWN,
    TypedIntent,
    defused,
    read_typed_intent,
)
from chatward_rasa.refusal import FAILURE, OTHER, QUARANTINE, Refusal, reason_of
from chatward_rasa.refusal_texts import RefusalTexts
from chatward_rasa.talk import talk
from chatward_rasa.turns import Person
from chatward_rasa.views import RAW, as_read

if TYPE_CHECKING:
    from chatward import Decision, Guard

logger = logging.getLogger(__name__)

ALLOW, DENY = "allow", "deny"
INCIDENT_RULE = "incident"
"""Stands for the rule where an incident, and no text, asks for a person."""


class _Refused(Exception):  # noqa: N818 (an outcome inside this module, not a fault)
    """A part of the message is blocked, so all of it is."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.rule)
        self.decision = decision


@dataclass
class Hearing:
    """Decides on the text of one message.

    Attributes:
        guard: Who is asked.
        options: What stands under the Guardrails line.
        sender: Who wrote it.
        knows: Tells whether the bot knows an intent of ours.
        decisions: What was decided, in order.
        refusal: Why it is refused; None where it is not.

    """

    guard: Guard
    options: Options
    sender: Person
    knows: Callable[[str], bool]
    decisions: list[Decision] = field(default_factory=list)
    refusal: Refusal | None = None
    _spared: bool = False

    def text(self, text: str) -> str:
        """Return what may pass on, or the message that stands in for a refused one."""
        try:
            self._spared = self._spares(text)
            passed = self._believed(self._fit(text), text)
            self.refusal = self._for_an_incident()
            return passed if self.refusal is None else self.refusal.as_message()
        except _Refused as refused:
            self.refusal = self._refuse(refused.decision)
            return self.refusal.as_message()

    def _for_an_incident(self) -> Refusal | None:
        """Return what hands the conversation over because an incident asks for that."""
        conversation = self.sender.conversation
        if conversation is None or not self.decisions or not self.knows(HAND_OFF_INTENT):
            return None
        try:
            incident = self.guard.standing(conversation).incident
            if not incident:
                return None
            why = f"incident {incident}"
            self.guard.note_hand_off(conversation, did="asked", why=why, settles=True)
        except Exception as error:  # noqa: BLE001 (a store may fail in any way; it is asked again)
            logger.warning("a hand-off could not be looked up (%s)", type(error).__name__)
            return None
        return Refusal(
            HAND_OFF_INTENT, INCIDENT_RULE, self.decisions[-1].reference, OTHER, self._language()
        )

    def _spares(self, text: str) -> bool:
        """Tell whether a button wrote it, so that it is not refused."""
        if self.options.intent_payloads != ALLOW or not self._offered(text):
            return False
        conversation = self.sender.conversation
        return conversation is None or not self.guard.standing(conversation).quarantined

    def _fit(self, text: str) -> str:
        whole = self._inspect(text)
        typed = _typed_intent(whole, text)
        if typed is not None and typed.entities and (typed.escaped or whole != text):
            return self._fit_entities(typed)
        return whole

    def _fit_entities(self, typed: TypedIntent) -> str:
        """Decide on each value as Rasa will decode it: JSON escapes can spell any word."""
        entities = edit_leaves(typed.entities, self._inspect)
        return TypedIntent(typed.intent, self._inspect(typed.head)).with_entities(entities)

    def _believed(self, whole: str, text: str) -> str:
        """Take the slash from what nobody may say by typing it."""
        typed = read_typed_intent(whole)
        if typed is None:
            return whole
        if typed.intent in self.options.intents:
            return defused(whole)
        if self.options.intent_payloads != DENY or typed.intent in self.options.payload_intents:
            return whole
        if self._offered(text, whole):
            return whole
        logger.info("an intent that no button offers was typed")
        return whole if self.options.monitors else defused(whole)

    def _offered(self, *texts: str) -> bool:
        """Tell whether a button of the bot's last answers sends one of the texts."""
        offered = talk()
        return any(offered.has(text) or offered.has(text, self._as_sent) for text in texts)

    def _as_sent(self, payload: str) -> str:
        """Return a button's payload as it went out: it was inspected on its way."""
        sender = self.sender
        seen = self.guard.preview(
            payload,
            origin="model",
            conversation=sender.conversation,
            role=sender.role,
            door=rasa_door(),
        )
        return seen.text

    def _inspect(self, text: str) -> str:
        decision = self.guard.inspect(
            text,
            origin="user",
            conversation=self.sender.conversation,
            role=self.sender.role,
            door=rasa_door(can_block=not self._spared),
        )
        self.decisions.append(decision)
        if is_refused(decision):
            raise _Refused(decision)
        if self._spared and decision.action.stops and not self.options.monitors:
            return self._spare(text, decision)
        return as_read(text, decision) if self.options.nlu_view == RAW else decision.text

    def _spare(self, text: str, decision: Decision) -> str:
        """Return a button's text without its values."""
        if reason_of(decision, self.guard.families) == FAILURE:
            raise _Refused(decision)
        with self.guard.at_rest(self.sender.conversation) as kept:
            raw = self.options.nlu_view == RAW
            return kept.redact(text) if raw else kept.hide(text, own=True)

    def _refuse(self, decision: Decision) -> Refusal:
        reason = reason_of(decision, self.guard.families)
        wanted = self._intent_for(reason, decision.rule)
        return Refusal(
            intent=wanted if self.knows(wanted) else self.options.block_intent,
            rule=decision.rule,
            reference=decision.reference or UNKNOWN,
            reason=reason,
            language=self._language(),
        )

    def _language(self) -> str:
        """Return the sender's language where there are texts in it."""
        spoken = self.sender.language
        return spoken if spoken in RefusalTexts(self.guard.policy).languages else UNKNOWN

    def _intent_for(self, reason: str, rule: str) -> str:
        if reason == QUARANTINE:
            return QUARANTINE_INTENT
        why = self._calls_a_person(rule)
        if not why:
            return self.options.block_intent
        self.guard.note_hand_off(self.sender.conversation, did="asked", why=why)
        return HAND_OFF_INTENT

    def _calls_a_person(self, rule: str) -> str:
        """Return why a person is to take over; empty where none is."""
        conversation, most = self.sender.conversation, self.options.hand_off_after
        if conversation is None:  # everybody without an id shares one: it must not be paused
            return ""
        if rule in self.options.hand_off_on:
            return rule
        try:
            blocks = 0 if most is None else self.guard.standing(conversation).blocks
        except Exception as error:  # noqa: BLE001 (a store may fail in any way; it is refused anyway)
            logger.warning("refusals could not be counted (%s)", type(error).__name__)
            return ""
        return f"{blocks} refusals" if most is not None and blocks >= most else ""


def _typed_intent(text: str, original: str) -> TypedIntent | None:
    """Read the text that passes on: what was hidden in the original is an intent only now."""
    typed = read_typed_intent(text)
    if typed is not None and typed.entities is None:
        # A placeholder where JSON has a number cannot be read back; the original can.
        return read_typed_intent(original) or typed
    return typed
