"""Incidents and what they hold back, in every kind of store."""

from __future__ import annotations

import threading
from dataclasses import replace

import msgspec
import pytest
from incident_parts import KEYS, Log

from chatward import Conversation, Guard, StoreError
from chatward.incidents import keeping
from chatward.incidents.escalating import Escalations
from chatward.incidents.incident import Incident
from chatward.incidents.keeping import Incidents
from chatward.memory.containment import READ_EVERY_SECONDS, Containment
from chatward.memory.memory import Memory
from chatward.memory.ports import FOREVER, Change

pytest_plugins = ["store_kinds"]


def incident(name, opened=1_000.0, **fields):
    said = {"rule": "r", "severity": "low", "about": "c1", "conversation": "c1", "bot": "bank"}
    return Incident(id=name, opened=opened, **{**said, "count": 1, "references": (), **fields})


# --- incidents ------------------------------------------------------------------------------


def test_an_incident_is_kept_listed_and_changed(kept):
    incidents = Incidents(kept.store)
    first = incident("inc-1", references=("a", "b"), steps=(("duty", "call"),))
    assert incidents.open(first, 60) == (first, True)
    second = incident("inc-2", opened=2_000.0, about="c2")
    incidents.open(second, 60)
    assert Incidents(kept.store).all() == [second, first]
    changed = incidents.change("inc-1", lambda each: replace(each, count=5))
    assert incidents.find("inc-1") == changed == replace(first, count=5)
    assert incidents.change("inc-1", lambda each: each) is None
    assert incidents.change("inc-9", lambda each: each) is None
    assert incidents.find("inc-9") is None


def test_an_open_incident_stands_for_a_new_one_while_it_is_quiet(kept):
    incidents = Incidents(kept.store)
    first = incident("inc-1")
    incidents.open(first, 60)
    assert incidents.open(incident("inc-2", opened=1_060.0), 60) == (first, False)
    assert incidents.standing("r", "c1") == first
    assert incidents.standing("r", "c2") is None
    assert incidents.open(incident("inc-3", opened=1_061.0), 60)[1]
    assert incidents.open(incident("inc-4", about="c2"), 60)[1]
    incidents.change("inc-3", lambda each: replace(each, closed=1.0))
    assert incidents.standing("r", "c1") is None
    assert incidents.open(incident("inc-5", opened=1_062.0), 60)[1]


def test_a_drill_keeps_no_real_incident_quiet(kept):
    incidents = Incidents(kept.store)
    incidents.open(incident("inc-1", drill=True), 60)
    assert incidents.open(incident("inc-2"), 60)[1]
    assert incidents.open(incident("inc-3", drill=True), 60)[1]


def test_of_many_workers_one_opens_the_incident(shared):
    opened, start = [], threading.Barrier(6)

    def work(number):
        start.wait()
        opened.append(Incidents(shared.store).open(incident(f"inc-{number}"), 60))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(is_new for _, is_new in opened) == 1
    assert len({each.id for each, _ in opened}) == 1
    assert len(Incidents(shared.store).all()) == 1


def test_a_value_is_first_once(kept):
    incidents = Incidents(kept.store)
    assert incidents.is_first("new-family", "bank:override")
    assert not Incidents(kept.store).is_first("new-family", "bank:override")
    assert incidents.is_first("new-family", "bank:persona")


def test_how_far_a_log_was_read_is_kept(kept):
    incidents = Incidents(kept.store)
    assert incidents.read_until("one.jsonl") is None
    incidents.note_read("one.jsonl", 17.25)
    incidents.note_read("one.jsonl", 18.25)
    assert Incidents(kept.store).read_until("one.jsonl") == 18.25
    assert incidents.read_until("two.jsonl") is None


def test_the_oldest_closed_incidents_go(kept, monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_CLOSED", 3)
    monkeypatch.setattr(keeping, "TIDIED_EVERY", 10)
    incidents = Incidents(kept.store)
    for at in range(9):
        opened = incident(f"inc-{at}", opened=float(at), about=f"c{at}")
        incidents.open(opened, 60)
        held = ("freeze-vault",) if at == 0 else ()
        if at < 7:
            incidents.change(opened.id, lambda each, h=held: replace(each, closed=1.0, held=h))
    incidents.open(incident("inc-9", opened=9.0, about="c9"), 60)
    left = [each.id for each in incidents.all()]
    assert left == ["inc-9", "inc-8", "inc-7", "inc-6", "inc-5", "inc-4", "inc-0"]
    causes = kept.store.room("incidents", "causes").values()
    assert sorted(causes) == sorted(each.encode() for each in left)


def test_of_many_workers_one_escalates_and_nobody_what_is_closed(kept):
    incidents = Incidents(kept.store)
    workers = [Escalations(incidents), Escalations(Incidents(kept.store))]
    for name, closed in (("inc-1", None), ("inc-2", 1_001.0)):
        opened = incident(name, about=name, escalate_at=1_900.0, escalate_to=("desk",))
        incidents.open(opened, 60)
        for each in workers:
            each.add(opened)
        if closed:
            shut = replace(opened, closed=closed, escalate_at=None)
            incidents.change(name, lambda _, shut=shut: shut)
    assert workers[0].due(1_899.0) == []
    due = [each.due(1_901.0) for each in (*workers, *workers)]
    assert [[one.id for one in each] for each in due] == [["inc-1"], [], [], []]


def test_a_damaged_incident_is_an_error_that_shows_nothing(kept):
    change = Change("incidents", "inc-1", None, b'{"id": "4711')
    kept.store.write("incidents", [change], {"incidents": FOREVER})
    for look in (lambda each: each.find("inc-1"), lambda each: each.all()):
        with pytest.raises(StoreError) as caught:
            look(Incidents(kept.store))
        assert "damaged" in str(caught.value)
        assert "4711" not in str(caught.value)


# --- containment ----------------------------------------------------------------------------


def test_what_is_held_back_is_read_by_other_workers_and_let_go(kept):
    one, other = Containment(kept.store), Containment(kept.store, "bank")
    assert not other.read(100.0).locks("send_mail")
    one.hold("inc-1", "lock-tool:send_mail")
    one.hold("inc-1", "freeze-vault")
    one.hold("inc-2", "lock-tool:send_mail")
    one.hold("inc-2", "profile:balanced")
    one.hold("inc-3", "profile:strict")
    assert not other.read(100.0 + READ_EVERY_SECONDS / 2).locks("send_mail")
    later = 100.0 + READ_EVERY_SECONDS
    held = other.read(later)
    assert held.locks("send_mail")
    assert not held.locks("read_page")
    assert (held.frozen, held.profile) == (True, "strict")
    assert one.let_go("inc-1", "lock-tool:send_mail")
    assert one.let_go("inc-1", "freeze-vault")
    assert not one.let_go("inc-1", "freeze-vault")
    one.let_go("inc-3", "profile:strict")
    held = other.read(later + READ_EVERY_SECONDS)
    assert held.locks("send_mail")  # another incident holds it still
    assert (held.frozen, held.profile) == (False, "balanced")


def test_what_is_held_back_for_one_bot_is_not_for_another(kept):
    Containment(kept.store).hold("inc-1", "lock-tool:*", "bank")
    Containment(kept.store).hold("inc-2", "freeze-vault")
    bank, shop = Containment(kept.store, "bank"), Containment(kept.store, "shop")
    assert bank.read(1.0).locks("anything")
    assert not shop.read(1.0).locks("anything")
    assert bank.read(1.0).frozen
    assert shop.read(1.0).frozen


def test_who_holds_something_back_sees_it_at_once_and_a_clock_put_back_does_no_harm(kept):
    containment = Containment(kept.store)
    assert not containment.read(1_000.0).frozen
    containment.hold("inc-1", "freeze-vault")
    assert containment.read(1_000.0).frozen
    Containment(kept.store).let_go("inc-1", "freeze-vault")
    assert not containment.read(10.0).frozen


class Down:
    """A store that is down."""

    calls = 0

    def room(self, owner, room):
        self.calls += 1
        raise StoreError("the store is down")


def test_a_store_that_is_down_is_asked_once_in_a_while():
    store = Down()
    containment = Containment(store)
    for now in (1.0, 1.5, 2.0):
        with pytest.raises(StoreError):
            containment.read(now)
    assert store.calls == 1
    with pytest.raises(StoreError):
        containment.read(1.0 + READ_EVERY_SECONDS)
    assert store.calls == 2


# --- conversations known by their pseudonym only --------------------------------------------


def talk(store, names):
    guard = Guard(keys=KEYS, store=store, audit=Log())
    for name in names:
        guard.inspect("Good morning.", origin="user", conversation=name)


def test_a_conversation_is_found_by_its_pseudonym(kept):
    talk(kept.store, [f"c{number}" for number in range(20)])
    memory = Memory(kept.store, KEYS)
    pseudonym = memory.open("c7").key.pseudonym
    assert memory.owner_of_pseudonym(pseudonym) == memory.owner_of("c7")
    assert memory.owner_of_pseudonym("0" * 16) is None
    memory.forget("c7")
    assert memory.owner_of_pseudonym(pseudonym) is None


def test_a_conversation_that_was_just_written_is_found_without_the_store(kept):
    talk(kept.store, ["c"])
    memory = Memory(kept.store, KEYS)
    dossier = memory.open("c")
    memory.note(dossier)
    memory.store = Down()
    assert memory.owner_of_pseudonym(dossier.key.pseudonym) == dossier.owner


def test_conversations_beyond_the_latest_are_found_too(kept, monkeypatch):
    monkeypatch.setattr("chatward.memory.memory.LOOKED_AT_FIRST", 3)
    talk(kept.store, [f"c{number}" for number in range(8)])
    memory = Memory(kept.store, KEYS)
    for number in range(8):
        pseudonym = memory.open(f"c{number}").key.pseudonym
        assert memory.owner_of_pseudonym(pseudonym) == memory.owner_of(f"c{number}")


def test_an_old_record_of_a_conversation_can_still_be_read(kept):
    old = msgspec.to_builtins(Conversation(messages=3))
    del old["incident"]
    read = msgspec.json.decode(msgspec.json.encode(old), type=Conversation)
    assert (read.messages, read.incident) == (3, "")
