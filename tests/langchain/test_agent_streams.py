"""Each stream of a guarded agent: what the model and the tools bring up appears in none of them."""

from __future__ import annotations

import warnings

import pytest
from agent_stream_parts import (
    ANSWER,
    EVENTS,
    MODES,
    TYPED,
    USERS,
    V3,
    agent,
    astreamed,
    events_of,
    planted,
    streamed,
    told_by_model,
)
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from scripted_agents import says, thread

from chatward_langchain import GuardedRunnable
from chatward_langchain.agents import GuardMiddleware

pytest_plugins = ["anthropic_fixtures"]

MANY = ["updates", "messages", "custom", "values"]
READ = {"sync": streamed, "async": astreamed}


@pytest.fixture(params=sorted(READ))
def read(request):
    return READ[request.param]


@pytest.fixture(params=[*MODES, MANY], ids=lambda mode: mode if isinstance(mode, str) else "many")
def mode(request):
    return request.param


@pytest.fixture(params=[{}, {"version": "v2"}] if TYPED else [{}], ids=str)
def shape(request):
    return request.param


def users(pieces):
    """The places of the pieces that hold the user's value."""
    return [at for at, piece in enumerate(pieces) if planted(piece, values=(USERS,))]


def without(pieces, where):
    return [piece for at, piece in enumerate(pieces) if at not in where]


def test_no_mode_shows_what_model_and_tools_know(openai, guard, server, read, mode, shape):
    app = agent(openai(), server, GuardMiddleware(guard))
    pieces = read(app, f"agent {mode} {shape}", stream_mode=mode, **shape)
    assert pieces
    assert not planted(pieces)
    shown = users(pieces)
    if mode in ("messages", "updates", "custom"):
        assert shown == []
    elif mode == "debug":
        assert shown == [1, 2]  # the checkpoint of the input, and the task of the first step
    else:
        assert len(shown) == 1
        assert shown[0] < 3


def test_without_the_guard_each_does_but_for_what_it_has_no_room_for(openai, server, read, shape):
    for mode in (*MODES, MANY):
        app = agent(openai(), server)
        pieces = read(app, f"bare {mode} {shape}", stream_mode=mode, **shape)
        if mode == "messages":
            told = [piece["data"] if shape else piece for piece in pieces]
            pieces = [told_by_model(told), pieces]
        assert len(planted(pieces)) == (0 if mode == "custom" else 3), mode
        assert bool(users(pieces)) == (mode not in ("messages", "updates", "custom")), mode


def test_with_the_edge_besides_no_mode_shows_anything(openai, guard, server, read, mode):
    app = GuardedRunnable(agent(openai(), server, GuardMiddleware(guard)), guard)
    pieces = read(app, f"both {mode}", stream_mode=mode)
    assert pieces
    assert not planted(pieces)
    restored = mode in ("updates", "values", MANY)
    assert bool(users(pieces)) == restored


def test_subgraphs_show_nothing_either(openai, guard, server, read, mode):
    graph = StateGraph(MessagesState)
    graph.add_node("inner", agent(openai(), server, GuardMiddleware(guard), checkpointer=None))
    graph.add_edge(START, "inner")
    outer = graph.compile(checkpointer=InMemorySaver())
    pieces = read(outer, f"sub {mode}", stream_mode=mode, subgraphs=True)
    assert pieces
    assert not planted(pieces)


def test_without_the_guard_subgraphs_do(openai, server, read):
    graph = StateGraph(MessagesState)
    graph.add_node("inner", agent(openai(), server, checkpointer=None))
    graph.add_edge(START, "inner")
    pieces = read(graph.compile(), "bare sub", stream_mode="updates", subgraphs=True)
    assert len(planted(pieces)) == 3
    assert any(piece[0] for piece in pieces)


def test_the_joined_text_is_the_whole_redacted(openai, guard, server, read):
    expected = guard.inspect(ANSWER, origin="model", conversation="joined").text
    for cut in (1, 3, 7, 100):
        server.chunk_chars = cut
        app = agent(openai(), server, GuardMiddleware(guard))
        pieces = read(app, "joined", stream_mode="messages")
        assert told_by_model(pieces) == expected
        assert not planted(pieces, told_by_model(pieces))
        calls = [call for chunk, _ in pieces for call in getattr(chunk, "tool_call_chunks", ())]
        assert [call["name"] for call in calls if call["name"]] == ["look_up"]
        assert not planted("".join(call["args"] or "" for call in calls))


@pytest.mark.parametrize("version", EVENTS)
def test_no_event_shows_what_model_and_tools_know(openai, guard, server, version):
    told = events_of(agent(openai(), server, GuardMiddleware(guard)), f"events {version}", version)
    assert len(told) > 10
    assert "tool-finished" in map(kind_of, told) or "on_tool_end" in map(kind_of, told)
    assert not planted(told)
    first = {kind_of(event) for event in told if users([event])}
    if version == "v3":
        assert first == {"values"}
    else:
        assert first == {"on_chain_start", "on_chain_end"}


def kind_of(event):
    if event.get("event") is not None:
        return event["event"]
    data = event["params"]["data"]
    return data["event"] if event["method"] == "tools" else event["method"]


@pytest.mark.skipif(not V3, reason="this LangGraph has no v3 events")
def test_nor_do_events_that_are_read_synchronously(openai, guard, server):
    for middleware in ([GuardMiddleware(guard)], []):
        app = agent(openai(), server, *middleware)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are in beta
            name = thread(f"events {len(middleware)}")
            told = list(app.stream_events(says(f"mail {USERS}"), name, version="v3"))
        assert len(planted(told)) == (0 if middleware else 3)


@pytest.mark.parametrize("version", EVENTS)
def test_without_the_guard_events_show_it_all(openai, server, version):
    told = events_of(agent(openai(), server), f"bare events {version}", version)
    assert len(planted(told)) == 3
    assert len([event for event in told if planted(event)]) > 5


@pytest.mark.parametrize("version", EVENTS)
def test_with_the_edge_besides_events_never_show_the_users_value(openai, guard, server, version):
    app = GuardedRunnable(agent(openai(), server, GuardMiddleware(guard)), guard)
    told = events_of(app, f"edge events {version}", version)
    assert not users(told)
    assert not planted(told)


def test_callbacks_of_the_model_see_nothing(openai, guard, server, spy):
    app = agent(openai(), server, GuardMiddleware(guard))
    config = {**thread("callbacks"), "callbacks": [spy]}
    pieces = list(app.stream(says(f"mail {USERS}"), config, stream_mode="messages"))
    assert spy.tokens
    assert not users(spy.seen)
    assert not planted(spy.seen, told_by_model(pieces))
    bare = agent(openai(), server)
    list(bare.stream(says(f"mail {USERS}"), {**thread("bare callbacks"), "callbacks": [spy]}))
    assert len(planted(spy.seen)) == 3


@pytest.mark.parametrize("guarded", [True, False])
def test_a_claude_agent_streams_blocks(claude, guard, claude_server, read, guarded):
    middleware = [GuardMiddleware(guard)] if guarded else []
    app = agent(claude(), claude_server, *middleware)
    pieces = read(app, f"claude {guarded}", stream_mode=["messages", "updates", "debug"])
    told = told_by_model([piece for mode, piece in pieces if mode == "messages"])
    assert len(planted(pieces, told)) == (0 if guarded else 3)
    expected = guard.inspect(ANSWER, origin="model", conversation=f"claude {guarded}").text
    assert told == (expected if guarded else ANSWER)
