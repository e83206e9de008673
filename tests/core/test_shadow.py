"""A policy that is tried on the side."""

from __future__ import annotations

import random

import msgspec
import pytest
from replay_parts import KINDS, TEXTS, Clock, Kept, decide, guard_for, policy_named

from chatward import AuditError, PolicyError
from chatward.audit.event import AuditEvent
from chatward.audit.running_events import ShadowEvent
from chatward.policy.file import parse_policy
from chatward.replay.shadowing import Shadow, shadowed

CARD = "4111 1111 1111 1111"
TRIED = "extends: balanced\nname: tried\nrules: [{name: c, kinds: [credit-card], action: block}]"


class All:
    """Keeps every event; fails on those of a class, if told so."""

    def __init__(self, failing=()):
        self.events = []
        self.failing = failing

    def write(self, event):
        if isinstance(event, self.failing):
            raise AuditError("the disk is full")
        self.events.append(event)


def tried(text=TRIED):
    return parse_policy(text, where="test")


def shadow_over(log, policy=None):
    return Shadow(log, policy or tried(), KINDS, lambda: 4.0, lambda: "abc")


def test_a_decision_that_would_have_been_another_goes_on_record_behind_it():
    log = All()
    guard = guard_for(policy_named("balanced"), shadow_over(log))
    decision = guard.inspect(CARD, origin="user", conversation="c")
    assert decision.action.value == "pseudonymise"
    event, shadow = log.events
    assert isinstance(event, AuditEvent)
    assert shadow == ShadowEvent(
        time=4.0,
        reference="abc",
        conversation=event.conversation,
        about=event.reference,
        was=("pseudonymise", "personal-data-in"),
        would_be=("block", "c"),
        certain=True,
        policy=("tried", "1", tried().stamp.hash),
    )
    assert CARD not in str(shadow.fields())


def test_where_both_agree_nothing_is_written():
    log = All()
    guard = guard_for(policy_named("balanced"), shadow_over(log))
    guard.inspect("anna@example.org", origin="user")
    guard.inspect("hello", origin="model")
    assert [type(each) for each in log.events] == [AuditEvent, AuditEvent]


def test_another_rule_with_the_same_action_is_no_difference():
    log = All()
    renamed = tried("extends: balanced\nrules: [{name: p, kinds: [person], action: redact}]")
    guard_for(policy_named("balanced"), shadow_over(log, renamed)).inspect(CARD, origin="model")
    assert len(log.events) == 1


def test_a_shadow_that_cannot_be_written_does_not_disturb():
    log = All(failing=ShadowEvent)
    shadow = shadow_over(log)
    decision = guard_for(policy_named("balanced"), shadow).inspect(CARD, origin="user")
    assert decision.action.value == "redact"
    assert (len(log.events), shadow.missed) == (1, 1)


def test_a_shadow_that_cannot_be_worked_out_does_not_disturb():
    log = All()
    shadow = shadow_over(log)
    guard_for(policy_named("balanced"), log).inspect(CARD, origin="user")
    event = log.events.pop()
    shadow.write(msgspec.structs.replace(event, origin="nobody"))
    assert (len(log.events), shadow.missed) == (1, 1)


def test_an_event_that_cannot_be_written_is_still_an_error():
    shadow = shadow_over(All(failing=AuditEvent))
    with pytest.raises(AuditError):
        guard_for(policy_named("balanced"), shadow).inspect("hello", origin="user")


def test_no_decision_changes_for_a_shadow():

    plain, watched = Kept(), Kept()
    guards = (
        guard_for(policy_named("balanced"), plain),
        guard_for(
            policy_named("balanced"), Shadow(watched, policy_named("strict"), KINDS, Clock())
        ),
    )
    for number, text in enumerate(TEXTS * 2):
        for guard in guards:
            decide(guard, text, random.Random(number))
    told = [
        [(e.action, e.rule, e.findings, e.edits) for e in each.events] for each in (plain, watched)
    ]
    assert told[0] == told[1]


# --- the policy's key -----------------------------------------------------------------------


def test_a_policy_without_a_shadow_has_its_log_as_it_is():
    log = All()
    assert shadowed(log, policy_named("balanced"), KINDS, Clock()) is log


def test_a_shadow_is_a_profile_or_a_file_seen_from_where_the_program_runs(tmp_path, monkeypatch):
    (tmp_path / "tried.yml").write_text(TRIED)
    monkeypatch.chdir(tmp_path)
    for name, hash_ in (("strict", policy_named("strict").stamp.hash), ("tried.yml", None)):
        log = All()
        policy = tried(f"extends: balanced\nshadow: {name}")
        guard = guard_for(policy, shadowed(log, policy, KINDS, Clock()))
        guard.inspect(CARD, origin="user", conversation="c")
        assert log.events[1].policy[2] == (hash_ or tried().stamp.hash)


@pytest.mark.parametrize(
    "text", [None, "rules: 7", "rules: [{name: x, kinds: [nix], action: block}]"]
)
def test_a_shadow_that_cannot_be_used_is_told_at_once(tmp_path, monkeypatch, text):
    if text is not None:
        (tmp_path / "tried.yml").write_text(text)
    monkeypatch.chdir(tmp_path)
    policy = tried("extends: balanced\nshadow: tried.yml")
    with pytest.raises(PolicyError):
        shadowed(All(), policy, KINDS, Clock())
