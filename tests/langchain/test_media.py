"""Content blocks: which are text, and what stands in the place of the others."""

from __future__ import annotations

import pytest
from attachment_parts import ATTACHED, CODE, TEXTS
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from chatward_langchain.attached import without
from chatward_langchain.media import (
    attached_value,
    attachments_in,
    kind_of,
    without_attachments,
)

BLOCKS = st.sampled_from([*TEXTS, *ATTACHED])


@pytest.mark.parametrize("block", TEXTS, ids=repr)
def test_text_is_no_attachment(block):
    assert attachments_in([block]) == ()
    assert without_attachments([block]) == [block]


@pytest.mark.parametrize("block", ATTACHED, ids=repr)
def test_an_attachment_is_told_from_text_and_leaves_a_line(block):
    content = [{"type": "text", "text": "look"}, block]
    ((kind, count),) = attachments_in(content)
    assert count == 1
    left = without_attachments(content)
    assert left[0] == content[0]
    assert left[1] == {"type": "text", "text": f"[left out: {kind}]"}


def test_the_record_knows_a_closed_set_of_kinds():
    kinds = {kind_of(block) for block in ATTACHED}
    assert kinds == {"image", "audio", "video", "file", "document", "unknown"}
    assert kind_of({"type": "anna@example.org"}) == "unknown"


@given(name=st.text(max_size=20))
def test_a_type_that_nobody_knows_is_an_attachment_of_no_name(name):
    kind = kind_of({"type": f"{name}-from-tomorrow", "words": "hello"})
    assert kind == "unknown"


def test_an_attachment_within_a_block_is_found():
    inner = {"type": "tool_result", "content": [ATTACHED[0], TEXTS[1]], "tool_use_id": "1"}
    output = {"type": "function_call_output", "output": [ATTACHED[4]], "call_id": "1"}
    assert attachments_in([inner, output]) == (("image", 2),)
    left = without_attachments([inner, output])
    assert CODE not in repr(left)
    assert left[0]["tool_use_id"] == "1"
    assert left[0]["content"][1] == TEXTS[1]


@given(blocks=st.lists(BLOCKS, max_size=6))
def test_what_was_stripped_holds_no_attachment_and_all_the_text(blocks):
    left = without_attachments(blocks)
    assert attachments_in(left) == ()
    assert len(left) == len(blocks)
    assert [each for each in left if each in TEXTS] == [each for each in blocks if each in TEXTS]
    assert sum(count for _, count in attachments_in(blocks)) == len(blocks) - sum(
        each in TEXTS for each in blocks
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "[left out: audio]\nhello"),
        ("before", "before\n[left out: audio]\nhello"),
        (["before"], ["before", {"type": "text", "text": "[left out: audio]\nhello"}]),
    ],
)
def test_of_a_spoken_answer_the_words_stay(content, expected):
    sound = {"id": "a1", "data": CODE, "transcript": "hello"}
    message = AIMessage(content, additional_kwargs={"audio": sound, "refusal": None})
    assert attachments_in(message.content, message.additional_kwargs) == (("audio", 1),)
    bare = without(message)
    assert bare.content == expected
    assert bare.additional_kwargs == {"refusal": None}
    assert message.additional_kwargs["audio"] == sound


@pytest.mark.parametrize(
    "value",
    [
        {"type": "hologram", "light": CODE},
        {"type": "file", "path": "a.txt"},
        {"type": "document", "text": "hello"},
        {"file": "a.txt"},
        {"type": 7},
        "text",
        ["text"],
        None,
    ],
)
def test_outside_of_messages_a_mapping_is_seldom_an_attachment(value):
    assert attached_value(value) is None


@pytest.mark.parametrize("value", [b"\x89", bytearray(b"a"), ATTACHED[0], ATTACHED[3]])
def test_outside_of_messages_bytes_and_known_blocks_are_attachments(value):
    assert attached_value(value) in {"bytes", "image"}
