"""A custom action that says too much, as real ones do.

It repeats the user's words and gives away an internal address and a key, so that the
guarded and the unguarded bot can be compared. The key is synthetic.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

logger = logging.getLogger(__name__)

INTERNAL_ADDRESS = "night.desk@corp.example"
INTERNAL_KEY = "AKIAQYLPMN5HHHFPZAM2"


class HandOver(Action):
    """Pass the user's words on to a colleague."""

    def name(self) -> str:
        """Return the name the domain knows this action by."""
        return "action_hand_over"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[dict[str, Any]]:
        """Repeat what was said; log it; give away two things that should stay inside."""
        words = tracker.latest_message.get("text")
        logger.info("handing over: %s", words)
        dispatcher.utter_message(
            text=f"Passed on: {words} (to {INTERNAL_ADDRESS}, access key {INTERNAL_KEY})"
        )
        return []
