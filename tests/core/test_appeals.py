"""Appeals: a text that was stopped by mistake is known to be good, and is stopped no more."""

import pytest
from appeal_guards import ATTACK, DAY, MAIL, decide, forgive, guard_by

from chatward import AuditError
from chatward.audit.event import AuditEvent
from chatward.audit.incident_events import AppealEvent
from chatward.errors import AppealError
from chatward.memory.stores.in_process import InProcessStore

pytest_plugins = ["appeal_guard_fixtures"]


# --- what an appeal changes -------------------------------------------------------------------


def test_a_false_alarm_is_not_stopped_again_and_the_log_says_why(guard, log):
    event = decide(guard, log)
    assert event.action == "block"
    forgive(guard, event)
    decision = guard.inspect(ATTACK, origin="user", conversation="c")
    assert not decision.blocked
    assert decision.known_good
    assert decision.text == ATTACK
    assert log.of(AuditEvent)[-1].known_good
    assert not event.known_good


@pytest.mark.parametrize("origin", ["user", "tool", "document", "history"])
def test_it_holds_for_every_conversation_and_whoever_says_it(guard, log, origin):
    forgive(guard, decide(guard, log))
    decision = guard.inspect(ATTACK, origin=origin, conversation="another")
    assert not decision.blocked


def test_one_other_letter_is_another_text(guard, log):
    forgive(guard, decide(guard, log))
    assert guard.inspect(ATTACK + "!", origin="user").blocked


def test_personal_data_in_a_known_text_is_dealt_with_as_ever(guard, log):
    event = decide(guard, log, MAIL)
    forgive(guard, event, MAIL)
    decision = guard.inspect(MAIL, origin="user", conversation="c")
    assert not decision.blocked
    assert "anna@example.org" not in decision.text


def test_a_known_text_that_comes_with_a_secret_to_keep_is_still_stopped(guard, log):
    forgive(guard, decide(guard, log))
    protected = guard.inspect(ATTACK, origin="model", protected=[ATTACK])
    assert protected.blocked


def test_it_is_no_near_miss_and_adds_no_risk(guard, log):
    forgive(guard, decide(guard, log))
    before = guard.standing("c")
    guard.inspect(ATTACK, origin="user", conversation="d")
    state = guard.review.memory.open("d").state
    assert (state.near_misses, state.blocks, state.extractions, state.risk) == (0, 0, 0, 0.0)
    assert guard.standing("c") == before


def test_after_its_days_the_text_is_stopped_again(guard, log, clock):
    entry = forgive(guard, decide(guard, log), days=2)
    assert entry.until == clock.now + 2 * DAY
    clock.now += 2 * DAY - 1
    assert not guard.inspect(ATTACK, origin="user").blocked
    clock.now += 1
    assert guard.inspect(ATTACK, origin="user").blocked


def test_a_withdrawn_text_is_stopped_again_and_that_is_on_record(guard, log):
    event = decide(guard, log)
    entry = forgive(guard, event)
    guard.review.appeals.withdraw(entry.id, note="it was one")
    assert guard.inspect(ATTACK, origin="user").blocked
    told = log.of(AppealEvent)[-1]
    assert (told.about, told.verdict, told.note) == (event.reference, "upheld", "it was one")
    with pytest.raises(AppealError, match="no text of this id"):
        guard.review.appeals.withdraw(entry.id, note="again")


def test_a_store_that_fails_forgives_nothing(clock, log):
    class Failing(InProcessStore):
        down = False

        def read(self, owner, fields):
            if self.down and owner == "known-good":
                raise ConnectionError
            return super().read(owner, fields)

    store = Failing(clock=clock)
    guard = guard_by("extends: balanced", clock, log, store=store)
    forgive(guard, decide(guard, log))
    store.down = True
    assert guard.inspect(ATTACK, origin="user", conversation="c").blocked


# --- what goes on record ----------------------------------------------------------------------


def test_a_verdict_is_an_event(guard, log, clock):
    event = decide(guard, log)
    guard.review.appeals.uphold(event, note="ticket 12")
    forgive(guard, event, note="ticket 13", days=1)
    upheld, forgiven = log.of(AppealEvent)
    assert (upheld.about, upheld.rule, upheld.verdict) == (event.reference, event.rule, "upheld")
    assert (upheld.note, upheld.until) == ("ticket 12", None)
    assert (forgiven.verdict, forgiven.note) == ("false-alarm", "ticket 13")
    assert forgiven.until == clock.now + DAY


def test_an_upheld_decision_makes_nothing_good(guard, log):
    guard.review.appeals.uphold(decide(guard, log), note="it was one")
    assert guard.review.known_good.entries() == []
    assert guard.inspect(ATTACK, origin="user").blocked


def test_what_cannot_be_put_on_record_does_not_happen(guard, log):
    event = decide(guard, log)
    log.full = True
    with pytest.raises(AuditError):
        forgive(guard, event)
    assert guard.review.known_good.entries() == []


def test_no_text_stands_in_any_event_or_repr(guard, log):
    entry = forgive(guard, decide(guard, log))
    assert "system prompt" not in repr(log.events) + repr(entry) + repr(guard.review.appeals)


@pytest.mark.parametrize("note", ["", " \n"])
def test_a_note_says_why(guard, log, note):
    event = decide(guard, log)
    with pytest.raises(AppealError, match="say in a note why"):
        forgive(guard, event, note=note)
    with pytest.raises(AppealError, match="say in a note why"):
        guard.review.appeals.uphold(event, note=note)


def test_half_a_surrogate_pair_in_a_note_or_a_reference_does_no_harm(guard, log):
    entry = forgive(guard, "ref\udce9", note="caf\udce9", unchecked=True)
    assert (entry.reference, entry.note) == ("ref?", "caf?")
    assert log.of(AppealEvent)[-1].about == "ref?"


@pytest.mark.parametrize("days", [0.0, -1.0, 3_651.0, float("nan"), float("inf")])
def test_nothing_is_good_for_ever(guard, log, days):
    with pytest.raises(AppealError, match="days at most"):
        forgive(guard, decide(guard, log), days=days)


def test_a_rule_that_names_the_kind_itself_lets_a_known_text_pass_too(clock, log):
    policy = (
        "extends: balanced\nrules:\n- {name: c, kinds: [prompt-injection, instruction-override],"
        " origins: [user], min_score: 0.3, action: block}"
    )
    guard = guard_by(policy, clock, log)
    event = decide(guard, log)
    assert event.rule == "c"
    forgive(guard, event)
    assert decide(guard, log).action == "allow"


def test_a_model_that_says_a_known_text_is_still_stopped(clock, log):
    policy = (
        "extends: balanced\nrules:\n- {name: c, kinds: [injection], origins: [user, model],"
        " action: block}"
    )
    guard = guard_by(policy, clock, log)
    forgive(guard, decide(guard, log))
    assert decide(guard, log).action == "allow"
    assert decide(guard, log, origin="model").action == "block"


def test_a_known_text_that_completes_an_attack_over_several_is_stopped(clock, log):
    policy = (
        "extends: balanced\nrules:\n"
        "- {name: pressing, kinds: [escalation], origins: [user], min_score: 0.1, action: block}\n"
        "- {name: never, kinds: [prompt-injection], origins: [user], min_score: 0.9, action: block}"
    )
    guard = guard_by(policy, clock, log)
    forgive(guard, decide(guard, log))
    decide(guard, log, "Good morning to you.", conversation="other")
    event = decide(guard, log, conversation="other")
    assert (event.action, event.known_good) == ("block", True)
    assert {kind for kind, *_, action, _ in event.findings if action == "block"} <= {
        "escalation",
        "split-injection",
    }
