"""Values on their way to a tracer are scrubbed, each text once, and keep their structure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel

from chatward_langchain.traces import langsmith_anonymizer, mask_json
from chatward_langchain.traces_texts import LONGEST_CHARS, WITHHELD, Texts
from chatward_langchain.traces_values import DEEPEST, MOST_VALUES

RUN = UUID("0f0e4c9a-8d1b-4b7e-9c3a-2f1e0d9c8b7a")


class Counting:
    """Scrubs as a guard does, and counts."""

    def __init__(self, guard):
        self.guard = guard
        self.texts = []

    def scrub(self, text):
        self.texts.append(text)
        return self.guard.scrub(text)


class Broken:
    def scrub(self, text):
        raise RuntimeError(f"cannot scrub {text}")


@dataclass
class Note:
    text: str
    again: list = field(default_factory=list)


class Form(BaseModel):
    mail: str


class Contact(Enum):
    ANNA = "anna@example.org"


@pytest.fixture(scope="module")
def mask(guard):
    return mask_json(guard)


def test_a_value_is_handed_over_in_every_way_that_tracers_do(mask):
    assert mask("anna@example.org") == "<EMAIL_ADDRESS>"
    assert mask(data="anna@example.org") == "<EMAIL_ADDRESS>"
    assert mask(data="anna@example.org", something="else") == "<EMAIL_ADDRESS>"


def test_texts_keys_and_long_numbers_are_scrubbed_at_any_depth(mask, said, guarded, found):
    value = {said: [said, (said, {"deep": {said}})], "card": 4111111111111111, "n": 12, "t": 1.5}
    assert mask(value) == {
        guarded: [guarded, (guarded, {"deep": [guarded]})],
        "card": "<CREDIT_CARD>",
        "n": 12,
        "t": 1.5,
    }
    assert found(value)  # what was handed in is not changed


def test_keys_that_become_equal_are_both_kept(mask):
    value = {"anna@example.org": 1, "bob@example.org": 2}
    assert mask(value) == {"<EMAIL_ADDRESS>": 1, "<EMAIL_ADDRESS>_2": 2}


def test_what_only_a_key_gives_away_is_found(mask):
    assert mask({"password": "hunter2xyz9"}) == {"password": "<PASSWORD>"}


def test_text_that_is_json_stays_json(mask):
    text = json.dumps(
        {"card": 4111111111111111, "to": ["anna@example.org"], "password": "hu9xyz88"}
    )
    hidden = text.replace("@", "\\u0040")
    expected = {"card": "<CREDIT_CARD>", "to": ["<EMAIL_ADDRESS>"], "password": "<PASSWORD>"}
    assert json.loads(mask(text)) == expected
    assert json.loads(mask(hidden)) == expected
    assert mask('{"a": 1,  "b": [2]}') == '{"a": 1,  "b": [2]}'


def test_json_with_a_key_twice_hides_nothing(mask, found):
    assert found(mask('{"a": "anna@example.org", "a": "x"}')) == []


def test_pieces_of_one_text_are_read_together(mask, found):
    assert found(mask(["mail anna@exa", "mple.org or 4111 11", "11 1111 1111"])) == []
    assert mask(["one", "two"]) == ["one", "two"]
    assert mask(["key AKIAQYLPMN5HHHFPZAM2", "tag"]) == ["key <AWS_ACCESS_KEY>", "tag"]


@pytest.mark.parametrize(
    "value",
    [
        Note("anna@example.org", [Note("4111 1111 1111 1111")]),
        Form(mail="anna@example.org"),
        Contact.ANNA,
        ValueError("no answer for anna@example.org"),
        HumanMessage("anna@example.org", name="4111 1111 1111 1111"),
        AIMessage("", tool_calls=[{"id": "1", "name": "x", "args": {"to": "anna@example.org"}}]),
        b"anna@example.org",
        bytearray(b"anna@example.org"),
        object.__new__(type("Odd", (), {"__repr__": lambda self: "<Odd anna@example.org>"})),
    ],
    ids=lambda value: type(value).__name__,
)
def test_objects_are_written_out_and_scrubbed(mask, found, value):
    assert found(value, getattr(value, "value", ""), str(value))
    clean = mask({"it": value})
    assert found(clean) == []
    assert "EMAIL_ADDRESS" in repr(clean)


def test_what_holds_no_text_stays_itself(mask):
    value = [None, True, 0.5, 7, RUN, datetime(2025, 1, 1, tzinfo=timezone.utc), bytes(range(256))]
    assert mask(value) == value
    usage = {"input_tokens": 1234567, "ls_provider": "openai", "run_id": str(RUN)}
    assert mask(usage) == usage


def test_pictures_are_left_alone(guard):
    counting = Counting(guard)
    bytes64 = "QUJD" * 1000
    block = {"type": "image", "mime_type": "image/png", "base64": bytes64}
    address = {"url": f"data:image/png;base64,{bytes64}"}
    assert mask_json(counting)([block, address]) == [block, address]
    assert bytes64 not in "".join(counting.texts)


def test_an_object_that_breaks_is_withheld_and_nothing_else(mask):
    class Breaks(dict):
        def items(self):
            raise KeyError("anna@example.org")

    assert mask({"a": Breaks(), "b": "fine"}) == {"a": WITHHELD, "b": "fine"}


def test_a_guard_that_fails_gives_nothing_away(said, found):
    mask = mask_json(Broken())
    assert found(mask({said: said, "list": [said, 4111111111111111]})) == []
    # LangSmith would send the raw error if the key were missing.
    assert langsmith_anonymizer(Broken())({"error": said}) == {"error": WITHHELD}


def test_work_is_bounded(guard):
    counting = Counting(guard)
    mask = mask_json(counting)
    loop: list = ["anna@example.org"]
    loop += [loop, loop, loop]
    assert "anna" not in repr(mask(loop))
    deep: object = "anna@example.org"
    for _ in range(DEEPEST + 5):
        deep = [deep]
    assert WITHHELD in repr(mask(deep))
    assert mask(list(range(MOST_VALUES + 5)))[-1] == WITHHELD
    assert mask("a" * (LONGEST_CHARS + 1)) == WITHHELD
    assert len(counting.texts) < 10


def test_a_text_is_scanned_once_however_often_it_comes_back(guard, said, guarded):
    counting = Counting(guard)
    texts = Texts(counting)
    for _ in range(5):
        assert texts.scrub(said) == guarded
        assert texts.scrub("all is well") == "all is well"
    assert counting.texts == [said, "all is well"]


def test_no_raw_text_is_kept(guard, said, found):
    texts = Texts(guard)
    texts.scrub(said)
    assert found(texts.__dict__) == []


def test_what_is_remembered_is_bounded(guard):
    texts = Texts(guard, capacity=3)
    for number in range(10):
        texts.scrub(f"text number {number}")
    assert len(texts._known) == 3


WORDS = st.sampled_from(["hello", "anna@example.org", "4111 1111 1111 1111", "", "a b", "name"])
VALUES = st.recursive(
    WORDS | st.integers(0, 99) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def shape(value):
    """Return what a value looks like without its texts; lists of texts may be joined."""
    if isinstance(value, dict):
        return [shape(member) for member in value.values()]
    if isinstance(value, list):
        return "texts" if all(isinstance(it, str) for it in value) else [shape(it) for it in value]
    return str if isinstance(value, str) else value


@given(VALUES)
def test_the_structure_stays_and_the_values_go(guard, value):
    clean = mask_json(guard)(value)
    assert "anna@" not in repr(clean)
    assert "4111" not in repr(clean)
    assert shape(clean) == shape(value)


@given(VALUES)
def test_scrubbing_twice_changes_nothing_more(guard, value):
    mask = mask_json(guard)
    once = mask(value)
    assert mask(once) == once
