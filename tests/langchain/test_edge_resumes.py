"""The edge round a graph: typed parts, tool calls, interrupts, commands."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from edge_graph_parts import (
    ANNA,
    MAIL_TO,
    TYPED,
    compiled,
    config_of,
    says,
)
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command, Send, interrupt

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain.edge import GuardedRunnable

pytest_plugins = ["edge_graph_fixtures"]


@pytest.mark.skipif(not TYPED, reason="this langgraph has no typed stream parts")
def test_typed_results(guard, asking):
    app = GuardedRunnable(asking[0], guard)
    config = config_of("typed results")
    asked = app.invoke(says(f"mail {ANNA}"), config, version="v2")
    assert asked.interrupts[0].value == {"question": f"Really mail {ANNA}?"}
    assert asked.value["messages"][0].content == f"mail {ANNA}"
    (part,) = [
        each
        for each in app.stream(
            says(f"mail {ANNA}"), config_of("typed ask"), stream_mode="values", version="v2"
        )
        if each["interrupts"]
    ]
    assert part["interrupts"][0].value == {"question": f"Really mail {ANNA}?"}


def test_tool_calls_in_a_state_keep_placeholders(openai, server, said):
    """They have been run; and a release to a tool is on record where the tool gets it."""
    guard = Guard(parse_policy(MAIL_TO, where="mail-to"))
    written = guard.inspect(ANNA, origin="user", conversation="calls").text
    call = ToolCall("c1", "send_mail", json.dumps({"to": written}))
    server.answer = lambda body: Reply(tool_calls=[call])
    model = openai()
    graph = compiled(lambda state: {"messages": [model.invoke(state["messages"])]})
    answer = GuardedRunnable(graph, guard).invoke(says("go"), config_of("calls"))["messages"][-1]
    assert answer.tool_calls[0]["args"] == {"to": written}
    answer = GuardedRunnable(model, guard).invoke("go", config_of("calls"))
    assert answer.tool_calls[0]["args"] == {"to": ANNA}


def test_a_tracer_sees_no_value(guard, graph, said, found, tracer, spy):
    config = {**config_of("traced"), "callbacks": [tracer, spy]}
    app = GuardedRunnable(graph, guard)
    app.invoke(says(said), config)
    list(app.stream(says(said), config, stream_mode="messages"))
    assert len(tracer.sent) > 4
    assert not found(tracer.sent, spy.seen)


# --- interrupts, commands, sends ------------------------------------------------------------


@pytest.fixture
def asking():
    """A graph that asks back, and keeps what it was answered; and what it was answered."""
    answers = []

    def ask(state):
        answer = interrupt({"question": f"Really {state['messages'][0].content}?"})
        answers.append(answer)
        return {"messages": [AIMessage(f"You said: {answer}")]}

    return compiled(ask, checkpointer=InMemorySaver()), answers


def interrupts_in(result):
    return [each.value["question"] for each in result["__interrupt__"]]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_it_resumes_after_an_interrupt(guard, asking, asynchronous):
    graph, answers = asking
    app = GuardedRunnable(graph, guard)
    config = config_of(f"resume {asynchronous}")

    def call(value):
        return (
            asyncio.run(app.ainvoke(value, config)) if asynchronous else app.invoke(value, config)
        )

    asked = call(says(f"mail {ANNA}"))
    assert interrupts_in(asked) == [f"Really mail {ANNA}?"]
    assert ANNA not in repr(graph.get_state(config))
    done = call(Command(resume=f"no, bob@example.org and {ANNA}"))
    assert done["messages"][-1].content == f"You said: no, bob@example.org and {ANNA}"
    assert "@" not in answers[0]
    assert ANNA not in repr(graph.get_state(config))


def test_interrupts_in_a_stream_are_restored(guard, asking):
    app = GuardedRunnable(asking[0], guard)
    config = config_of("asked in a stream")
    (piece,) = app.stream(says(f"mail {ANNA}"), config, stream_mode="updates")
    assert interrupts_in(piece) == [f"Really mail {ANNA}?"]
    identity = piece["__interrupt__"][0].id
    resumed = list(app.stream(Command(resume={identity: "yes"}), config, stream_mode="updates"))
    assert resumed[-1]["call"]["messages"][0].content == "You said: yes"


def test_a_refused_answer_leaves_the_question_open(guard, asking, injection):
    graph, answers = asking
    app = GuardedRunnable(graph, guard)
    config = config_of("open question")
    app.invoke(says("hi"), config)
    refused = app.invoke(Command(resume=injection), config)
    assert refused["messages"][-1].content == guard.policy.refusal
    assert answers == []
    assert graph.get_state(config).next == ("call",)
    app.invoke(Command(resume={"deep": ["yes", True, None, 3]}), config)
    assert answers == [{"deep": ["yes", True, None, 3]}]


def test_updates_and_sends_of_a_command_are_looked_at(guard, graph, found, said):
    app = GuardedRunnable(graph, guard)
    config = config_of("commands")
    app.invoke(says("hi"), config)
    command = Command(update=says(said), goto=[Send("call", says(said)), "call"])
    before = repr(command)
    app.invoke(command, config)
    assert repr(command) == before
    assert not found(list(graph.get_state_history(config)))


def test_none_goes_on_where_the_graph_stopped(guard, openai):
    model = openai()
    graph = compiled(
        lambda state: {"messages": [model.invoke(state["messages"])]},
        checkpointer=InMemorySaver(),
        interrupt_before=["call"],
    )
    app = GuardedRunnable(graph, guard)
    config = config_of("none")
    app.invoke(says(ANNA), config)
    assert app.invoke(None, config)["messages"][-1].content == f"You said: {ANNA}"


@dataclass
class Noted:
    """A state that is no dict."""

    q: str
    notes: Any = None


def test_a_state_that_is_a_dataclass(guard):
    seen = []

    def note(state):
        seen.append(state)
        return {"notes": [state.q]}

    app = GuardedRunnable(compiled(note, Noted), guard)
    given = Noted(q=f"mail {ANNA}")
    assert app.invoke(given, config_of("dataclass"))["notes"] == [f"mail {ANNA}"]
    assert given == Noted(q=f"mail {ANNA}")
    assert ANNA not in repr(seen)
