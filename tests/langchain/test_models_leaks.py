"""What leaves a guarded model by any door, against what leaves the same model unguarded."""

from __future__ import annotations

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from chatward_langchain import guard_model


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
