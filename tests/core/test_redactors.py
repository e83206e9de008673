"""Redactors: presidio-anonymizer's operators, ours, and the application's."""

import itertools

import pytest
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import Decrypt, Operator, OperatorType

from chatward import Action, Finding, Guard, Keyring, PolicyError
from chatward.memory.memory import Memory
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy
from chatward.redactors.clusters import LONGEST, clusters
from chatward.redactors.pseudonym import Pseudonym

KEYS = Keyring(b"k" * 32)
MAIL = "anna@example.org"


def redact(operator, text=MAIL, **params):
    written = {"operator": operator, "params": params}
    policy = parse_policy(f"extends: balanced\nredactors: {{default: {written}}}", where="test")
    return Guard(policy, keys=KEYS).inspect(text, origin="user").text


def test_the_operators_of_presidio_do_what_they_are_known_for():
    assert redact("replace") == "<EMAIL_ADDRESS>"
    assert redact("replace", new_value="[mail]") == "[mail]"
    assert redact("redact") == ""
    assert redact("mask", chars_to_mask=4, masking_char="#") == "####@example.org"


def test_a_hash_is_keyed_and_the_same_for_the_same_value():
    assert redact("hash") == redact("hash")
    other = parse_policy("extends: balanced\nredactors: {default: {operator: hash}}", where="t")
    assert Guard(other, keys=Keyring(b"x" * 32)).inspect(MAIL, origin="user").text != redact("hash")


def test_what_is_encrypted_can_be_decrypted_with_the_key():
    key = KEYS.subkey("redactor-encrypt")
    assert Decrypt().operate(redact("encrypt"), {"key": key}) == MAIL


def test_neighbours_of_a_kind_are_edited_one_by_one():
    text = "anna@example.org bob@example.org"
    assert redact("replace", text) == "<EMAIL_ADDRESS> <EMAIL_ADDRESS>"


class Shout(Operator):
    """An operator of the application."""

    def operate(self, text=None, params=None):
        return "SOMEBODY"

    def validate(self, params=None):
        pass

    def operator_name(self):
        return "shout"

    def operator_type(self):
        return OperatorType.Anonymize


def test_a_policy_may_name_an_operator_of_the_application():
    policy = parse_policy("extends: balanced\nredactors: {personal: {operator: shout}}", where="t")
    assert Guard(policy, operators=[Shout]).inspect(MAIL, origin="user").text == "SOMEBODY"


def test_our_pseudonym_works_in_a_plain_presidio_engine():
    vault = Memory(InProcessStore(), Keyring(b"k" * 32)).open("c")
    engine = AnonymizerEngine()
    engine.add_anonymizer(Pseudonym)
    config = OperatorConfig("pseudonym", {"vault": vault})
    found = [RecognizerResult("EMAIL_ADDRESS", 8, 24, 1.0)]
    text = engine.anonymize(f"mail to {MAIL}", found, {"DEFAULT": config}).text
    assert vault.value_of(text.removeprefix("mail to ")) == MAIL


def acted(start, end, kind="email-address", action=Action.REDACT, score=1.0):
    return Finding(start, end, kind, score, action), "rule"


def test_overlapping_findings_are_edited_as_one_and_the_strictest_wins():
    places = clusters([acted(0, 5), acted(3, 9, "data-link", Action.SANITISE), acted(9, 12)])
    assert [(p.finding.start, p.finding.end, p.finding.kind) for p in places] == [
        (0, 9, "email-address"),
        (9, 12, "email-address"),
    ]


def test_an_endless_chain_is_cut_and_nothing_of_it_is_left_out():
    chain = [acted(place, place + 10) for place in range(0, 3 * LONGEST, 5)]
    places = clusters(chain)
    assert len(places) >= 3
    for before, behind in itertools.pairwise(places):
        assert before.finding.end == behind.finding.start


def test_bad_parameters_of_an_operator_are_refused_when_the_policy_is_loaded():
    with pytest.raises(PolicyError, match="redactor 'mask' failed on kind 'default'"):
        redact("mask", chars_to_mask="many")


class Moody(Shout):
    """An operator that fails on some values only."""

    def operate(self, text=None, params=None):
        if "@" in text:
            raise ValueError(text)
        return ""

    def operator_name(self):
        return "moody"


@pytest.mark.parametrize(("mode", "text"), [("closed", None), ("open", "<EMAIL_ADDRESS> ok")])
def test_an_operator_that_fails_on_a_value_never_lets_it_through(mode, text):
    written = (
        f"extends: balanced\nfail: {{detect: {mode}}}\nredactors: {{personal: {{operator: moody}}}}"
    )
    guard = Guard(parse_policy(written, where="t"), operators=[Moody])
    decision = guard.inspect(f"{MAIL} ok", origin="user")
    assert decision.failed == ("redactor",)
    assert decision.text == (text or guard.policy.refusal)
    stream = guard.stream(origin="model")
    assert MAIL not in stream.feed(f"{MAIL} ok ") + stream.finish()
    assert stream.decision.failed == ("redactor",)
