"""Logs are read once, whatever stands in them."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_logs import (
    DAY,
    START,
    blocked,
    busy_weeks,
    decision,
    hidden,
    incident,
    policy_change,
    retention,
    segment,
    write,
)

from chatward.errors import AuditError
from chatward.report.days import DAY as A_DAY
from chatward.report.days import HOUR, Days
from chatward.report.gathering import gather
from chatward.report.tally import MOST, Counts, Tally, step_of, sum_of

LATER = START + 400 * DAY


@pytest.fixture
def log(tmp_path):
    return tmp_path / "audit.jsonl"


def total_of(found):
    return sum_of([found.days.before, *found.days.of.values()])


def test_what_is_gathered_is_what_was_written(log):
    write(log, [blocked(START), hidden(START + 5), decision(START + 9), segment(START)])
    found = gather([log], None, LATER)
    total = total_of(found)
    assert (total.decisions, total.refused, total.hidden) == (3, 1, 1)
    assert (found.first, found.last) == (START, START + 9)
    (read,) = found.logs
    assert (read.events, read.broken, read.unknown, read.signed) == (4, 0, 0, True)


def test_lines_that_are_no_events_are_counted_and_no_more(log):
    write(log, [blocked(START)])
    whole = log.read_bytes()
    odd = [
        b"not json",
        b"{}",
        b"[]",
        b'{"event":"decision"}',
        b'{"event":"decision","time":1,"action":7}',
        b'{"event":"decision","time":"soon","action":"block"}',
        b"\xff\xfe",
        b'{"event":"decision","time":1,"action":"\\ud800"}',
        b"[" * 100_000,
        whole[:-20],
    ]
    log.write_bytes(whole + b"\n".join(odd) + b"\n\n")
    (read,) = gather([log], None, LATER).logs
    assert read.events + read.broken == 1 + len(odd)
    assert read.broken >= len(odd) - 1


def test_events_of_another_version_are_told_apart_from_broken_ones(log):
    log.write_text('{"event":"moon-landing","time":1,"new":[1]}\n', "utf-8")
    (read,) = gather([log], None, LATER).logs
    assert (read.events, read.broken, read.unknown) == (0, 0, 1)


@pytest.mark.parametrize("time", [-1.0, LATER + 2 * DAY, 1e300])
def test_events_of_a_time_that_has_not_been_are_left_out(log, time):
    write(log, [blocked(START), blocked(time)])
    found = gather([log], None, LATER)
    assert (found.logs[0].events, found.logs[0].future) == (1, 1)
    assert found.last == START


def test_rotated_files_are_read_once(log):
    write(log, [blocked(START + DAY)])
    packed = log.with_name("audit.jsonl.000001.gz")
    plain = write(log.with_name("plain"), [blocked(START)])
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    found = gather([log, packed, log], None, LATER)
    assert [each.events for each in found.logs] == [2]


def test_a_missing_log_is_an_error_with_its_name(tmp_path):
    with pytest.raises(AuditError, match=r"gone\.jsonl"):
        gather([tmp_path / "gone.jsonl"], None, LATER)


def test_an_empty_log_has_no_time(log):
    log.touch()
    assert gather([log], None, LATER).last is None


def test_fields_that_an_older_version_did_not_write_are_empty(log):
    old = {"event": "decision", "time": START, "action": "block", "rule": "r", "schema": 1}
    log.write_text(json.dumps(old) + "\n", "utf-8")
    assert total_of(gather([log], None, LATER)).refused == 1


def test_the_order_of_events_does_not_matter(tmp_path):
    events = list(busy_weeks(days=6, a_day=40))
    one = gather([write(tmp_path / "a", events)], None, LATER)
    random.Random(1).shuffle(events)
    other = gather([write(tmp_path / "b", events)], None, LATER)
    assert total_of(one).rules.of == total_of(other).rules.of
    assert one.firsts == other.firsts
    assert one.days.of.keys() == other.days.of.keys()


def test_an_incident_is_followed_through_its_life(log):
    told = [
        incident(START, "opened"),
        incident(START + 2, "notified", 2.0),
        incident(START + 40, "contained", 40.0),
        incident(START + 60, "contained", 60.0),
        incident(START + 900, "closed", 900.0),
        incident(START, "opened", incident="drill", drill=True),
    ]
    found = gather([write(log, told)], None, LATER)
    (one,) = found.incidents.values()
    assert (one.opened, one.contained, one.closed, one.told) == (START, 40.0, 900.0, 1)


def test_memory_is_bounded_whatever_names_and_times_there_are(log):
    chance = random.Random(3)
    with log.open("w", encoding="utf-8") as file:
        for number in range(4_000):
            name = f"name-{number}"
            said = {
                "event": "decision",
                "time": START + chance.random() * 400 * DAY,
                "action": name,
                "rule": name,
                "bot": name,
                "policy": [name, name, name],
                "findings": [[name, 0, 1, 1.0, name, "plain"]],
            }
            file.write(json.dumps(said) + "\n")
    found = gather([log], None, LATER)
    assert len(found.policies) <= MOST
    assert len(found.days.of) <= 800
    total = total_of(found)
    assert len(total.rules.of) == MOST
    assert total.rules.total == 4_000
    assert total.decisions == 4_000


def test_only_the_newest_of_what_happens_seldom_is_kept(log):
    write(log, [retention(START + number) for number in range(300)])
    write(log, [policy_change(START)])
    found = gather([log], None, LATER)
    assert (len(found.purges), found.purges[-1].time) == (200, START + 299)


# --- days -----------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 3_000 * A_DAY), max_size=60), st.sampled_from([HOUR, 7 * A_DAY]))
def test_no_event_is_lost_between_days(times, longest):
    days = Days(longest)
    for time in times:
        days.at(time).other.add("event")
    assert sum_of([days.before, *days.of.values()]).other.total == len(times)


def test_hours_become_days_and_days_the_time_before():
    days = Days(7 * A_DAY)
    for hour in range(900 * 24):
        days.at(hour * HOUR).other.add("event")
    assert days.width == A_DAY
    assert len(days.of) == 800
    assert days.before.other.total == 100 * 24
    days.at(0).other.add("event")  # comes late
    assert days.before.other.total == 100 * 24 + 1


def test_a_short_period_stays_with_hours():
    days = Days(24 * HOUR)
    for hour in range(900):
        days.at(hour * HOUR).other.add("event")
    assert days.width == HOUR
    now, _ = days.periods(0, 899 * HOUR)
    assert len(days.series(now)) == 24


def test_a_period_and_the_one_before_do_not_overlap():
    days = Days(2 * A_DAY)
    for hour in range(6 * 24):
        days.at(hour * HOUR).actions.add(("allow", True))
    now, before = days.periods(0, 6 * A_DAY - 1)
    assert before is not None
    assert (before.end, now.end) == (now.start, 6 * A_DAY)
    assert (now.total.decisions, before.total.decisions) == (48, 48)


def test_a_long_period_is_told_in_few_stretches():
    days = Days(None)
    for day in range(700):
        days.at(day * A_DAY).other.add("event")
    now, before = days.periods(0, 700 * A_DAY - 1)
    told = days.series(now)
    assert len(told) <= 120
    assert sum(tally.other.total for _, tally in told) == 700
    assert before is None


# --- tallies --------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=200))
def test_a_quantile_is_close_to_the_real_one(micros):
    tally = Tally()
    for each in micros:
        tally.micros.add(step_of(each))
    ordered = sorted(micros)
    for share in (0.5, 0.95, 1.0):
        real = ordered[max(0, -int(-share * len(ordered) // 1) - 1)] / 1e6
        found = tally.quantile(share)
        assert found == pytest.approx(real, rel=0.05)


def test_names_beyond_the_most_are_one_sum():
    counts = Counts()
    for number in range(MOST + 7):
        counts.add(number, 2)
    assert (len(counts.of), counts.rest, counts.total) == (MOST, 14, 2 * MOST + 14)
