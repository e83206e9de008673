"""The small values that all else passes along."""

import pickle

import pytest

from chatward import Action, GuardBlocked, Keyring, Origin, Passage
from chatward.action import strictest
from chatward.kinds import from_presidio, to_presidio
from chatward.memory.memory import Memory
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.trial import trial_of
from chatward.redactors.pseudonym import Pseudonym


def test_the_strictest_action_wins_and_none_is_allow():
    assert strictest([Action.REDACT, Action.SANITISE, Action.PSEUDONYMISE]) is Action.REDACT
    assert strictest([]) is Action.ALLOW
    assert max(Action, key=lambda action: action.strictness) is Action.BLOCK


def test_words_read_as_in_policies_and_logs():
    assert f"{Action.BLOCK} {Origin.USER}" == "block user"


def test_guard_blocked_is_a_value_error_and_survives_pickling_without_text():
    error = GuardBlocked("no-overrides", ["b-kind", "a-kind", "a-kind"])
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, ValueError)
    assert str(again) == "refused by rule 'no-overrides': found a-kind, b-kind"
    assert not hasattr(error, "response")


@pytest.mark.parametrize("kind", ["email-address", "us-ssn", "iban-code"])
def test_a_kind_and_presidios_name_for_it_are_two_ways_of_one_table(kind):
    assert from_presidio(to_presidio(kind)) == kind


def test_a_passage_shows_no_text():
    assert "secret" not in repr(Passage("secret", Origin.USER, protected=("secret",)))


def test_a_preview_knows_real_placeholders_and_keeps_new_ones_to_itself():
    real = Memory(InProcessStore(), Keyring(b"k" * 32)).open("c")
    written = real.issue("us-ssn", "536-90-4399")
    trial = trial_of(real)
    assert trial.issue("us-ssn", "536-90-4399") == written
    made_up = trial.issue("us-ssn", "212-09-9999")
    assert trial.issue("us-ssn", " 212-09-9999") == made_up
    assert real.value_of(made_up) is None
    assert real.issue("us-ssn", "212-09-9999") != made_up
    assert trial.value_of(written) == "536-90-4399"


def test_the_pseudonym_operator_says_what_it_needs():
    with pytest.raises(ValueError, match="needs 'vault'"):
        Pseudonym().validate({})
