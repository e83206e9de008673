"""Content blocks: which are text, and what is done with the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from chatward import GuardBlocked
from chatward_langchain.media import kinds_in, screen_messages, without_attachments

CODE = "aGVsbG8=" * 20
TEXTS = (
    "just text",
    {"type": "text", "text": "hello"},
    {"type": "reasoning", "reasoning": "because"},
    {"type": "thinking", "thinking": "because", "signature": CODE},
    {"type": "tool_use", "id": "1", "name": "send", "input": {"a": 1}},
    {"type": "text-plain", "text": "hello"},
    {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "hello"}},
    {"type": "tool_result", "content": [{"type": "text", "text": "hello"}]},
    {"text": "no type, as Bedrock has it"},
)
ATTACHED = (
    {"type": "image", "base64": CODE, "mime_type": "image/png"},
    {"type": "image", "url": "https://example.org/a.png"},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": CODE}},
    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{CODE}"}},
    {"type": "input_audio", "input_audio": {"data": CODE, "format": "wav"}},
    {"type": "audio", "base64": CODE},
    {"type": "video", "file_id": "v1"},
    {"type": "file", "file": {"file_id": "f1"}},
    {"type": "file", "base64": CODE, "mime_type": "text/plain"},
    {"type": "text-plain", "base64": CODE},
    {"type": "document", "source": {"type": "base64", "data": CODE}},
    {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}},
    {"type": "document", "source": {"type": "content", "content": [{"type": "image"}]}},
    {"type": "hologram", "light": CODE},
    {"image": {"format": "png", "source": {"bytes": b"\x89"}}},
    {"inlineData": {"mimeType": "image/png", "data": CODE}},
)


@pytest.mark.parametrize("block", TEXTS, ids=repr)
def test_text_passes_whatever_is_done_with_attachments(block):
    message = HumanMessage([block])
    for how in ("allow", "strip", "refuse"):
        assert screen_messages([message], how) == [message]


@pytest.mark.parametrize("block", ATTACHED, ids=repr)
def test_an_attachment_passes_or_is_left_out_or_is_refused(block):
    message = HumanMessage([{"type": "text", "text": "look"}, block])
    assert screen_messages([message], "allow") == [message]
    (stripped,) = screen_messages([message], "strip")
    assert CODE not in repr(stripped)
    assert "example.org" not in repr(stripped)
    assert stripped.content[0]["text"] == "look"
    assert stripped.content[1]["text"].startswith("[left out: ")
    with pytest.raises(GuardBlocked, match="rule 'attachments'") as refused:
        screen_messages([HumanMessage("hello"), message], "refuse")
    assert len(refused.value.kinds) == 1


def test_an_attachment_within_a_result_of_a_tool_is_found():
    inner = {"type": "tool_result", "content": [ATTACHED[0], TEXTS[1]], "tool_use_id": "1"}
    for message in (HumanMessage([inner]), ToolMessage([inner], tool_call_id="1")):
        (stripped,) = screen_messages([message], "strip")
        assert CODE not in repr(stripped)
        assert stripped.content[0]["tool_use_id"] == "1"
        assert kinds_in(message.content) == ("image",)


def test_messages_are_not_changed_in_place():
    message = AIMessage([ATTACHED[0]])
    screen_messages([message], "strip")
    assert message.content == [ATTACHED[0]]


@given(blocks=st.lists(st.sampled_from([*TEXTS, *ATTACHED]), max_size=6))
def test_what_was_stripped_holds_no_attachment_and_all_the_text(blocks):
    left = without_attachments(blocks)
    assert kinds_in(left) == ()
    assert len(left) == len(blocks)
    assert [each for each in left if each in TEXTS] == [each for each in blocks if each in TEXTS]
