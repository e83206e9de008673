"""What may stand inside our store and broker in endpoints.yml, and what stops the start."""

from __future__ import annotations

import sys

import pytest
import rasa.core.tracker_store as rasa_stores
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import (
    DynamoTrackerStore,
    InMemoryTrackerStore,
    MongoTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import InvalidConfigException
from rasa.utils.endpoints import EndpointConfig
from rasa_store_parts import MAIL, told, tracker_of

from chatward_rasa.event_broker import GuardedEventBroker
from chatward_rasa.tracker_store import GuardedTrackerStore, guarded_store

GUARDED = "chatward_rasa.GuardedTrackerStore"


class ListBroker(EventBroker):
    """A broker of one's own."""

    def __init__(self, events):
        self.events = events

    @classmethod
    async def from_endpoint_config(cls, broker_config, event_loop=None):
        return cls([])

    def publish(self, event, headers=None):
        self.events.append((event, headers))


class OldStore(TrackerStore):
    """A store of one's own, written for Rasa before its stores were async."""

    def __init__(self, domain, event_broker=None, host=None, shelf="x"):
        super().__init__(domain, event_broker)
        self.shelf, self.kept = shelf, {}

    def save(self, tracker):
        self.kept[tracker.sender_id] = tracker

    def retrieve(self, sender_id):
        return self.kept.get(sender_id)

    def retrieve_full_tracker(self, conversation_id):
        return self.kept.get(conversation_id)

    def keys(self):
        return list(self.kept)


class LacksSomething(TrackerStore):
    """Fails in the way that Rasa takes for "not found"."""

    def __init__(self, domain, event_broker=None, host=None):
        raise ImportError("a driver is missing")


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.setitem(sys.modules, "my_stores", sys.modules[__name__])


def build(**block):
    return TrackerStore.create(EndpointConfig(type=GUARDED, **block))


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ({}, "holds the original block with its 'type'"),
        ({"store": {"dialect": "sqlite"}}, "holds the original block with its 'type'"),
        ({"store": {"type": "SQLite"}}, "'SQLite' is neither a name of Rasa's"),
        ({"store": {"type": "no_such.Store"}}, "ModuleNotFoundError"),
        ({"store": {"type": "my_stores.NoSuch"}}, "'my_stores.NoSuch' is neither"),
        ({"store": {"type": "my_stores.LacksSomething"}}, "could not be built"),
        ({"store": {"type": "my_stores.OldStore", "shelff": 1}}, "could not be built"),
        ({"store": {"type": "InMemory"}, "slot": {}}, "'slot' is not an option. Did you mean"),
        ({"store": {"type": "InMemory"}, "policy": "no_such.yml"}, "policy: "),
        ({"store": {"type": "InMemory"}, "policy": 7}, "'policy' is the path"),
        ({"store": {"type": "InMemory"}, "restore": "yes"}, "'restore' is true or false"),
    ],
)
def test_a_wrong_block_stops_the_start_instead_of_falling_back_to_memory(block, says):
    with pytest.raises(InvalidConfigException, match=says):
        build(**block)


async def test_a_store_of_ones_own_may_stand_inside_async_or_not():
    store = build(store={"type": "my_stores.OldStore", "shelf": "left"})
    await store.save(tracker_of("kim", [told(f"mail {MAIL}")]))

    inner = store._inner._tracker_store
    assert inner.shelf == "left"
    assert MAIL not in repr(inner.kept["kim"].events[0].as_dict())
    assert (await store.retrieve("kim")).latest_message.text == f"mail {MAIL}"


@pytest.mark.parametrize(
    ("kind", "block", "given"),
    [
        (
            MongoTrackerStore,
            {"type": "mongod", "url": "mongodb://127.0.0.1:1", "db": "bot", "username": "u"},
            {"host": "mongodb://127.0.0.1:1", "db": "bot", "username": "u"},
        ),
        (
            DynamoTrackerStore,
            {"type": "dynamo", "table_name": "talks", "region": "eu-west-1"},
            {"table_name": "talks", "region": "eu-west-1"},
        ),
    ],
)
def test_rasas_own_class_is_built_with_the_arguments_of_the_block(monkeypatch, kind, block, given):
    """Only that: neither database is there to be asked."""
    taken = {}

    def connect(self, domain, event_broker=None, **arguments):
        taken.update(arguments)
        TrackerStore.__init__(self, domain, event_broker)

    monkeypatch.setattr(getattr(rasa_stores, kind.__name__), "__init__", connect)

    store = build(store=block)

    assert isinstance(store._inner, kind)
    assert taken == given


def test_a_guarded_store_is_found_behind_rasas_wrappers():
    store = GuardedTrackerStore(Domain.empty(), store={"type": "InMemory"})

    assert guarded_store(rasa_stores.FailSafeTrackerStore(store)) is store
    assert guarded_store(InMemoryTrackerStore(Domain.empty())) is None
    assert guarded_store(None) is None


# --- brokers ----------------------------------------------------------------------------------


async def broker(**block):
    return await EventBroker.create(
        EndpointConfig(type="chatward_rasa.GuardedEventBroker", **block)
    )


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ({}, "holds the original block with its 'type'"),
        ({"broker": {"type": "files"}}, "'files' is neither a name of Rasa's"),
        ({"broker": {"type": "my_stores.NoSuch"}}, "neither"),
        ({"broker": {"type": "file", "pth": "x"}}, "could not be built"),
        ({"broker": {"type": "file"}, "polcy": "x"}, "Did you mean 'policy'"),
    ],
)
async def test_a_wrong_broker_stops_the_start_instead_of_publishing_nothing(block, says):
    with pytest.raises(InvalidConfigException, match=says):
        await broker(**block)


async def test_a_broker_publishes_what_may_rest(tmp_path):
    path = tmp_path / "events.log"
    one = await broker(broker={"type": "file", "path": str(path)})

    one.publish({"sender_id": "kim", **told(f"mail {MAIL}").as_dict()})
    await one.close()

    assert one.is_ready()
    assert one.path == str(path)
    assert "mail EMAIL_ADDRESS_1_" in path.read_text()
    assert MAIL not in path.read_text()


async def test_what_the_guarded_store_publishes_is_not_looked_at_again(monkeypatch):
    inner = ListBroker([])
    store = GuardedTrackerStore(Domain.empty(), inner, store={"type": "InMemory"})
    assert isinstance(store.event_broker, GuardedEventBroker)
    monkeypatch.setattr(store.event_broker, "_hidden", lambda _event: 1 / 0)

    await store.save(tracker_of("kim", [told(f"mail {MAIL}")]))

    ((event, _headers),) = inner.events
    assert event["text"].startswith("mail EMAIL_ADDRESS_1_")
    assert event["sender_id"] == "kim"


async def test_an_event_that_is_fit_stays_as_it_is_and_headers_go_along(guard):
    inner = ListBroker([])
    one = GuardedEventBroker(inner, guard)
    one.publish({"sender_id": "kim", "event": "user", "text": MAIL}, headers={"id": "7"})
    (fit, headers) = inner.events[0]
    one.publish(fit)

    assert inner.events[1][0] == fit
    assert headers == {"id": "7"}


def test_an_event_that_cannot_be_made_fit_is_not_published(guard, monkeypatch, caplog):
    inner = ListBroker([])
    one = GuardedEventBroker(inner, guard)
    monkeypatch.setattr(one, "_hidden", lambda event: {}[event["text"]])

    one.publish({"sender_id": "kim", "event": "user", "text": MAIL})

    assert inner.events == []
    assert "was not published (KeyError)" in caplog.text
    assert MAIL not in caplog.text


async def test_an_export_through_the_guarded_broker_publishes_what_may_rest(guard):
    from rasa.core.exporter import Exporter

    store = GuardedTrackerStore(Domain.empty(), store={"type": "InMemory"})
    await store.save(tracker_of("kim", [told(f"mail {MAIL}")]))
    inner = ListBroker([])

    await Exporter(store, GuardedEventBroker(inner, store.guard), "endpoints.yml").publish_events()

    assert inner.events[0][0]["text"].startswith("mail EMAIL_ADDRESS_1_")
