"""Two places: the tracker in memory holds what was said, the store's bytes hold pseudonyms."""

from __future__ import annotations

import copy

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.utils.endpoints import EndpointConfig
from rasa_store_parts import (
    DOMAIN,
    KEY,
    MAIL,
    NAME,
    PLANTED,
    TOOL_MAIL,
    at_rest,
    build,
    fields,
    one_of_each,
    told,
    tracker_of,
    without_key,
)

from chatward.testing import capture_audit

pytest_plugins = ["rasa_store_fixtures"]


@pytest.fixture(params=["sqlite", "redis", "memory"])
def kind(request):
    return request.param


async def test_what_was_said_comes_back_and_the_bytes_hold_none_of_it(
    kind, blocks, policy, tmp_path, redis_running
):
    redis_running.say("FLUSHALL")
    store = build(blocks[kind], policy)
    said = tracker_of("kim")

    await store.save(said)

    kept = at_rest(kind, store, tmp_path, redis_running)
    assert b"EMAIL_ADDRESS_1_" in kept
    assert b"PERSON_1_" in kept
    assert [value for value in PLANTED if value.encode() in kept] == []
    assert NAME.upper().encode() not in kept
    back = await store.retrieve_full_tracker("kim")
    assert without_key(fields(back)) == without_key(fields(said))
    assert back.get_slot("card") == 4111111111111111
    assert back.get_slot("name") == NAME


async def test_rasas_own_store_keeps_all_of_it(kind, blocks, tmp_path, redis_running):
    redis_running.say("FLUSHALL")
    store = (
        InMemoryTrackerStore(DOMAIN)
        if kind == "memory"
        else TrackerStore.create(EndpointConfig.from_dict(blocks[kind]), DOMAIN)
    )

    await store.save(tracker_of("kim"))

    kept = at_rest(kind, store, tmp_path, redis_running)
    assert [value for value in PLANTED if value.encode() not in kept] == []


async def test_the_tracker_that_is_saved_stays_as_it_is(blocks, policy):
    store, said = build(blocks["sqlite"], policy), tracker_of("kim")
    before, slots = copy.deepcopy(fields(said)), said.current_slot_values()

    await store.save(said)

    assert fields(said) == before
    assert said.current_slot_values() == slots


async def test_another_process_shows_it_and_goes_on_where_the_first_one_stopped(
    kind, blocks, policy, tmp_path, redis_running
):
    if kind == "memory":
        return
    redis_running.say("FLUSHALL")
    await build(blocks[kind], policy).save(tracker_of("kim"))

    store = build(blocks[kind], policy)
    tracker = await store.retrieve("kim")
    tracker.update(told(f"and again {NAME}"))
    await store.save(tracker)

    again = await build(blocks[kind], policy).retrieve("kim")
    assert again.latest_message.text == f"and again {NAME}"
    assert len(again.events) == len(tracker.events)
    assert NAME.encode() not in at_rest(kind, store, tmp_path, redis_running)


async def test_without_restore_placeholders_are_loaded(blocks, policy):
    store = build(blocks["sqlite"], policy, restore=False)
    await store.save(tracker_of("kim"))

    back = await store.retrieve("kim")

    assert back.get_slot("email").startswith("EMAIL_ADDRESS_1_")
    assert MAIL not in repr(fields(back))


async def test_conversations_are_apart(blocks, policy, tmp_path):
    store = build(blocks["sqlite"], policy)
    for sender in ("kim", "lee"):
        await store.save(tracker_of(sender, [told(f"I am {sender}@example.org")]))
    stolen = (await store._inner.retrieve("kim")).latest_message.text

    await store.save(tracker_of("eve", [told(stolen)]))

    assert (await store.retrieve("kim")).latest_message.text == "I am kim@example.org"
    assert (await store.retrieve("lee")).latest_message.text == "I am lee@example.org"
    assert (await store.retrieve("eve")).latest_message.text == stolen
    assert set(await store.keys()) == {"kim", "lee", "eve"}
    assert await store.exists("kim")


async def test_who_has_no_id_of_his_own_is_redacted_for_good(blocks, policy):
    store = build(blocks["memory"], policy)
    await store.save(tracker_of("default", [told(f"mail {MAIL}")]))

    assert (await store.retrieve("default")).latest_message.text == "mail <EMAIL_ADDRESS>"


async def test_all_sessions_come_back(blocks, policy):
    store = build(blocks["sqlite"], policy)
    await store.save(tracker_of("kim"))
    tracker = await store.retrieve("kim")
    for each in one_of_each()[:5]:
        tracker.update(each)
    await store.save(tracker)

    full = await store.retrieve_full_tracker("kim")

    assert len(full.events) == len(tracker.events) + 1
    assert MAIL in repr(fields(full))
    assert (await store.get_or_create_tracker("kim")).sender_id == "kim"


async def test_a_declared_value_is_hidden_in_what_follows_whatever_its_case(
    blocks, policy, tmp_path
):
    store = build(blocks["sqlite"], policy)
    await store.save(tracker_of("kim", [told("hello"), SlotSet("name", NAME)]))
    tracker = await store.retrieve("kim")
    tracker.update(BotUttered(f"Dear {NAME.upper()}, dear {NAME.lower()}!"))
    tracker.update(SlotSet("name", "Other Person"))
    tracker.update(BotUttered(f"Not {NAME} any more"))
    await store.save(tracker)

    kept = at_rest("sqlite", store, tmp_path, None).lower()
    assert NAME.lower().encode() not in kept
    texts = [e.text for e in (await store.retrieve("kim")).events if isinstance(e, BotUttered)]
    assert texts == [
        f"Dear {NAME.upper()}, dear {NAME.lower()}!",
        f"Not {NAME} any more",
    ]


async def test_turn_five_hundred_costs_what_the_first_one_cost(blocks, policy, monkeypatch):
    from chatward import resting

    looks, reads = [], []
    detect = resting.detect
    monkeypatch.setattr(resting, "detect", lambda *a, **k: looks.append(1) or detect(*a, **k))
    store = build(blocks["memory"], policy)
    vault = store.guard._memory.store
    read = vault.read
    monkeypatch.setattr(vault, "read", lambda *a: reads.append(1) or read(*a))

    async def turn(number):
        looks.clear()
        reads.clear()
        tracker = await store.get_or_create_tracker("kim")
        tracker.update(told(f"mail {number}@example.org"))
        tracker.update(BotUttered(f"Noted {number}@example.org"))
        await store.save(tracker)
        return len(looks), len(reads)

    await turn(0)
    second = await turn(1)
    tracker = await store.retrieve("kim")
    for number in range(2, 499):
        tracker.update(told(f"mail {number}@example.org"))
    await store.save(tracker)

    assert await turn(499) == second


async def test_one_event_per_save_and_per_load_is_on_record(blocks, policy):
    store = build(blocks["memory"], policy)
    with capture_audit() as events:
        await store.save(tracker_of("kim"))
        await store.retrieve("kim")

    assert [each["event"] for each in events] == ["at-rest", "at-rest"]
    assert events[0]["redacted"] == [["aws-access-key", 1]]
    assert not any(value in repr(events) for value in PLANTED)


async def test_conduct_and_releases_know_nothing_of_what_was_stored(blocks, policy):
    store = build(blocks["memory"], policy)
    await store.save(tracker_of("kim", [BotUttered(f"ask {TOOL_MAIL}")]))
    hidden = (await store._inner.retrieve("kim")).events[0].text

    assert store.guard._memory.open("kim").state.messages == 0
    assert store.guard.restore(hidden, conversation="kim") == "ask <EMAIL_ADDRESS>"


def test_everything_else_is_the_store_inside(blocks, policy):
    store = build(blocks["sqlite"], policy)

    assert store.engine.dialect.name == "sqlite"
    assert store.domain is DOMAIN
    store.max_event_history = 7
    assert store._inner.max_event_history == 7
    with pytest.raises(AttributeError):
        store.no_such_thing  # noqa: B018
    assert KEY not in repr(store)
