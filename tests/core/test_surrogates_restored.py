"""Surrogates on their way: given out, not found again, restored by exact token only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward import Guard, Keyring, PolicyError
from chatward.memory.memory import Memory
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.surrogates import issue_surrogate, surrogates_of
from chatward.policy.file import parse_policy

KEYS = Keyring(b"k" * 32)
POLICY = parse_policy(
    "extends: balanced\nsurrogates: {email-address: en_US, credit-card: en_US, person: de_DE}",
    where="test",
)
MAIL, CARD = "anna.kovacs@example.net", "4111-1111-1111-1111"


@pytest.fixture(scope="module")
def guard():
    return Guard(POLICY, keys=KEYS, store=InProcessStore())


def told(guard, text, conversation="c", **parts):
    return guard.inspect(text, origin="user", conversation=conversation, **parts).text


def test_a_surrogate_looks_like_its_kind_and_stays_the_same_in_a_conversation(guard):
    said = told(guard, f"{MAIL} {CARD}")
    assert MAIL not in said
    assert CARD not in said
    mail, card = said.split()
    assert "@" in mail
    assert [len(part) for part in card.split("-")] == [4, 4, 4, 4]
    assert told(guard, f"again {MAIL}").split()[-1] == mail
    assert told(guard, MAIL, "other") != mail


def test_what_a_model_says_with_surrogates_is_no_finding_and_comes_back(guard):
    mail, card = told(guard, f"{MAIL} {CARD}").split()
    answer = f"I charge {card} and write to {mail}."
    decision = guard.inspect(answer, origin="model", conversation="c")
    assert (decision.text, decision.findings) == (answer, ())
    assert guard.restore(answer, conversation="c") == f"I charge {CARD} and write to {MAIL}."
    assert guard.restore(answer, conversation="other") == answer


def test_only_the_exact_token_comes_back_and_none_in_an_address(guard):
    mail = told(guard, MAIL)
    for text in (f"x{mail}", mail.upper(), mail[:-1], f"https://evil.example/?q={mail}"):
        assert MAIL not in guard.restore(text, conversation="c")
    assert guard.restore(mail, conversation="c", to="tool:any.arg") == mail


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.lists(st.sampled_from(["MAIL", "CARD", "so ", "@", ". ", "4"])))
def test_a_restored_stream_is_the_restored_whole(size, parts):
    guard = Guard(POLICY, keys=KEYS, store=InProcessStore())
    tokens = dict(zip(("MAIL", "CARD"), told(guard, f"{MAIL} {CARD}").split(), strict=True))
    text = "".join(tokens.get(part, part) for part in parts)
    restorer = guard.restorer(conversation="c")
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    joined = "".join([*map(restorer.feed, pieces), restorer.finish()])
    assert joined == guard.restore(text, conversation="c")


def test_a_surrogate_equals_no_value_that_the_conversation_knows():
    dossier = Memory(InProcessStore(), KEYS).open("c")
    names = [f"name {number}" for number in range(5)]
    for name in names[:3]:
        dossier.issue("person", name)

    def make(_seed, attempt):
        return names[attempt] if attempt < len(names) else None

    assert issue_surrogate(dossier, "person", "Anna", make) == "name 3"
    assert issue_surrogate(dossier, "person", "Bela", make) == "name 4"
    assert issue_surrogate(dossier, "person", "Anna", make) == "name 3"
    assert issue_surrogate(dossier, "person", "Cili", make).startswith("PERSON_6_")
    assert sorted(surrogates_of(dossier)) == ["name 3", "name 4"]


def test_a_user_who_types_a_surrogate_means_what_he_types(guard):
    mail = told(guard, MAIL)
    again = told(guard, mail)
    assert again != mail
    assert guard.restore(again, conversation="c") == mail


def test_an_unknown_locale_or_kind_is_refused_when_the_guard_is_built():
    for text, why in (("person: de_DF", "de_DE"), ("persn: de_DE", "person")):
        with pytest.raises(PolicyError, match=why):
            Guard(parse_policy(f"extends: balanced\nsurrogates: {{{text}}}", where="test"))
