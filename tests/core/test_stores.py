"""What every store promises, tried on all of them."""

from __future__ import annotations

import pytest

from chatward.memory.ports import FOREVER, Change, Drawer
from chatward.memory.stores.in_process import InProcessStore

pytest_plugins = ["store_kinds"]

MOMENT = 0.06
"""A short life in seconds; for Redis a test really waits."""

LIVES = {"state": FOREVER, "vault": FOREVER}


def test_what_was_never_written_is_absent(kept):
    assert kept.store.read("anna", [("state", "a"), ("vault", "b")]) == [None, None]
    assert kept.store.read("anna", []) == []
    assert kept.store.room("anna", "state") == {}
    assert kept.store.drop("anna") == 0
    assert list(kept.store.drawers()) == []


def test_a_value_goes_in_and_comes_back(kept):
    assert kept.put(b"one")
    assert kept.get() == b"one"
    assert kept.get(owner="ben") is None
    assert kept.get(room="vault") is None
    assert kept.get(name="other") is None


@pytest.mark.parametrize("value", [b"", b"\0", b"a\0b", bytes(range(256)), b"x" * 100_000])
def test_any_bytes_are_kept_and_empty_is_not_absent(kept, value):
    assert kept.put(value)
    assert kept.get() == value
    assert not kept.put(b"other", was=None)
    assert kept.put(b"other", was=value)
    assert kept.get() == b"other"


def test_a_field_that_is_not_what_it_was_is_left_alone(kept):
    assert kept.put(b"one")
    assert not kept.put(b"two", was=b"none such")
    assert not kept.put(b"two", was=b"")
    assert not kept.put(b"two", was=None)
    assert kept.get() == b"one"


def test_one_stale_field_stops_all_changes_in_all_rooms(kept):
    kept.put(b"one")
    changes = [
        Change("vault", "a", None, b"new"),
        Change("state", "m", None, b"new"),
        Change("state", "n", b"stale", b"new"),
    ]
    assert not kept.store.write("anna", changes, LIVES)
    assert kept.store.room("anna", "vault") == {}
    assert kept.store.room("anna", "state") == {"n": b"one"}
    changes[-1] = Change("state", "n", b"one", b"new")
    assert kept.store.write("anna", changes, LIVES)
    assert kept.store.room("anna", "vault") == {"a": b"new"}
    assert kept.store.room("anna", "state") == {"m": b"new", "n": b"new"}


def test_a_condition_changes_nothing_and_lets_live_on(kept):
    kept.put(b"one")
    kept.clock.now += 5
    assert not kept.store.write("anna", [Change("state", "n", b"two", b"two")], LIVES)
    assert [each.touched for each in kept.store.drawers()] == [kept.clock.now - 5]
    assert kept.store.write("anna", [Change("state", "n", b"one", b"one")], LIVES)
    assert kept.store.write("anna", [Change("vault", "a", None, None)], LIVES)
    assert list(kept.store.drawers()) == [Drawer("anna", "state", kept.clock.now)]
    assert kept.store.room("anna", "state") == {"n": b"one"}


def test_a_drawer_left_empty_is_gone(kept):
    kept.put(b"one")
    kept.put(b"two", name="m")
    assert kept.put(None, was=b"one")
    assert kept.store.room("anna", "state") == {"m": b"two"}
    assert kept.put(None, was=b"two", name="m")
    assert kept.get() is None
    assert list(kept.store.drawers()) == []


def test_fields_come_in_the_order_they_were_asked_for(kept):
    kept.put(b"s")
    kept.put(b"v", room="vault")
    asked = [("vault", "n"), ("state", "none"), ("state", "n"), ("vault", "n")]
    assert kept.store.read("anna", asked) == [b"v", None, b"s", b"v"]


def test_names_may_hold_any_letters(kept):
    owner, room, name = "an*[a]?\\é", "ro:om", "na\tme 名"
    kept.put(b"bystander", owner="an*XaYY")
    assert kept.put(b"one", owner=owner, room=room, name=name)
    assert kept.store.room(owner, room) == {name: b"one"}
    assert {each.owner for each in kept.store.drawers()} == {owner, "an*XaYY"}
    assert kept.store.drop(owner) == 1
    assert kept.get(owner="an*XaYY") == b"bystander"


def test_a_drawer_whose_life_is_over_is_absent_and_starts_anew(kept):
    kept.put(b"one", life=MOMENT)
    kept.put(b"old", name="m", life=MOMENT)
    kept.wait(MOMENT * 1.2)
    assert kept.get() is None
    assert kept.store.room("anna", "state") == {}
    assert not kept.put(b"two", was=b"one")
    assert kept.put(b"two")
    assert kept.store.room("anna", "state") == {"n": b"two"}
    kept.wait(MOMENT * 1.2)
    assert kept.get() == b"two"


def test_a_write_prolongs_lives_also_of_rooms_it_does_not_change(kept):
    kept.put(b"one", life=5 * MOMENT)
    kept.put(b"value", room="vault", life=5 * MOMENT)
    kept.put(b"left", room="other", life=5 * MOMENT)
    longer = {"state": FOREVER, "vault": 3_600.0, "absent": FOREVER}
    assert kept.store.write("anna", [Change("state", "n", b"one", b"two")], longer)
    kept.wait(MOMENT * 6)
    assert kept.get() == b"two"
    assert kept.get(room="vault") == b"value"
    assert kept.get(room="other") is None
    assert kept.store.room("anna", "absent") == {}


def test_a_life_can_be_cut_short(kept):
    kept.put(b"one")
    kept.put(b"two", was=b"one", life=MOMENT)
    kept.wait(MOMENT * 1.2)
    assert kept.get() is None


def test_drawers_tell_when_they_were_written_to(kept):
    kept.put(b"one")
    kept.clock.now += 10
    kept.put(b"two", room="vault")
    kept.clock.now += 10
    kept.put(b"refused", was=b"stale")
    start = kept.clock.now - 20
    expected = {Drawer("anna", "state", start), Drawer("anna", "vault", start + 10)}
    assert set(kept.store.drawers()) == expected


def test_every_one_of_many_drawers_is_listed_once(kept):
    for number in range(1_203):
        kept.put(b"x", owner=f"owner{number}")
    found = [each.owner for each in kept.store.drawers()]
    assert sorted(found) == sorted(f"owner{number}" for number in range(1_203))


def test_dropping_takes_a_drawer_or_all_of_an_owner(kept):
    for room in ("state", "vault", "other"):
        kept.put(b"one", room=room)
    kept.put(b"one", owner="ben")
    assert kept.store.drop("anna", "other") == 1
    assert kept.store.drop("anna", "other") == 0
    assert kept.store.room("anna", "other") == {}
    assert kept.store.drop("anna") == 2
    assert kept.store.drop("anna") == 0
    assert [each.owner for each in kept.store.drawers()] == ["ben"]


def test_closing_loses_nothing(kept):
    kept.put(b"one")
    kept.store.close()
    kept.store.close()
    assert kept.get() == b"one"


def test_no_repr_tells_a_value(kept):
    kept.put(b"4111 1111 1111 1111")
    assert "4111" not in repr(kept.store)
    assert "anna" not in repr(kept.store)
    assert "4111" not in repr(Change("state", "n", b"4111", b"4111"))


def test_beyond_the_limit_the_owners_unused_longest_are_dropped():
    store = InProcessStore(kept_owners=2)
    for owner in ("anna", "ben"):
        changes = [Change(room, "n", None, b"one") for room in LIVES]
        assert store.write(owner, changes, dict.fromkeys(LIVES, 60.0))
    assert store.write("bot", [Change("baseline", "n", None, b"one")], {"baseline": FOREVER})
    store.read("anna", [("state", "n")])
    for owner in ("cleo", "dora"):
        store.write(owner, [Change("state", "n", None, b"one")], {"state": 60.0})
    kept = {each.owner for each in store.drawers()}
    assert kept >= {"bot", "dora"}  # what is to live for ever is not dropped for want of room
    assert "ben" not in kept
