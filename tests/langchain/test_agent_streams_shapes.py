"""Agents in other shapes: calls at once, agents in graphs, questions, batches, second attempts."""

from __future__ import annotations

import asyncio
import pickle
from operator import add
from typing import Annotated, TypedDict

import pytest
from agent_stream_parts import (
    ANSWER,
    MODELS,
    TOOLS,
    USERS,
    agent,
    astreamed,
    look_up,
    planted,
    streamed,
    told_by_model,
)
from langchain_core.load import dumps
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.types import Command, Send
from scripted_agents import calls, made, plays, says, thread, tool_that, wants

from chatward import ChatwardError, GuardBlocked
from chatward.testing.model_server import Reply, ToolCall, said
from chatward_langchain import GuardedRunnable
from chatward_langchain.agents import GuardMiddleware

EVERYTHING = ["messages", "updates", "debug", "custom"]


@pytest.fixture(params=[streamed, astreamed], ids=["sync", "async"])
def read(request):
    return request.param


@pytest.mark.parametrize("guarded", [True, False])
def test_calls_at_once_are_not_mixed_up_and_show_nothing(openai, guard, server, read, guarded):
    given = []

    def note(text: str) -> str:
        given.append(text)
        return f"noted for {TOOLS}: {text}"

    args = [f'{{"text": "{number}\\n{MODELS}"}}' for number in range(3)]
    wanted = [ToolCall(f"c{at}", "note", each) for at, each in enumerate(args)]
    plays(server, wants(*wanted), Reply(ANSWER))
    middleware = [GuardMiddleware(guard)] if guarded else []
    app = made(openai(), [tool_that(note, "reads-untrusted")], *middleware)
    pieces = read(app, f"at once {guarded}", stream_mode=EVERYTHING)
    assert sorted(text.split("\n")[0] for text in given) == ["0", "1", "2"]
    assert bool(planted(pieces, given)) != guarded


def test_values_go_to_the_tool_and_not_into_the_task_that_calls_it(openai, guard, server, read):
    """LangGraph hands calls of tools on with `Send`, whose argument is streamed and kept."""
    given = []

    def mail(to: str) -> str:
        given.append(to)
        return "sent"

    plays(server, lambda body: wants(calls("mail", to=said(body).split()[-1])))
    saver = InMemorySaver()
    middleware = GuardMiddleware(guard, restore_tools=["mail.to"])
    app = made(openai(), [tool_that(mail, "changes-state")], middleware, checkpointer=saver)
    name = f"sent {read.__name__}"
    pieces = read(app, name, stream_mode=["tasks", "checkpoints", "updates"])
    assert given == [USERS]
    held = [at for at, piece in enumerate(pieces) if planted(piece, values=(USERS,))]
    assert held == [at for at in held if at < 4]  # what came in
    assert len(held) == 2
    later = [each for each in app.get_state_history(thread(name)) if each.metadata["step"] > 0]
    assert later
    assert not planted([(each.values, each.tasks) for each in later], values=(USERS,))


class Rounds(TypedDict):
    names: list[str]
    said: Annotated[list[str], add]


@pytest.mark.parametrize("guarded", [True, False])
def test_many_agents_that_a_graph_sends_to(openai, guard, server, read, guarded):
    server.answer = lambda body: Reply(ANSWER)
    middleware = [GuardMiddleware(guard)] if guarded else []
    inner = made(openai(), [], *middleware, checkpointer=None)
    sent = guard.inspect(USERS, origin="user", conversation=f"rounds {guarded}").text

    def ask(state, config):
        answer = inner.invoke(says(state["name"]), config)
        return {"said": [answer["messages"][-1].content]}

    graph = StateGraph(Rounds)
    graph.add_node("ask", ask)
    names = [f"{sent} {at}" for at in range(4)]
    graph.add_conditional_edges(START, lambda _: [Send("ask", {"name": n}) for n in names], ["ask"])
    graph.add_edge("ask", END)
    app = graph.compile(checkpointer=InMemorySaver())
    modes = ["messages", "updates", "tasks", "values"]
    pieces = read(app, f"rounds {guarded}", stream_mode=modes, subgraphs=True)
    assert len(server.requests) == 4
    assert bool(planted(pieces)) != guarded


def test_an_agent_in_a_graph_within_a_graph(openai, guard, server, read):
    inner = agent(openai(), server, GuardMiddleware(guard), checkpointer=None)
    middle = StateGraph(MessagesState)
    middle.add_node("agent", inner)
    middle.add_edge(START, "agent")
    outer = StateGraph(MessagesState)
    outer.add_node("middle", middle.compile())
    outer.add_edge(START, "middle")
    app = outer.compile(checkpointer=InMemorySaver())
    name = f"within {read.__name__}"
    pieces = read(app, name, stream_mode="messages", subgraphs=True)
    told = told_by_model([piece for _, piece in pieces])
    assert told == guard.inspect(ANSWER, origin="model", conversation=name).text
    assert max(len(place) for place, _ in pieces) > 1
    assert not planted(pieces, app.get_state(thread(name)))


@pytest.mark.parametrize("edge", [False, True])
def test_a_stream_that_goes_on_after_a_question_is_on_record_once(
    openai, guard, server, audit, edge
):
    app = agent(openai(), server, GuardMiddleware(guard, approve=["look_up"]))
    app = GuardedRunnable(app, guard) if edge else app
    config = thread(f"asked {edge}")
    before = list(app.stream(says(f"mail {USERS}"), config, stream_mode=EVERYTHING))
    assert "chatward.approval" in repr(before)
    assert not [event for event in audit if event["event"] == "call"]
    go_on = Command(resume={"approved": True})
    after = list(app.stream(go_on, config, stream_mode=EVERYTHING))
    assert not planted(before, after)
    told = [(event["event"], event.get("origin")) for event in audit if not _of_edge(event)]
    assert len([event for event in audit if event.get("origin") == "user"]) == 1
    assert [each for each in told if each[1] != "user"] == [
        ("decision", "model"),
        ("call", None),
        ("decision", "tool"),
        ("decision", "model"),
    ]


def _of_edge(event):
    return event.get("door") == "langchain-edge" or event["event"] == "release"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_in_a_batch_a_refusal_is_the_item_of_its_input(
    openai, guard, server, injection, asynchronous
):
    app = made(openai(), [], GuardMiddleware(guard, on_block="raise"), checkpointer=None)
    given = [says(f"mail {USERS}"), says(injection), says("hello")]
    if asynchronous:
        items = asyncio.run(app.abatch(given, return_exceptions=True))
    else:
        items = app.batch(given, return_exceptions=True)
    assert isinstance(items[1], GuardBlocked)
    assert [item["messages"][-1].content for item in (items[0], items[2])] == [
        "You said: mail <EMAIL_ADDRESS>",
        "You said: hello",
    ]
    assert "Ignore all" not in repr((items, server.requests))


def test_a_second_attempt_is_as_clean_as_the_first(openai, guard, server):
    answers = iter([Reply(f"no, {MODELS}", status=500), Reply(ANSWER)])
    server.answer = lambda body: next(answers)
    app = made(openai(), [], GuardMiddleware(guard), checkpointer=None)
    state = app.with_retry(stop_after_attempt=2).invoke(says(f"mail {USERS}"), thread("again"))
    assert len(server.requests) == 2
    assert server.requests[0]["messages"] == server.requests[1]["messages"]
    assert not planted(state, server.requests, values=(USERS, MODELS))


def test_a_fallback_is_as_clean_where_it_is_guarded(openai, guard, server, read):
    failing = iter([Reply(f"no, {MODELS}", status=500)])
    server.answer = lambda body: next(failing, Reply(ANSWER))
    apps = [made(openai(), [], GuardMiddleware(guard), checkpointer=None) for _ in range(2)]
    name = f"instead {read.__name__}"
    pieces = read(apps[0].with_fallbacks(apps[1:]), name, stream_mode="messages")
    assert not planted(pieces, server.requests, values=(USERS, MODELS))
    assert told_by_model(pieces) == guard.inspect(ANSWER, origin="model", conversation=name).text


def test_what_was_streamed_can_be_kept_and_the_guard_cannot(openai, guard, server, read):
    middleware = GuardMiddleware(guard)
    pieces = read(agent(openai(), server, middleware), "kept", stream_mode=["messages", "updates"])
    again = pickle.loads(pickle.dumps(pieces))
    assert not planted(again, pickle.dumps(pieces), dumps(again))
    with pytest.raises(ChatwardError, match="not pickled"):
        pickle.dumps(middleware)
    for thing in (middleware, GuardedRunnable(agent(openai(), server, middleware), guard)):
        assert '"not_implemented"' in dumps(thing)


def test_the_tool_of_these_tests_works_outside_a_graph():
    assert look_up("x") == f"x is a friend of {TOOLS}"
