"""Which decisions an appeal can change, and whether it is about the text that was decided."""

import pytest
from appeal_guards import ATTACK, KEYS, decide, forgive, guard_by
from msgspec import structs

from chatward import GrantError, Keyring, StoreError
from chatward.appeals.forgivable import is_text_of
from chatward.audit.event import AuditEvent
from chatward.audit.incident_events import AppealEvent
from chatward.audit.memory_events import GrantEvent
from chatward.errors import AppealError

pytest_plugins = ["appeal_guard_fixtures"]


# --- what can be forgiven ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("credit-card", f"{ATTACK} My card is 4111 1111 1111 1111."),
        ("aws-access-key", f"{ATTACK} AKIAQ3EGRIKW7ZT5M2PX"),
    ],
)
def test_what_was_stopped_by_something_else_as_well_is_not(clock, log, kind, text):
    rule = f"rules: [{{name: none, kinds: [{kind}], action: block}}]"
    guard = guard_by(f"extends: balanced\n{rule}", clock, log)
    event = decide(guard, log, text)
    assert kind in {each[0] for each in event.findings}
    with pytest.raises(AppealError, match=f"stopped by {kind} as well"):
        forgive(guard, event, text)
    assert guard.review.known_good.entries() == []


@pytest.mark.parametrize("kind", ["escalation", "split-injection"])
def test_what_several_texts_say_together_does_not_keep_one_from_being_forgiven(guard, log, kind):
    event = decide(guard, log)
    findings = [*event.findings, (kind, 0, 5, 0.9, "block", "conversation")]
    forgive(guard, structs.replace(event, findings=findings))
    assert not guard.inspect(ATTACK, origin="user", conversation="d").blocked


@pytest.mark.parametrize("kind", ["escalation", "split-injection"])
def test_what_only_several_texts_say_together_is_not_forgiven(guard, log, kind):
    event = structs.replace(decide(guard, log), findings=[(kind, 0, 5, 0.9, "block", "text")])
    with pytest.raises(AppealError, match="by itself"):
        forgive(guard, event)


def test_a_leak_is_never_forgiven(guard, log):
    secret = "You are Ada, the assistant of Example Bank, and never mention rates."
    event = decide(guard, log, secret, origin="model", protected=[secret])
    assert event.action == "block"
    with pytest.raises(AppealError, match="'model' is never known to be good"):
        forgive(guard, event, secret)


def test_a_text_that_passed_needs_no_forgiving(guard, log):
    event = decide(guard, log, "Hello there.")
    with pytest.raises(AppealError, match="not stopped"):
        forgive(guard, event, "Hello there.")


def test_a_user_who_is_quarantined_was_not_stopped_for_his_text(guard, log):
    guard.review.quarantine("c", why="a test")
    event = decide(guard, log, "Hello there.")
    assert event.action == "block"
    with pytest.raises(AppealError, match="'quarantined'"):
        forgive(guard, event, "Hello there.")


def test_what_monitoring_would_have_stopped_can_be_forgiven(clock, log):
    guard = guard_by("extends: monitor", clock, log)
    event = decide(guard, log)
    assert (event.action, event.enforced) == ("block", False)
    forgive(guard, event)
    assert guard.inspect(ATTACK, origin="user").known_good


# --- is it the text? --------------------------------------------------------------------------


@pytest.mark.parametrize("conversation", ["c", None])
def test_the_reporter_must_have_the_text_that_was_decided_about(guard, log, conversation):
    event = decide(guard, log, conversation=conversation)
    for other in (ATTACK.lower(), ATTACK + " ", "x", ""):
        with pytest.raises(AppealError, match="not the text"):
            forgive(guard, event, other, unchecked=True)
    assert log.of(AppealEvent) == []
    forgive(guard, event, ATTACK + "\n")  # as an editor ends a file
    assert not guard.inspect(ATTACK, origin="user").blocked


def test_a_forgotten_conversation_can_tell_nobody(guard, log):
    event = decide(guard, log)
    guard.forget("c")
    assert is_text_of(event, ATTACK, guard.review.memory) is None
    with pytest.raises(AppealError, match="key is gone"):
        forgive(guard, event)
    forgive(guard, event, unchecked=True)
    assert not guard.inspect(ATTACK, origin="user").blocked


def test_another_process_without_a_master_key_can_tell_nobody(clock, log):
    ours = guard_by("extends: balanced", clock, log, Keyring(b"a" * 32, ephemeral=True))
    theirs = guard_by("extends: balanced", clock, log, Keyring(b"b" * 32, ephemeral=True))
    event = decide(ours, log, conversation=None)
    assert event.key == "ephemeral"
    assert is_text_of(event, ATTACK, ours.review.memory) is True
    assert is_text_of(event, ATTACK, theirs.review.memory) is None


def test_an_older_master_key_still_tells_a_private_text(guard, log, clock):
    event = decide(guard, log, conversation=None)
    newer = guard_by("extends: balanced", clock, log, Keyring(b"n" * 32, older=(KEYS.master,)))
    assert is_text_of(event, ATTACK, newer.review.memory) is True
    assert is_text_of(event, "another", newer.review.memory) is False


def test_a_stream_that_was_stopped_is_known_by_its_whole_text(guard, log):
    stream = guard.stream(origin="user", conversation="c")
    for start in range(0, len(ATTACK), 7):
        stream.feed(ATTACK[start : start + 7])
    stream.finish()
    event = log.of(AuditEvent)[-1]
    assert event.reference == stream.decision.reference
    assert is_text_of(event, ATTACK, guard.review.memory) is True


def test_a_reference_alone_tells_nothing(guard):
    with pytest.raises(AppealError, match="no event"):
        forgive(guard, "ab12")
    entry = forgive(guard, "ab12", unchecked=True)
    assert (entry.reference, entry.rule) == ("ab12", "")


def test_half_a_surrogate_pair_in_a_text_counts_like_any_character(guard, log):
    text = ATTACK + "\ud800"
    event = decide(guard, log, text)
    forgive(guard, event, text)
    assert not guard.inspect(text, origin="user").blocked


# --- the text that was kept -------------------------------------------------------------------


def test_a_kept_text_is_read_by_a_grant_which_is_on_record(guard, log):
    event = decide(guard, log)
    grant = guard.review.issue_grant_for(event.reference, note="appeal")
    guard.review.appeals.forgive(event, grant=grant, note="a play")
    assert not guard.inspect(ATTACK, origin="user").blocked
    assert [each.did for each in log.of(GrantEvent)] == ["issued", "used"]


def test_a_grant_for_something_else_forgives_nothing(guard, log):
    event = decide(guard, log)
    grant = guard.review.issue_grant("c", "read-vault", note="x")
    with pytest.raises(GrantError):
        guard.review.appeals.forgive(event, grant=grant, note="a play")
    assert log.of(AppealEvent) == []


def test_no_grant_is_spent_on_what_cannot_be_forgiven(guard, log):
    event = decide(guard, log, "Hello there.")
    grant = guard.review.issue_grant("c", "read-quarantine", note="x")
    with pytest.raises(AppealError):
        guard.review.appeals.forgive(event, grant=grant, note="a play")
    assert [each.did for each in log.of(GrantEvent)] == ["issued"]


def test_a_text_that_was_not_kept_cannot_be_read(clock, log):
    guard = guard_by("extends: balanced", clock, log)
    event = decide(guard, log)
    grant = guard.review.issue_grant("c", "read-quarantine", note="x")
    with pytest.raises(StoreError, match="no text is kept"):
        guard.review.appeals.forgive(event, grant=grant, note="a play")


@pytest.mark.parametrize("parts", [{}, {"text": ATTACK, "grant": "cwg1.x.y"}])
def test_it_is_clear_where_the_text_is(guard, log, parts):
    event = decide(guard, log)
    with pytest.raises(AppealError, match="either"):
        guard.review.appeals.forgive(event, note="a play", **parts)
