"""Events as they may rest: any value, whole again exactly, with its type."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.declared import Declared, Recent, read_slots
from chatward_rasa.kept_events import Keeping

MAIL, CARD = "anna@example.org", 4111111111111111
TEXTS = st.sampled_from(
    [MAIL, MAIL.upper(), str(CARD), "card #int", "#int", "Zorblatt Quux", "x", "EMAIL_ADDRESS_1"]
) | st.text(max_size=8)
LEAVES = TEXTS | st.integers() | st.sampled_from([CARD, -CARD, True, None, 4.25, 12345])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def keeping(guard, conversation="c", **slots):
    declared = Declared(dict.fromkeys(slots, "person"))
    for name, value in slots.items():
        declared.learn(name, value)
    return Keeping(guard.at_rest(conversation), declared)


@given(VALUES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_of_a_slot_comes_back_with_its_type(guard, value):
    event = {"event": "slot", "timestamp": 1763.5, "name": "any", "value": value}
    one = keeping(guard, name="Zorblatt Quux", number=12345)

    hidden = one.hide(event)

    assert one.hide(hidden) == hidden
    assert one.show([hidden]) == [event]
    text = json.dumps(hidden)
    assert MAIL not in text
    assert str(CARD) not in text
    assert "Zorblatt Quux" not in text


def test_rasas_own_words_about_an_event_stay(guard):
    event = {
        "event": "user",
        "timestamp": 4111111111111111.0,
        "name": f"ask {MAIL}",
        "sender_id": MAIL,
        "message_id": "4" * 32,
        "text": MAIL,
        "metadata": {"model_id": "4" * 32, "message_id": MAIL},
    }

    hidden = keeping(guard).hide(event)

    assert {**hidden, "text": MAIL, "metadata": event["metadata"]} == event
    assert hidden["metadata"]["model_id"] == "4" * 32
    assert MAIL not in hidden["text"] + hidden["metadata"]["message_id"]


def test_values_in_events_of_users_are_their_own_and_others_are_not(guard):
    one = keeping(guard, "owned")
    own = one.hide({"event": "user", "text": MAIL})["text"]
    other = one.hide({"event": "bot", "text": "ops@example.com"})["text"]

    assert guard.restore(f"{own} {other}", conversation="owned") == f"{MAIL} <EMAIL_ADDRESS>"


def test_a_declared_value_is_found_as_a_whole_word_and_a_letter_only_alone(guard):
    one = keeping(guard, name={"given": ["Annex"], "initial": "Q"})

    hidden = one.hide({"event": "bot", "text": "Annex, annexed, ANNEX Q", "data": {"i": "Q"}})

    assert "annexed" in hidden["text"]
    assert hidden["text"].endswith(" Q")
    assert "Annex," not in hidden["text"]
    assert "ANNEX" not in hidden["text"]
    assert hidden["data"]["i"].startswith("PERSON_")


def test_a_declared_number_is_hidden_however_small_and_stays_a_number(guard):
    one = keeping(guard, account=4711)

    hidden = one.hide({"event": "slot", "name": "account", "value": 4711})

    assert hidden["value"].startswith("PERSON_")
    assert one.show([hidden])[0]["value"] == 4711


def test_log_lines_lose_values_of_declared_slots():
    recent = Recent(most=2)
    scrub = recent.after(lambda text: text)
    recent.add({"Zorblatt": "person"})

    assert scrub("hello ZORBLATT, Zorblatts") == "hello <DECLARED>, Zorblatts"
    recent.add({"one": "person", "two": "person"})
    assert scrub("Zorblatt one two") == "Zorblatt <DECLARED> <DECLARED>"


@pytest.mark.parametrize(
    ("slots", "says"),
    [
        ({"name": "persn"}, "Did you mean 'person'"),
        ({"name": "aws-access-key"}, "is no kind of personal data"),
        (["name"], "maps names of slots to kinds"),
        ({"name": ["person"]}, "is no kind of personal data"),
    ],
)
def test_slots_are_declared_with_a_kind_of_personal_data(slots, says):
    with pytest.raises(InvalidConfigException, match=says):
        read_slots(slots, "endpoints.yml, tracker_store")


def test_no_slots_is_no_slots():
    assert read_slots(None, "x") == {}
    assert read_slots({"name": "person"}, "x") == {"name": "person"}
