"""Graphs and agents behind the edge: their streams, their states, interrupts and commands."""

from __future__ import annotations

import asyncio
from typing import TypedDict

import pytest
from edge_graph_parts import (
    ANNA,
    TYPED,
    compiled,
    config_of,
    says,
)
from langchain_core.messages import AIMessageChunk
from langchain_core.runnables import RunnableLambda
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.config import get_stream_writer

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain.edge import GuardedRunnable

pytest_plugins = ["edge_graph_fixtures"]


def test_the_state_holds_placeholders_and_what_is_returned_values(guard, graph, said, found):
    app = GuardedRunnable(graph, guard)
    config = config_of("state")
    state = app.invoke(says(said), config)
    again = asyncio.run(app.ainvoke(says("and again"), config))
    assert len(found(state)) == 2  # the key is a secret, and gone
    assert [each.type for each in again["messages"]] == ["human", "ai"] * 2
    assert "<AWS_ACCESS_KEY>" in state["messages"][1].content
    assert again["messages"][:2] == state["messages"]
    assert not found(list(graph.get_state_history(config)))


def test_what_was_said_earlier_is_on_record_only_once(guard, graph, audit):
    app = GuardedRunnable(graph, guard)
    config = config_of("once")
    for _ in range(3):
        app.invoke(says("Good morning, how are you?"), config)
    decisions = [event["origin"] for event in audit if event["event"] == "decision"]
    assert decisions == ["user", "model"] * 3


def test_a_refusal_in_the_state_does_not_refuse_every_later_turn(guard, openai, server):
    plan = "The warehouse code is purple elephants dance at midnight on the frozen lake."
    model = openai()
    graph = compiled(
        lambda state: {"messages": [model.invoke(state["messages"])]}, checkpointer=InMemorySaver()
    )
    app = GuardedRunnable(graph, guard, protected=[plan], on_block="raise")
    config = config_of("later")
    server.answer = lambda body: Reply(plan)
    with pytest.raises(GuardBlocked):
        app.invoke(says("hi"), config)
    server.answer = lambda body: Reply("Fine.")
    state = app.invoke(says("hi again"), config)
    contents = [each.content for each in state["messages"]]
    assert contents == ["hi", guard.policy.refusal, "hi again", "Fine."]


# --- refused input --------------------------------------------------------------------------


def test_a_refused_input_never_enters_the_state(guard, graph, server, injection):
    app = GuardedRunnable(graph, guard)
    config = config_of("refused")
    state = app.invoke(says(injection), config)
    assert state["messages"][-1].content == guard.policy.refusal
    assert graph.get_state(config).values == {}
    assert server.requests == []
    app.invoke(says("hello"), config)
    assert len(server.requests[0]["messages"]) == 1


REFUSED = {
    "values": lambda piece: piece["messages"][-1].content,
    "updates": lambda piece: piece["guard"]["messages"][0].content,
    "messages": lambda piece: piece[0].content,
}


@pytest.mark.parametrize("mode", sorted(REFUSED))
def test_streams_refuse_in_their_own_shape(guard, graph, injection, mode):
    app = GuardedRunnable(graph, guard)
    config = config_of("refused streams")
    (piece,) = app.stream(says(injection), config, stream_mode=mode)
    assert REFUSED[mode](piece) == guard.policy.refusal
    ((named, piece),) = app.stream(says(injection), config, stream_mode=[mode])
    assert (named, REFUSED[mode](piece)) == (mode, guard.policy.refusal)
    ((place, named, piece),) = app.stream(
        says(injection), config, stream_mode=[mode], subgraphs=True
    )
    assert (place, named, REFUSED[mode](piece)) == ((), mode, guard.policy.refusal)


def test_a_state_without_messages_cannot_refuse_so_it_raises(guard, injection):
    class State(TypedDict):
        q: str

    app = GuardedRunnable(compiled(lambda state: {"q": "x"}, State), guard)
    with pytest.raises(GuardBlocked):
        app.invoke({"q": injection}, config_of("raises"))
    with pytest.raises(GuardBlocked):
        list(app.stream({"q": injection}, config_of("raises"), stream_mode="custom"))


# --- streams --------------------------------------------------------------------------------

EXPECTED = "You said: mail anna@example.org, card 4111 1111 1111 1111, key <AWS_ACCESS_KEY>"


def joined(pieces):
    return "".join(piece.content for piece, _ in pieces)


def test_streamed_messages_are_restored(guard, graph, said):
    app = GuardedRunnable(graph, guard)
    config = config_of("messages")
    pieces = list(app.stream(says(said), config, stream_mode="messages"))
    assert joined(pieces) == EXPECTED
    assert all(about["langgraph_node"] == "call" for _, about in pieces)
    assert len(pieces) > 5

    async def read():
        stream = app.astream(says(said), config, stream_mode="messages")
        return [piece async for piece in stream]

    assert joined(asyncio.run(read())) == EXPECTED


def test_many_modes_at_once(guard, graph, said):
    app = GuardedRunnable(graph, guard)
    modes = ["messages", "updates", "values", "custom", "debug"]
    pieces = list(app.stream(says(said), config_of("modes"), stream_mode=modes))
    of = {mode: [piece for named, piece in pieces if named == mode] for mode in modes}
    assert joined(of["messages"]) == EXPECTED
    assert of["updates"][0]["call"]["messages"][0].content == EXPECTED
    assert of["values"][0]["messages"][0].content.startswith("mail anna@example.org")
    assert of["values"][-1]["messages"][-1].content == EXPECTED
    assert ANNA not in repr(of["debug"])
    assert "EMAIL_ADDRESS_1_" in repr(of["debug"])


@pytest.mark.parametrize("mode", ["updates", "values", None])
def test_a_single_mode_keeps_its_shape(guard, graph, said, mode):
    options = {} if mode is None else {"stream_mode": mode}
    bare = list(graph.stream(says("hi"), config_of(f"bare {mode}"), **options))
    config = config_of(f"single {mode}")
    pieces = list(GuardedRunnable(graph, guard).stream(says(said), config, **options))
    assert [sorted(piece) for piece in pieces] == [sorted(piece) for piece in bare]
    assert EXPECTED in repr(pieces[-1])


def test_options_that_were_bound_count_too(guard, graph, said):
    app = GuardedRunnable(graph.bind(stream_mode="messages").with_config(tags=["x"]), guard)
    assert joined(app.stream(says(said), config_of("bound"))) == EXPECTED


def test_subgraphs_name_their_place(guard, openai, said):
    model = openai()
    inner = compiled(lambda state, config: {"messages": [model.invoke(state["messages"], config)]})
    outer = compiled(inner)
    app = GuardedRunnable(outer, guard)
    pieces = list(
        app.stream(says(said), config_of("sub"), stream_mode=["messages"], subgraphs=True)
    )
    assert {mode for _, mode, _ in pieces} == {"messages"}
    assert joined([piece for place, _, piece in pieces if place]) == EXPECTED


def test_a_graph_at_the_end_of_a_chain_is_streamed_as_a_graph(guard, graph, said):
    app = GuardedRunnable(RunnableLambda(says) | graph, guard)
    pieces = list(app.stream(said, config_of("chain")))
    assert EXPECTED in repr(pieces[-1])
    assert app.invoke(said, config_of("chain"))["messages"][-1].content == EXPECTED


def test_invoke_returns_the_pieces_of_another_mode(guard, graph, said):
    app = GuardedRunnable(graph, guard)
    pieces = app.invoke(says(said), config_of("pieces"), stream_mode="messages")
    assert joined(pieces) == EXPECTED
    states = app.invoke(says(said), config_of("states"), stream_mode=["values"])
    assert {mode for mode, _ in states} == {"values"}
    assert states[-1][1]["messages"][-1].content == EXPECTED


def test_texts_that_a_node_writes_are_one_text_however_they_are_cut(guard):
    def write(state):
        writer = get_stream_writer()
        for part in ("mail carol@exam", "ple.org, ", state["messages"][0].content):
            writer(part)
        writer({"to": "bob@example.org"})
        return {}

    app = GuardedRunnable(compiled(write), guard)
    pieces = list(app.stream(says(ANNA), config_of("custom"), stream_mode="custom"))
    assert {"to": "<EMAIL_ADDRESS>"} in pieces
    assert "".join(each for each in pieces if isinstance(each, str)) == (
        "mail <EMAIL_ADDRESS>, anna@example.org"
    )


def test_a_model_that_never_says_that_it_is_done(guard, scripted):
    model = scripted(
        chunks=[AIMessageChunk(content=part) for part in ("to EMAIL_AD", "DRESS", ".")]
    )
    graph = compiled(lambda state: {"messages": [model.invoke(state["messages"])]})
    app = GuardedRunnable(graph, guard)
    pieces = list(app.stream(says("hi"), config_of("endless"), stream_mode="messages"))
    assert joined(pieces) == "to EMAIL_ADDRESS."


@pytest.mark.skipif(not TYPED, reason="this langgraph has no typed stream parts")
def test_typed_parts(guard, graph, said, injection):
    app = GuardedRunnable(graph, guard)
    modes = ["messages", "updates", "values"]
    options = {"stream_mode": modes, "version": "v2"}
    parts = list(app.stream(says(said), config_of("typed"), **options))
    of = {mode: [part["data"] for part in parts if part["type"] == mode] for mode in modes}
    assert joined(of["messages"]) == EXPECTED
    assert of["values"][-1]["messages"][-1].content == EXPECTED
    assert of["updates"][-1]["call"]["messages"][-1].content == EXPECTED
    refused = list(app.stream(says(injection), config_of("typed"), **options))
    assert [part["type"] for part in refused] == modes
    assert REFUSED["values"](refused[-1]["data"]) == guard.policy.refusal
