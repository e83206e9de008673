"""The balance, and transfers to saved payees."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.bank import BALANCE, BALANCE_DE, PAYEES
from actions.speaking import say

logger = logging.getLogger(__name__)

Slots = dict[str, Any]


class TellBalance(Action):
    """Tell the balance. A real bank would have to know who asks."""

    def name(self) -> str:
        return "action_tell_balance"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Slots
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(
            text=say(tracker, en=f"Your balance is {BALANCE}.", de=f"Sie haben {BALANCE_DE}.")
        )
        return []


class ValidateTransferForm(FormValidationAction):
    """Accepts saved payees only."""

    def name(self) -> str:
        return "validate_transfer_form"

    def validate_payee(
        self, value: object, _dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: Slots
    ) -> Slots:
        known = {name.casefold(): name for name in PAYEES}
        return {"payee": known.get(str(value).casefold())}


class Transfer(Action):
    """Transfer what was confirmed; forget the rest, so that the next transfer asks anew."""

    def name(self) -> str:
        return "action_transfer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Slots
    ) -> list[dict[str, Any]]:
        payee, amount = tracker.get_slot("payee"), tracker.get_slot("amount")
        if tracker.get_slot("confirmed"):
            logger.info("transferred %s to %s", amount, payee)
            dispatcher.utter_message(
                text=say(
                    tracker,
                    en=f"Sent {amount} to {payee}.",
                    de=f"{amount} an {payee} überwiesen.",
                )
            )
        else:
            dispatcher.utter_message(response="utter_not_sent")
        return [SlotSet(name, None) for name in ("payee", "amount", "confirmed")]
