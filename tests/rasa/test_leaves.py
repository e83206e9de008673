from __future__ import annotations

from chatward_rasa.leaves import edit_leaves


def shout(text: str) -> str:
    return text.upper()


def test_every_text_and_key_is_edited_wherever_it_stands():
    value = {"To a": ["b", {"c1": ("d", None, True, 1.5)}]}

    assert edit_leaves(value, shout) == {"TO A": ["B", {"C1": ["D", None, True, 1.5]}]}


def test_plain_names_of_fields_stay_what_programs_look_for():
    assert edit_leaves({"quick_replies": ["b"]}, shout) == {"quick_replies": ["B"]}
    assert edit_leaves({"a" * 31: 1}, shout) == {"A" * 31: 1}


def test_a_value_is_never_edited_in_place():
    value = {"a": ["b"]}

    edit_leaves(value, shout)

    assert value == {"a": ["b"]}


def test_a_card_number_is_found_even_as_a_number():
    def redact(text: str) -> str:
        return "<CREDIT_CARD>" if text == "4111111111111111" else text

    assert edit_leaves({"card": 4111111111111111}, redact) == {"card": "<CREDIT_CARD>"}


def test_numbers_that_hold_nothing_stay_numbers():
    assert edit_leaves([7, 2026, 1234567, -1, True], shout) == [7, 2026, 1234567, -1, True]


def test_what_stands_under_a_key_to_leave_is_kept_whole():
    value = {"sender_id": "anna", "deep": {"sender_id": {"x": "y"}}}

    kept = edit_leaves(value, shout, leave=frozenset({"sender_id"}))

    assert kept == {"sender_id": "anna", "deep": {"sender_id": {"x": "y"}}}
