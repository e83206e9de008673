"""Spikes: a share of events that is suddenly much greater than before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from incident_parts import rule, seen, trips

from chatward.incidents.file import load_playbook
from chatward.incidents.spiking import SLOTS, Slots
from chatward.incidents.watching import Watching


@given(
    events=st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=120),
    kept=st.integers(1, 40),
)
def test_slots_count_exactly(events, kept):
    slots, slot, all_events = Slots(kept), 0, []
    for gap, matched in events:
        slot += gap
        slots.add(slot, matched=matched)
        all_events.append((slot, matched))
        for first in (slot - kept + 1, slot - kept // 2, slot):
            inside = [each for each in all_events if first <= each[0] <= slot]
            assert slots.between(first, slot) == (
                len(inside),
                sum(each[1] for each in inside),
            )
    assert len(slots._counts) <= kept


def spike_watching(**fields):
    said = {
        "when": "{actions: [block]}",
        "per": "bot",
        "count": 5,
        "within_seconds": 60,
        "spike": "{times: 3, before_seconds: 600}",
    }
    return Watching([rule(**{**said, **fields})])


def minutes(start, number, blocked, passed):
    """Events of so many minutes, with so many of each kind in every one."""
    for minute in range(number):
        for at in range(blocked + passed):
            action = "block" if at < blocked else "allow"
            moment = start + 60.0 * minute + 60.0 * at / (blocked + passed)
            yield seen(moment, "", action=action, conversation=None)


def test_a_sudden_share_of_denials_is_a_spike():
    watching = spike_watching()
    assert trips(watching, minutes(6_000.0, 10, blocked=1, passed=19)) == []
    found = trips(watching, minutes(6_600.0, 2, blocked=10, passed=10))
    assert [each.grew for each in found][:1] == [False]
    assert found[0].count >= 5
    assert found[0].bot == "bank"


def test_what_has_always_been_so_is_no_spike():
    watching = spike_watching()
    assert trips(watching, minutes(6_000.0, 30, blocked=10, passed=10)) == []


def test_a_few_denials_are_no_spike():
    watching = spike_watching()
    trips(watching, minutes(6_000.0, 10, blocked=0, passed=20))
    assert trips(watching, minutes(6_600.0, 1, blocked=4, passed=0)) == []


def test_a_bot_that_has_just_begun_has_no_spike():
    assert trips(spike_watching(), minutes(6_000.0, 1, blocked=50, passed=0)) == []


def test_a_spike_is_found_after_the_clock_was_put_back():
    watching = spike_watching()
    trips(watching, minutes(1e9, 10, blocked=1, passed=19))
    trips(watching, minutes(6_000.0, 20, blocked=1, passed=19))
    found = trips(watching, minutes(7_200.0, 2, blocked=10, passed=10))
    assert found


def test_a_few_late_events_do_not_hide_a_spike():
    watching = spike_watching()
    trips(watching, minutes(6_000.0, 10, blocked=1, passed=19))
    events = list(minutes(6_600.0, 2, blocked=10, passed=10))
    late = list(minutes(100.0, 2, blocked=0, passed=20))
    mixed = [each for one, other in zip(events, late, strict=True) for each in (one, *[other] * 4)]
    assert trips(watching, mixed)


def test_late_events_among_others_do_not_begin_the_count_anew():
    watching = spike_watching()
    trips(watching, minutes(6_000.0, 10, blocked=1, passed=19))
    for late in minutes(100.0, 6, blocked=0, passed=17):
        trips(watching, [late, seen(6_600.0, "", action="allow", conversation=None)])
    assert trips(watching, minutes(6_660.0, 1, blocked=20, passed=0))


def test_the_shipped_spike_looks_at_an_hour():
    watching = Watching(load_playbook("standard").rules)
    trips(watching, minutes(36_000.0, 60, blocked=1, passed=9))
    found = trips(watching, minutes(39_600.0, 5, blocked=9, passed=1))
    assert [each.rule.name for each in found if not each.grew] == ["denial-spike"]
    assert SLOTS == 10
