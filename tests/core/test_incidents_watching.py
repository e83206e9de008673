"""When rules of a playbook go off: windows, spikes, newcomers, odd clocks."""

from __future__ import annotations

import math
import time

from hypothesis import example, given
from hypothesis import strategies as st
from incident_parts import call, rule, seen, trips

from chatward.incidents.counting import Counting
from chatward.incidents.file import load_playbook
from chatward.incidents.seen import Seen, seen_of
from chatward.incidents.watching import Watching

# --- windows --------------------------------------------------------------------------------


def naive(times, count, within, quiet):
    """At which events a window is full, by counting anew each time."""
    found, since, quiet_until = [], 0, None
    for at, now in enumerate(times):
        if quiet_until is not None:
            if now <= quiet_until:
                continue
            since, quiet_until = at, None
        inside = [each for each in times[since : at + 1] if now - each <= within]
        if len(inside) >= count:
            found.append(at)
            quiet_until = now + quiet
    return found


@given(
    gaps=st.lists(st.integers(0, 20), max_size=80),
    count=st.integers(1, 6),
    within=st.integers(1, 30),
    quiet=st.integers(1, 60),
)
@example(gaps=[0, 5, 1], count=1, within=1, quiet=5)
def test_a_window_counts_exactly(gaps, count, within, quiet):
    now, times = 1_000, []
    for gap in gaps:
        now += gap
        times.append(float(now))
    counting = Counting(rule(count=count, within_seconds=within, quiet_seconds=quiet), 10)
    found = []
    for at, each in enumerate(times):
        trip = counting.see(seen(each))
        if trip is not None and not trip.grew:
            found.append(at)
    assert found == naive(times, count, within, quiet)


@given(
    events=st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc")), max_size=60),
    count=st.integers(1, 4),
)
def test_what_one_does_is_never_counted_for_another(events, count):
    the_rule = rule(count=count, within_seconds=20, quiet_seconds=10)
    now, together, mixed = 0.0, Counting(the_rule, 10), []
    alone = {name: Counting(the_rule, 10) for name in "abc"}
    apart = []
    for gap, name in events:
        now += gap
        for counting, found in ((together, mixed), (alone[name], apart)):
            trip = counting.see(seen(now, conversation=name))
            found.append(None if trip is None else (trip.about, trip.count, trip.references))
    assert mixed == apart


@given(
    before=st.lists(st.floats(0, 1e9), max_size=20),
    jump=st.floats(-1e9, 1e9),
    count=st.integers(1, 6),
)
def test_a_clock_that_jumps_does_not_stop_the_counting(before, jump, count):
    counting = Counting(rule(count=count, within_seconds=60, quiet_seconds=60), 10)
    for each in before:
        counting.see(seen(each))
    start = jump + 1e9
    counting.begin_anew("c1", seen(start - 1e6))  # no quiet from before
    found = [counting.see(seen(start + 10_000 * at)) for at in range(3)]
    assert count == 1 or found == [None] * 3
    rapid = [counting.see(seen(start + 1e6 + at)) for at in range(count)]
    assert any(trip is not None for trip in rapid)


def test_workers_whose_clocks_differ_are_counted_together():
    counting = Counting(rule(count=6, within_seconds=10), 10)
    found = [counting.see(seen(100.0 + at + (3.0 if at % 2 else 0.0))) for at in range(6)]
    assert [each is not None for each in found] == [False] * 5 + [True]


def test_what_belongs_to_nobody_is_counted_only_where_one_is_enough():
    many, one = Counting(rule(count=2), 10), Counting(rule(), 10)
    for name in (None, "unavailable"):
        assert many.see(seen(1.0, conversation=name)) is None
        assert many.see(seen(2.0, conversation=name)) is None
    trip = one.see(seen(1.0, conversation=None))
    assert trip is not None
    assert trip.conversation is None


def test_that_it_grows_is_told_when_the_count_doubles_or_a_minute_has_passed():
    counting = Counting(rule(count=2, within_seconds=10), 10)
    told = []
    for at in range(100):
        trip = counting.see(seen(100.0 + at / 10))
        if trip is not None:
            told.append((trip.count, trip.more, trip.grew))
    assert told == [
        (2, 2, False),
        (4, 2, True),
        (8, 4, True),
        (16, 8, True),
        (32, 16, True),
        (64, 32, True),
    ]
    late = counting.see(seen(200.0))
    assert late is not None
    assert (late.count, late.more) == (101, 37)


def test_the_state_is_bounded():
    counting = Counting(rule(count=3), most=100)
    for at in range(5_000):
        counting.see(seen(float(at), conversation=f"c{at}"))
    assert len(counting._counts) == 100
    assert all(len(each.last) <= 3 for each in counting._counts.values())


# --- newcomers and other events ---------------------------------------------------------------


def test_a_family_is_new_once_for_each_bot():
    watching = Watching([rule(when="{min_score: 0.5}", per="bot", first="family")])
    events = [
        seen(float(at), "", family=family, bot=bot, score=score)
        for at, (family, bot, score) in enumerate(
            [
                ("override", "a", 0.9),
                ("override", "a", 0.9),
                ("persona", "a", 0.4),
                ("persona", "a", 0.6),
                ("override", "b", 0.9),
                ("", "b", 0.9),
            ]
        )
    ]
    assert [each.about for each in trips(watching, events)] == [
        "a:override",
        "a:persona",
        "b:override",
    ]


def test_a_rule_may_be_about_calls_and_what_they_ask_for():
    watching = Watching([rule(when="{event: call, actions: [block], tools: [send_mail]}")])
    found = trips(watching, [seen_of(call(1.0)), seen_of(call(2.0, tool="other"))])
    assert [(each.tool, each.conversation) for each in found] == [("send_mail", "c1")]


def test_an_event_like_none_of_the_log_is_not_looked_at():
    class Odd:
        event = "decision"
        time = "yesterday"

    assert seen_of(Odd()) is None
    assert seen_of(object()) is None


def test_an_event_that_matters_to_no_rule_takes_ten_microseconds_at_most():
    watching = Watching(load_playbook("standard").rules)
    ordinary = Seen(event="decision", time=1.0, bot="bank", conversation="c", action="allow")
    best = math.inf
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(2_000):
            watching.see(ordinary)
        best = min(best, (time.perf_counter() - began) / 2_000)
    assert best < 20e-6  # twice that, because the machine may be shared
