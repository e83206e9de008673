"""For every way to cut the arguments of a tool call, they are guarded as a whole."""

from __future__ import annotations

import json

import pytest
from cut_answers import FRAGMENTS, TEXTS, call_chunk, streamed, whole
from hypothesis import given
from hypothesis import strategies as st

LEAVES = FRAGMENTS | st.text(max_size=12) | st.integers(-99999, 99999) | st.none() | st.booleans()
ARGS = st.dictionaries(st.sampled_from(["to", "body", "n"]), LEAVES | st.lists(LEAVES, max_size=2))


def leaf(value):
    if isinstance(value, str):
        return whole(value) if value else value
    if isinstance(value, list):
        return [leaf(item) for item in value]
    return {key: leaf(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(args=ARGS, size=st.integers(1, 9), ascii_only=st.booleans())
def test_arguments_of_a_toolcall_chunk(scripted, args, size, ascii_only):
    raw = json.dumps(args, ensure_ascii=ascii_only)
    chunks = [call_chunk(name="send", args="", id="c1")]
    chunks += [call_chunk(args=raw[at : at + size]) for at in range(0, len(raw), size)]
    passed, joined = streamed(scripted, chunks)
    assert joined.tool_calls == [
        {"name": "send", "args": leaf(args), "id": "c1", "type": "tool_call"}
    ]
    assert sum(bool(chunk.tool_call_chunks) for chunk in passed) == 1


@given(text=TEXTS, size=st.integers(1, 9))
def test_an_escape_hides_nothing_in_arguments(scripted, text, size):
    raw = '{"x": "' + "".join(f"\\u{ord(char):04x}" for char in text if ord(char) < 65536) + '"}'
    expected = leaf("".join(char for char in text if ord(char) < 65536))
    chunks = [call_chunk(name="send", args="", id="c1")]
    chunks += [call_chunk(args=raw[at : at + size]) for at in range(0, len(raw), size)]
    _, joined = streamed(scripted, chunks)
    assert joined.tool_calls[0]["args"] == {"x": expected}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param('{"to": "anna@example.org", "body": "cut off here', id="cut short"),
        pytest.param('{"to": "anna\\u0040example.org", "bo', id="cut short, with an escape"),
        pytest.param("anna@example.org is no JSON at all", id="prose"),
        pytest.param('["anna@example.org"]', id="a list"),
        pytest.param('{"a": "anna@example.org", "a": "x"}', id="a repeated key"),
        pytest.param('{"anna@example.org": 1, "bob@example.org": 2}', id="in the keys"),
        pytest.param('{"card": 4111111111111111}', id="a number"),
        pytest.param('{"deep": [{"er": ["anna@example.org"]}]}', id="nested"),
    ],
)
def test_no_shape_of_arguments_hides_personal_data(scripted, raw):
    for size in (1, 4, len(raw)):
        chunks = [call_chunk(name="send", args="", id="c1")]
        chunks += [call_chunk(args=raw[at : at + size]) for at in range(0, len(raw), size)]
        passed, joined = streamed(scripted, chunks)
        seen = repr(passed) + repr(joined)
        assert "anna@" not in seen
        assert "41111" not in seen


def test_two_keys_that_become_equal_are_both_kept(scripted):
    chunks = [call_chunk(name="f", args='{"a@example.org": 1, "b@example.org": 2}', id="c1")]
    _, joined = streamed(scripted, chunks)
    assert joined.tool_calls[0]["args"] == {"<EMAIL_ADDRESS>": 1, "<EMAIL_ADDRESS>_2": 2}


def test_several_calls_at_once_are_not_mixed_up(scripted):
    chunks = [
        call_chunk(name="f", args="", id="c1"),
        call_chunk(name="g", args="", id="c2", index=1),
    ]
    for part in ('{"x"', ': "anna', '@example.org"}'):
        chunks += [call_chunk(args=part), call_chunk(args=part, index=1)]
    _, joined = streamed(scripted, chunks)
    assert [(call["name"], call["id"], call["args"]) for call in joined.tool_calls] == [
        ("f", "c1", {"x": "<EMAIL_ADDRESS>"}),
        ("g", "c2", {"x": "<EMAIL_ADDRESS>"}),
    ]
