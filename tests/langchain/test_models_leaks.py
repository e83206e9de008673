"""What leaves a guarded model by any door, against what leaves the same model unguarded."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import RunnableLambda

from chatward.testing.model_server import Reply
from chatward_langchain import GuardOutput, guard_model


@pytest.fixture
def conversation(said):
    call = {"id": "c1", "name": "note", "args": {"who": said}}
    return [
        SystemMessage("You are a helpful bot."),
        HumanMessage(said),
        AIMessage("", tool_calls=[call]),
        ToolMessage(said, tool_call_id="c1", artifact={"raw": said}),
        AIMessage(f"Noted: {said}"),
        HumanMessage([{"type": "text", "text": said}]),
    ]


@pytest.fixture
def watched(spy, tracer, conversation):
    return spy, tracer, conversation


def test_nothing_planted_leaves_by_any_door(openai, guard, server, way, watched, found):
    spy, tracer, conversation = watched
    answer = way(guard_model(openai(), guard), conversation, {"callbacks": [spy, tracer]})
    assert not found(server.received)
    assert not found(answer, spy.seen, tracer.sent)
    assert "<EMAIL_ADDRESS>" in server.received


def test_what_was_said_is_still_said(openai, guard, way, conversation, text, guarded):
    answer = way(guard_model(openai(), guard), conversation, None)
    assert text(answer) == f"You said: {guarded}"


def test_the_same_search_finds_all_three_without_the_guard(
    openai, server, way, watched, found, text
):
    spy, tracer, conversation = watched
    answer = way(openai(), conversation, {"callbacks": [spy, tracer]})
    assert len(found(server.received)) == 3
    assert len(found(spy.seen)) == 3
    assert len(found(tracer.sent)) == 3
    assert len(found(text(answer))) == 3


def test_the_callers_messages_stay_as_they_are(openai, guard, way, conversation):
    before = [message.model_copy(deep=True) for message in conversation]
    way(guard_model(openai(), guard), conversation, None)
    assert conversation == before


def test_the_cache_holds_nothing_planted(openai, guard, server, said, found):
    cache = InMemoryCache()
    model = guard_model(openai(cache=cache), guard)
    first, second = model.invoke(said), model.invoke(said)
    assert first.content == second.content
    assert len(server.requests) == 1
    assert not found(cache._cache)
    plain = InMemoryCache()
    openai(cache=plain).invoke(said)
    assert found(plain._cache)


def test_an_answer_cached_without_the_guard_is_not_served_with_it(openai, guard, server, said):
    plain = openai(cache=InMemoryCache())
    plain.invoke("hello")
    guard_model(plain, guard).invoke("hello")
    assert len(server.requests) == 2


def test_one_conversation_is_not_served_the_cached_answer_of_another(openai, guard, server):
    model = guard_model(openai(cache=InMemoryCache()), guard)
    for thread in ("one", "two", "one"):
        model.invoke("hello", {"configurable": {"thread_id": thread}})
    assert len(server.requests) == 2


def test_the_tokens_of_a_stream_join_to_the_guarded_text(openai, guard, said, guarded, spy):
    model = guard_model(openai(), guard)
    chunks = list(model.stream(said, {"callbacks": [spy]}))
    assert "".join(chunk.content for chunk in chunks) == f"You said: {guarded}"
    assert "".join(spy.tokens) == f"You said: {guarded}"
    assert len(chunks) > 5


def test_stream_keeps_id_usage_metadata_and_the_last_mark(openai, guard, said):
    plain = list(openai().stream(said))
    chunks = list(guard_model(openai(), guard).stream(said))
    whole = chunks[0] + chunks[1:]
    assert len({chunk.id for chunk in chunks}) == 1
    assert whole.usage_metadata["total_tokens"] == 18
    assert whole.response_metadata["finish_reason"] == "stop"
    assert _marks(chunks) == _marks(plain)
    assert chunks[-1].chunk_position == "last"


def _marks(chunks):
    """Count the chunks that say they are the last; some releases of langchain-openai send two."""
    return sum(chunk.chunk_position == "last" for chunk in chunks)


def test_a_step_after_the_model_is_too_late_for_its_tokens(openai, guard, server, spy, found, said):
    server.answer = lambda body: Reply(said)
    shown = list((openai() | GuardOutput(guard)).stream("hi", {"callbacks": [spy]}))
    assert not found("".join(chunk.content for chunk in shown))
    assert len(found("".join(spy.tokens))) == 3


def test_the_run_of_an_outer_chain_still_holds_what_was_passed_in(
    openai, guard, tracer, said, found
):
    chain = RunnableLambda(str) | guard_model(openai(), guard)
    chain.invoke(said, {"callbacks": [tracer]})
    outer, first, model = tracer.sent[0], tracer.sent[2], tracer.sent[4]
    assert len(found(outer)) == len(found(first)) == 3
    assert "GuardedChatOpenAI" in model
    assert not found(model)


def test_a_guarded_model_is_named_as_such_or_as_you_like(openai, guard):
    model = guard_model(openai(), guard)
    named = model.with_config(run_name="bot")

    async def names(runnable):
        events = runnable.astream_events("hi", version="v2")
        return {event["name"] async for event in events}

    assert asyncio.run(names(model)) == {"GuardedChatOpenAI"}
    assert asyncio.run(names(named)) == {"bot"}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"output_version": "v1"}, id="standard content blocks"),
        pytest.param({"streaming": True}, id="streaming when invoked"),
        pytest.param({"disable_streaming": True}, id="never streaming"),
        pytest.param({"stream_usage": False}, id="without usage"),
        pytest.param({"include_response_headers": True}, id="with headers"),
    ],
)
def test_no_setting_of_the_client_opens_a_way_round(openai, guard, server, said, options, found):
    server.answer = lambda body: Reply(said)
    model = guard_model(openai(**options), guard)
    chunks = list(model.stream(said))
    joined = chunks[0] + chunks[1:] if chunks[1:] else chunks[0]
    events = asyncio.run(_events(model, said))
    assert not found(model.invoke(said), chunks, joined, events, server.received)
    assert "<CREDIT_CARD>" in repr(joined.content)


async def _events(model, said):
    return [event async for event in model.astream_events(said, version="v2")]
