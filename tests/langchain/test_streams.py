"""For every way to cut an answer into chunks, the joined stream is the guarded whole answer."""

from __future__ import annotations

import asyncio

import pytest
from cut_answers import GUARD, TEXTS, pieces, streamed, whole
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk

from chatward_langchain import GuardOutput, guard_model


@given(cut=pieces())
def test_a_text_answer(scripted, cut):
    text, parts = cut
    chunks = [AIMessageChunk(content=part, id="a") for part in parts]
    passed, joined = streamed(scripted, chunks)
    assert joined.content == whole(text)
    assert "".join(chunk.content for chunk in passed) == whole(text)


@given(cut=pieces())
def test_a_text_answer_that_says_which_chunk_is_the_last(scripted, cut):
    text, parts = cut
    usage = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    chunks = [AIMessageChunk(content=part, id="a") for part in parts]
    chunks[-1] = AIMessageChunk(
        content=parts[-1], id="a", chunk_position="last", usage_metadata=usage
    )
    passed, joined = streamed(scripted, chunks)
    assert joined.content == whole(text)
    assert joined.usage_metadata == usage
    assert [chunk.chunk_position for chunk in passed].count("last") == 1
    assert not passed[-1].content


@given(text=TEXTS)
def test_a_text_answer_character_by_character_and_asynchronously(scripted, text):
    chunks = [AIMessageChunk(content=char, id="a") for char in text or " "]
    model = guard_model(scripted(chunks=chunks), GUARD)

    async def read():
        return [chunk.content async for chunk in model.astream("hello")]

    assert "".join(asyncio.run(read())) == whole(text or " ")


@given(thought=pieces(), answer=pieces())
def test_reasoning_and_text_blocks(scripted, thought, answer):
    chunks = [
        AIMessageChunk(content=[{"type": "reasoning", "reasoning": part, "index": 0}], id="a")
        for part in thought[1]
    ]
    chunks += [
        AIMessageChunk(content=[{"type": "text", "text": part, "index": 1}], id="a")
        for part in answer[1]
    ]
    _, joined = streamed(scripted, chunks)
    blocks = {block["index"]: block for block in joined.content}
    assert blocks[0]["reasoning"] == whole(thought[0])
    assert blocks[1]["text"] == whole(answer[0])


@given(one=pieces(), two=pieces())
def test_blocks_that_take_turns(scripted, one, two):
    chunks = []
    for index, (_, parts) in enumerate((one, two)):
        for at, part in enumerate(parts):
            block = {"type": "text", "text": part, "index": index}
            chunks.insert(2 * at + index, AIMessageChunk(content=[block], id="a"))
    _, joined = streamed(scripted, chunks)
    blocks = {block["index"]: block["text"] for block in joined.content}
    assert blocks == {0: whole(one[0]), 1: whole(two[0])}


@given(cut=pieces())
def test_bare_strings_in_a_list(scripted, cut):
    text, parts = cut
    chunks = [AIMessageChunk(content=[part], id="a") for part in parts]
    _, joined = streamed(scripted, chunks)
    assert "".join(joined.content) == whole(text)


@given(cut=pieces())
def test_thoughts_in_additional_kwargs(scripted, cut):
    text, parts = cut
    chunks = [
        AIMessageChunk(content="", additional_kwargs={"reasoning_content": part}, id="a")
        for part in parts
    ]
    _, joined = streamed(scripted, chunks)
    assert joined.additional_kwargs.get("reasoning_content", "") == whole(text)


@pytest.mark.parametrize(
    "deltas",
    [
        pytest.param(
            [
                {"type": "tool_use", "id": "t1", "name": "f", "input": {}, "index": 0},
                {"type": "input_json_delta", "partial_json": '{"a": "anna@', "index": 0},
                {"type": "input_json_delta", "partial_json": 'example.org"}', "index": 0},
            ],
            id="a tool call in content",
        ),
        pytest.param(
            [
                {"type": "reasoning", "summary": [{"index": 0, "text": "anna@"}], "index": 0},
                {"type": "reasoning", "summary": [{"index": 0, "text": "example.org"}], "index": 0},
            ],
            id="a summary within reasoning",
        ),
        pytest.param(
            [
                {"type": "text", "text": "see ", "index": 0},
                {
                    "type": "text",
                    "text": "it",
                    "index": 0,
                    "annotations": [{"title": "anna@example.org", "url": "https://example.org"}],
                },
            ],
            id="an annotation",
        ),
        pytest.param(
            [{"type": "server_tool_result", "output": ["anna@example.org"], "index": 0}],
            id="a result of the provider's own tool",
        ),
        pytest.param(
            [{"type": "x", "output": {"id": "anna@example.org"}, "index": 0}],
            id="an id in what a tool says",
        ),
        pytest.param(
            [{"type": "x", "signature": "signed by anna@example.org", "index": 0}],
            id="a signature that is none",
        ),
        pytest.param(
            [{"type": "x", "source": {"media_type": "text/plain", "data": "anna@example.org"}}],
            id="a text as data",
        ),
        pytest.param(
            [{"type": "non_standard", "value": {"any": {"thing": "anna@example.org"}}}],
            id="something of the provider's own",
        ),
    ],
)
def test_no_block_hides_personal_data(scripted, deltas):
    chunks = [AIMessageChunk(content=[delta], id="a") for delta in deltas]
    passed, joined = streamed(scripted, chunks)
    assert "anna@" not in repr(passed) + repr(joined)
    assert "<EMAIL_ADDRESS>" in repr(joined)


def test_a_block_that_was_held_comes_back_whole(scripted):
    blocks = [
        {"type": "tool_use", "id": "t1", "name": "f", "input": {}, "index": 0},
        {"type": "input_json_delta", "partial_json": '{"a": 1}', "index": 0},
    ]
    chunks = [AIMessageChunk(content=[block], id="a") for block in blocks]
    _, joined = streamed(scripted, chunks)
    assert joined.content == (chunks[0] + chunks[1:]).content


@given(cut=pieces())
def test_blocks_are_joined_by_index_whatever_their_type_says(scripted, cut):
    whole_text, parts = cut
    kinds = ["text", "text_delta"]
    chunks = [
        AIMessageChunk(content=[{"type": kinds[at % 2], "text": part, "index": 0}], id="a")
        for at, part in enumerate(parts)
    ]
    _, joined = streamed(scripted, chunks)
    assert [block["text"] for block in joined.content] == [whole(whole_text)]


def test_blocks_without_text_pass_as_they_are(scripted):
    blocks = [
        {"type": "thinking", "signature": "c2lnbmF0dXJl" * 8, "index": 0},
        {"type": "image", "base64": "aGVsbG8h" * 9, "mime_type": "image/png", "index": 1},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}, "index": 2},
    ]
    _, joined = streamed(scripted, [AIMessageChunk(content=blocks, id="a")])
    assert joined.content == blocks


def test_other_kwargs_come_once_and_guarded(scripted):
    parts = ["anna@", "example.org"]
    chunks = [
        AIMessageChunk(content="", additional_kwargs={"function_call": {"arguments": part}})
        for part in ['{"a": "anna\\u0040', 'example.org"}']
    ]
    chunks += [AIMessageChunk(content="", additional_kwargs={"refusal": part}) for part in parts]
    passed, joined = streamed(scripted, chunks)
    assert joined.additional_kwargs == {
        "function_call": {"arguments": '{"a": "<EMAIL_ADDRESS>"}'},
        "refusal": "<EMAIL_ADDRESS>",
    }
    assert sum(bool(chunk.additional_kwargs) for chunk in passed) == 1


def test_a_provider_may_say_twice_that_a_chunk_is_the_last(scripted):
    secret = "The warehouse code is purple elephants dance at midnight on the frozen lake."
    call = {"name": "f", "args": f'{{"a": "{secret}"}}', "id": "1", "index": 0}
    chunks = [
        AIMessageChunk(content="well", tool_call_chunks=[call], chunk_position="last"),
        AIMessageChunk(content="", chunk_position="last"),
    ]
    model = guard_model(scripted(chunks=chunks), GUARD)
    passed = list(model.stream([SystemMessage(secret), HumanMessage("hi")]))
    joined = passed[0] + passed[1:]
    assert joined.content == f"well{GUARD.policy.refusal}"
    assert joined.response_metadata["chatward"]["rule"] == "protected-texts"


def test_a_reader_who_hangs_up_gets_nothing_unseen_and_leaves_a_record(scripted, audit):
    chunks = [AIMessageChunk(content=part) for part in ("word " * 5, "anna@exam", "ple.org")]
    stream = guard_model(scripted(chunks=chunks), GUARD).stream("hello")
    assert "anna" not in next(stream).content + next(stream).content
    stream.close()
    assert [event["origin"] for event in audit] == ["user", "model"]


def test_and_so_does_one_who_hangs_up_asynchronously(scripted, audit):
    closed = []

    class Closing(scripted):
        async def _astream(self, messages, stop=None, run_manager=None, **kwargs):
            try:
                for chunk in self.chunks:
                    yield ChatGenerationChunk(message=chunk)
            finally:
                closed.append(len(audit))

    chunks = [AIMessageChunk(content=part) for part in ("word " * 5, "anna@exam", "ple.org")]
    model = guard_model(Closing(chunks=chunks), GUARD)

    async def hang_up():
        for stream in (model.astream("hello"), model.astream_events("hello", version="v2")):
            async for piece in stream:
                if not isinstance(piece, dict) or piece["event"] == "on_chat_model_stream":
                    break
            await stream.aclose()
            await asyncio.sleep(0.05)  # langchain-core leaves the model's stream to the event loop
            assert [event["origin"] for event in audit] == ["user", "model"]
            audit.clear()

    asyncio.run(hang_up())
    assert closed == [1, 1]


@given(cut=pieces())
def test_the_last_step_streams_text_exactly(cut):
    text, parts = cut
    assert "".join(GuardOutput(GUARD).transform(iter(parts))) == whole(text)


@given(cut=pieces())
def test_the_last_step_streams_message_chunks_exactly(cut):
    text, parts = cut
    chunks = [AIMessageChunk(content=part, id="a") for part in parts]

    async def read():
        async def source():
            for chunk in chunks:
                yield chunk

        return [chunk async for chunk in GuardOutput(GUARD).atransform(source())]

    assert "".join(chunk.content for chunk in asyncio.run(read())) == whole(text)


@given(data=st.data())
def test_the_users_own_values_come_back_however_the_stream_is_cut(data):
    said = GUARD.inspect("mail anna@example.org, call me", origin="user", conversation="own").text
    answer = f"I wrote to {said} and to bob@example.org."
    _, parts = data.draw(pieces(st.just(answer)))
    last = GuardOutput(GUARD, conversation="own")
    shown = "".join(last.transform(iter(parts)))
    assert shown == "I wrote to mail anna@example.org, call me and to <EMAIL_ADDRESS>."
