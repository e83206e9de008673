"""Conversations with planted values, and stores to put them in."""

from __future__ import annotations

from pathlib import Path

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    EntitiesAdded,
    ReminderScheduled,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from chatward_rasa.tracker_store import GuardedTrackerStore

MAIL = "anna.planted@example.org"
CARD = "4111 1111 1111 1111"
NAME = "Zorblatt Quux"  # no detector takes it for a name
TOOL_MAIL = "bruno.planted@example.net"
KEY = "AKIAQYLPMN5HHHFPZBX7"
PLANTED = (MAIL, CARD, NAME, TOOL_MAIL, KEY, "4111111111111111")

POLICY = "extends: balanced\nname: at-rest\n"
DOMAIN = Domain.from_dict(
    {
        "intents": ["tell", "greet"],
        "entities": ["email"],
        "slots": {
            "email": {"type": "text", "mappings": [{"type": "from_entity", "entity": "email"}]},
            "name": {"type": "text", "mappings": [{"type": "from_text"}]},
            "details": {"type": "any", "mappings": [{"type": "custom"}]},
            "card": {"type": "any", "mappings": [{"type": "custom"}]},
        },
    }
)


def write_policy(folder: Path, extra: str = "") -> str:
    path = folder / "chatward.yml"
    path.write_text(POLICY + extra)
    return str(path)


def told(text, *entities):
    parse = {
        "text": text,
        "intent": {"name": "tell", "confidence": 0.9},
        "intent_ranking": [{"name": "tell", "confidence": 0.9}],
        "text_tokens": [(0, 4), (5, 9)],
        "entities": [{"entity": "email", "value": each, "start": 0} for each in entities],
        "message_id": "0" * 32,
        "metadata": {},
    }
    return UserUttered(
        text, parse["intent"], parse["entities"], parse, input_channel="rest",
        metadata={"from": MAIL, "ids": [4111111111111111]},
    )  # fmt: skip


def one_of_each():
    """Every kind of event that holds text, with planted values in it."""
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        SlotSet("session_started_metadata", {"mail": MAIL, "deep": [{"card": CARD}]}),
        ActionExecuted("action_listen"),
        told(f"I am {NAME}, {MAIL}, card {CARD}, key {KEY}", MAIL),
        EntitiesAdded([{"entity": "email", "value": MAIL}]),
        SlotSet("email", MAIL),
        SlotSet("name", NAME),
        SlotSet("details", {"who": [NAME.upper(), {"card": 4111111111111111}], MAIL: 7}),
        SlotSet("card", 4111111111111111),
        ActionExecuted(action_text=f"Thank you, {NAME}"),
        BotUttered(
            f"Thank you, {NAME}. Ask {TOOL_MAIL}.",
            data={"buttons": [{"title": MAIL, "payload": f'/tell{{"email": "{MAIL}"}}'}]},
            metadata={"utter_action": "utter_thanks", "to": MAIL},
        ),
        ReminderScheduled("remind", trigger_date_time=_later(), entities={"email": MAIL}),
        ActionExecuted("action_listen"),
    ]


def _later():
    from datetime import datetime, timezone

    return datetime(2030, 1, 1, tzinfo=timezone.utc)


def tracker_of(sender, events=None):
    return DialogueStateTracker.from_events(
        sender, one_of_each() if events is None else events, slots=DOMAIN.slots
    )


def fields(tracker):
    return [each.as_dict() for each in tracker.events]


def without_key(value):
    """Return what comes back of a conversation: all of it but for the secret."""
    text = repr(value).replace(KEY, "<AWS_ACCESS_KEY>")
    return text.replace("(0, 4), (5, 9)", "[0, 4], [5, 9]")


SLOTS = {"name": "person", "details": "person"}


class Published(EventBroker):
    """Takes down what is published."""

    def __init__(self, events):
        self.events = events

    def publish(self, event):
        self.events.append(event)


def build(block, policy, **options):
    config = EndpointConfig(
        type="chatward_rasa.GuardedTrackerStore", store=block, policy=policy,
        **{"slots": SLOTS, **options},
    )  # fmt: skip
    store = TrackerStore.create(config, event_broker=Published([]))
    assert isinstance(store, GuardedTrackerStore)
    store.domain = DOMAIN
    return store


def at_rest(kind, store, tmp_path, redis_running):
    """Return every byte that a store keeps."""
    if kind == "sqlite":
        return b"".join(path.read_bytes() for path in tmp_path.glob("rasa.db*"))
    if kind == "redis":
        return redis_running.say("GET", "tracker:kim")
    return store.store["kim"].encode()
