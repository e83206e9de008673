"""What a shop does with an order: it needs the real values, and repeats them."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

logger = logging.getLogger(__name__)

SHOP = "night.desk@corp.example"


class Book(Action):
    """Book what the form has collected."""

    def name(self) -> str:
        """Return the name the domain knows this action by."""
        return "action_book"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Log what was seen, repeat it, and keep it in a slot in another shape."""
        seen = {name: tracker.get_slot(name) for name in ("email", "card", "name")}
        logger.warning("booked %s", seen)
        dispatcher.utter_message(text=f"Booked for {seen['name']}, {seen['email']}. Ask {SHOP}.")
        digits = str(seen["card"]).replace(" ", "")
        booking = {
            "to": [seen["name"], {"mail": seen["email"]}],
            "card": int(digits) if digits.isdigit() else digits,
        }
        return [{"event": "slot", "name": "booking", "value": booking, "timestamp": None}]


class Report(Action):
    """Tell what is known, and log it as it was seen."""

    def name(self) -> str:
        """Return the name the domain knows this action by."""
        return "action_report"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Log every slot and what the user has said."""
        said = [each.get("text") for each in tracker.events if each.get("event") == "user"]
        logger.warning("known %s said %s", tracker.current_slot_values(), said)
        dispatcher.utter_message(text=f"You are {tracker.get_slot('name')}.")
        return []
