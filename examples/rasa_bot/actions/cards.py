"""Lost cards: what the form accepts, and what is done then."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.bank import card_in, ending, mail_in
from actions.speaking import say

logger = logging.getLogger(__name__)

Slots = dict[str, Any]


class ValidateLostCardForm(FormValidationAction):
    """Takes the address and the number out of the sentences they stand in."""

    def name(self) -> str:
        return "validate_lost_card_form"

    def validate_mail(
        self, value: object, dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: Slots
    ) -> Slots:
        mail = mail_in(str(value))
        if mail is None:
            dispatcher.utter_message(response="utter_no_mail")
        return {"mail": mail}

    def validate_card(
        self, value: object, dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: Slots
    ) -> Slots:
        card = card_in(str(value))
        if card is None:
            dispatcher.utter_message(response="utter_no_card")
        return {"card": card}


class BlockCard(Action):
    """Block the card. A real bank would be asked here; this one writes a line in a log."""

    def name(self) -> str:
        return "action_block_card"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Slots
    ) -> list[dict[str, Any]]:
        holder, mail, card = (tracker.get_slot(name) for name in ("holder", "mail", "card"))
        logger.info("blocked card %s of %s, writing to %s", card, holder, mail)
        shown = ending(card)
        dispatcher.utter_message(
            text=say(
                tracker,
                en=f"The card {shown} is blocked, {holder}. We write to {mail}.",
                de=f"Die Karte {shown} ist gesperrt, {holder}. Wir schreiben an {mail}.",
            )
        )
        return []


class CardStatus(Action):
    """Tell what became of the user's own report, and of nobody else's."""

    def name(self) -> str:
        return "action_card_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Slots
    ) -> list[dict[str, Any]]:
        card, mail = tracker.get_slot("card"), tracker.get_slot("mail")
        if card is None:
            text = say(
                tracker,
                en="No card is reported.",
                de="Es ist keine Karte gemeldet.",
            )
        else:
            text = say(
                tracker,
                en=f"Your card {ending(card)} is blocked; we wrote to {mail}.",
                de=f"Ihre Karte {ending(card)} ist gesperrt; wir schrieben an {mail}.",
            )
        dispatcher.utter_message(text=text)
        return []
