"""Both languages, for actions that say more than a response of the domain."""

from __future__ import annotations

from rasa_sdk import Tracker


def say(tracker: Tracker, *, en: str, de: str) -> str:
    """Return the words in the language that the user speaks."""
    return de if tracker.get_slot("language") == "de" else en
