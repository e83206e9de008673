"""Whole logs, decided again by another policy."""

from __future__ import annotations

import json

import msgspec
import pytest
from replay_parts import KINDS, TEXTS, event_of, written

from chatward.replay.log import compare
from chatward.replay.record import Recorded, as_recorded
from chatward.replay.replaying import Replayer


def line(event):
    return msgspec.json.encode(event)


def test_changes_of_a_log_are_counted_and_shown_by_reference():
    events = [event_of(text, conversation="c") for text in (TEXTS[2], TEXTS[4], TEXTS[1])]
    new = written("extends: balanced\nrules: [{name: c, kinds: [credit-card], action: block}]")
    found = compare(map(line, events), Replayer(new, KINDS))
    assert (found.decisions, found.changed, found.stricter, found.laxer) == (3, 1, 1, 0)
    assert found.actions == {("redact", "block"): 1}
    assert found.rules == {("secrets", "c"): 1}
    assert found.origins == {"user": 1}
    assert found.kinds == {"credit-card": 1}
    assert [each.reference for each in found.examples] == [events[0].reference]


def test_no_more_examples_are_kept_than_asked_for():
    event = line(event_of("4111 1111 1111 1111"))
    found = compare([event] * 9, Replayer(written("rules: []"), KINDS), limit=2)
    assert (found.laxer, len(found.examples)) == (9, 2)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"hello",
        b"{}",
        b'{"event": "decision"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"event": "decision", "reference": "\\ud800"}',
        b"null",
    ],
)
def test_a_line_that_is_no_event_is_counted_as_broken(broken):
    found = compare([broken, line(event_of("hello"))], Replayer(written("rules: []"), KINDS))
    assert (found.broken, found.decisions) == (1, 1)


@pytest.mark.parametrize("change", [{"action": "explode"}, {"origin": "nobody"}])
def test_a_decision_with_words_that_are_none_is_broken(change):
    fields = {**json.loads(line(event_of("anna@example.org"))), **change}
    found = compare([json.dumps(fields).encode()], Replayer(written("extends: strict"), KINDS))
    assert (found.broken, found.decisions) == (1, 0)


def test_events_about_something_else_are_passed_over():
    others = [b'{"event": "release", "reference": "a", "released": []}', b'{"event": "call"}']
    found = compare(others, Replayer(written("rules: []"), KINDS))
    assert (found.others, found.broken, found.decisions) == (2, 0, 0)


def test_only_what_is_needed_is_read_and_nothing_of_it_is_changed():
    event = event_of(TEXTS[2], conversation="c", role="guest")
    assert msgspec.json.decode(line(event), type=Recorded).findings == event.findings
    read = msgspec.json.decode(line(event), type=Recorded)
    kept = as_recorded(event)
    assert (read.private, read.streamed) == (kept.private, kept.streamed) == (False, False)
    names = [name for name in Recorded.__struct_fields__ if name not in {"features", "cannot"}]
    assert [getattr(read, name) for name in names] == [getattr(kept, name) for name in names]
