"""Guarded tools: results, errors, calls that are refused, tools in graphs."""

from __future__ import annotations

import asyncio
import json
import warnings
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import (
    ToolException,
)
from langgraph.errors import GraphInterrupt
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.types import Command
from planted import PLANTED, planted_in
from tool_parts import (
    ANNA,
    CONFIG,
    LIMITED,
    ORDERS,
    Everything,
    Guest,
    as_call,
    returning,
)

from chatward import Guard, PolicyError
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain import ToolFailed, guard_model
from chatward_langchain.tools import guard_tool

pytest_plugins = ["tool_fixtures"]


@dataclass
class Record:
    mail: str


@pytest.mark.parametrize(
    "value",
    [
        f"write to {ANNA}, card {PLANTED[1]}, key {PLANTED[2]}",
        {"mail": ANNA, "rows": [{"card": PLANTED[1]}, (PLANTED[2],)], ANNA: 1},
        [ANNA, PLANTED[1], 4111111111111111],
        [{"type": "text", "text": f"{ANNA}"}, {"type": "json", "json": {"a": PLANTED[2]}}],
        {ANNA, PLANTED[2]},
        Guest(mail=ANNA),
        Record(ANNA),
        [Document(ANNA, metadata={"source": ANNA})],
        f"{ANNA}".encode(),
        ToolMessage(ANNA, tool_call_id="c1", artifact={"mail": ANNA}),
        [ToolMessage(ANNA, tool_call_id="c1")],
        Command(update={"messages": [ToolMessage(ANNA, tool_call_id="c1")], "mail": ANNA}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_result_of_any_shape_is_guarded(guard, run, value):
    bare = returning(value)
    spy, plain = Everything(), Everything()
    answer = run(guard_tool(bare, guard), as_call("read"), {"callbacks": [spy]})
    assert not planted_in([answer, spy.told])
    assert planted_in([run(bare, as_call("read"), {"callbacks": [plain]}), plain.told])


def test_a_result_keeps_its_type_and_what_holds_no_value(guard):
    rows = {"mail": ANNA, "n": 3, "ok": True, "none": None, "rows": [1.5, "a"]}
    assert guard_tool(returning(rows), guard).invoke({}) == {**rows, "mail": "<EMAIL_ADDRESS>"}
    assert guard_tool(returning(7), guard).invoke({}) == 7
    assert guard_tool(returning(None), guard).invoke({}) is None
    (found,) = guard_tool(returning([Document("It rains.")]), guard).invoke({})
    assert found == Document("It rains.")


def test_text_is_marked_as_data_unless_told_otherwise(guard):
    marked = guard_tool(returning("It rains."), guard).invoke({})
    assert marked.startswith("[untrusted-tool")
    assert guard_tool(returning("It rains."), guard, spotlight=False).invoke({}) == "It rains."


@pytest.mark.parametrize("spotlight", [True, False])
def test_a_result_that_gives_orders_is_withheld(guard, run, spotlight):
    for value in (ORDERS, {"text": ORDERS}, [{"type": "text", "text": ORDERS}]):
        answer = run(guard_tool(returning(value), guard, spotlight=spotlight), {})
        assert answer == guard.policy.withheld


def test_content_and_artifact_come_back_apart(guard, run):
    options = {"response_format": "content_and_artifact"}
    artifact = {"score": 0.25, "found": [Document(f"{ANNA} said", metadata={"n": 1})]}
    made = guard_tool(returning((f"by {ANNA}", artifact), **options), guard)
    message = run(made, as_call("read"))
    assert "<EMAIL_ADDRESS>" in message.content
    assert message.artifact["score"] == 0.25
    assert message.artifact["found"] == [Document("<EMAIL_ADDRESS> said", metadata={"n": 1})]
    refused = run(guard_tool(returning((ORDERS, artifact), **options), guard), as_call("read"))
    assert (refused.content, refused.artifact) == (guard.policy.withheld, None)


def test_an_artifact_that_cannot_be_read_is_dropped_unless_it_is_to_be_kept(guard):
    live = Record(ANNA)
    made = returning(("found", live), response_format="content_and_artifact")
    assert guard_tool(made, guard).invoke(as_call("read")).artifact is None
    kept = guard_tool(made, guard, artifact="keep").invoke(as_call("read"))
    assert kept.artifact is live
    assert guard_tool(made, guard, artifact="drop").invoke(as_call("read")).artifact is None


# --- errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [LookupError(f"no {ANNA}"), LookupError(ORDERS)])
def test_an_error_shows_no_value_and_gives_no_orders(guard, run, error):
    spy = Everything()
    with pytest.raises(ToolFailed) as failed:
        run(guard_tool(returning(error), guard), {}, {"callbacks": [spy]})
    assert failed.value.failure == "LookupError"
    assert failed.value.__context__ is None
    assert not planted_in([failed.value, str(failed.value), spy.told])
    assert "Ignore" not in repr(spy.told)


def test_an_error_that_shows_nothing_passes_as_it_is(guard, run):
    with pytest.raises(LookupError, match="no such order"):
        run(guard_tool(returning(LookupError("no such order")), guard), {})


def test_an_error_that_the_tool_handles_is_handled(guard, run):
    made = returning(ToolException(f"no {ANNA}"), handle_tool_error=True)
    assert run(guard_tool(made, guard), {}) == "no <EMAIL_ADDRESS>"
    assert run(made, {}) == f"no {ANNA}"


def test_an_interrupt_of_a_graph_is_no_error(guard, run):
    with pytest.raises(GraphInterrupt) as raised:
        run(guard_tool(returning(GraphInterrupt([ANNA])), guard), {})
    assert raised.value.args == ([ANNA],)


# --- calls ----------------------------------------------------------------------------------


def test_a_call_that_the_policy_refuses_is_not_made(sent, run):
    limited = Guard(parse_policy(LIMITED, where="limited"))
    made, calls = sent
    guarded = guard_tool(made, limited)
    given = {"to": "x", "body": "y"}
    refused = asyncio.run(guarded.ainvoke(given, CONFIG))
    assert refused.startswith("[refused: this role may not call it; reference ")
    assert calls == []
    staff = {"configurable": {"thread_id": "anna", "role": "staff"}}
    assert "sent to x" in asyncio.run(guarded.ainvoke(given, staff))
    read = guard_tool(returning("page"), limited)
    run(read, {}, staff)  # from here on, what was read may have given orders
    assert asyncio.run(guarded.ainvoke(given, staff)).startswith("[refused: ")
    assert calls == [("x", "y")]


def test_what_a_tool_can_do_may_be_said_where_it_is_guarded(guard, audit):
    made = guard_tool(returning("page"), guard, capabilities=["reads-private"])
    assert "page" in made.invoke({}, CONFIG)
    (event,) = (each for each in audit if each["event"] == "call")
    assert event["capabilities"] == ["reads-private"]
    with pytest.raises(PolicyError):
        guard_tool(returning("page"), guard, capabilities=["flies"])


# --- where tools are used -------------------------------------------------------------------


def node_of(tools):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of langgraph 1.0.0, about an import of its own
        from langgraph.prebuilt import ToolNode
    return ToolNode(tools)


def graph_of(node):
    graph = StateGraph(MessagesState)
    graph.add_node("tools", node)
    graph.add_edge(START, "tools")
    return graph.compile()


def test_a_tool_node_runs_guarded_tools(mailing, anna, sent):
    made, calls = sent
    spy = Everything()
    app = graph_of(node_of([guard_tool(made, mailing)]))
    asked = AIMessage("", tool_calls=[as_call("send", to=anna, body="hi")])
    config = {"callbacks": [spy], **CONFIG}
    if made.func:
        app.invoke({"messages": [asked]}, config)
    state = asyncio.run(app.ainvoke({"messages": [asked]}, config))
    assert set(calls) == {(ANNA, "hi")}
    assert anna in state["messages"][-1].content  # the tool said the address
    assert not planted_in([state, spy.told])


def test_an_agent_of_guarded_parts_never_shows_the_value(mailing, openai, server, sent):
    made, calls = sent

    def answer(body):
        said = json.dumps(body["messages"])
        if "sent to" in said:
            return Reply("done")
        word = next(word for word in said.replace('"', " ").split() if "EMAIL_ADDRESS" in word)
        return Reply(tool_calls=[ToolCall("c1", "send", json.dumps({"to": word, "body": "hi"}))])

    server.answer = answer
    agent = create_agent(guard_model(openai(), mailing), [guard_tool(made, mailing)])
    said = {"messages": [HumanMessage(f"mail {ANNA} please")]}
    asyncio.run(agent.ainvoke(said, CONFIG))
    assert [to for to, _ in calls] == [ANNA]
    assert not planted_in([server.requests])


def test_the_tool_that_was_handed_in_is_not_changed(guard, run):
    made = returning(ANNA)
    guarded = guard_tool(made, guard)
    assert run(made, {}) == ANNA
    assert type(guarded) is type(made)
    assert (guarded.name, guarded.description, guarded.args) == (made.name, made.description, {})


def test_what_cannot_be_guarded_is_refused(guard):
    with pytest.raises(TypeError, match="takes a tool"):
        guard_tool(len, guard)
    with pytest.raises(ValueError, match="guarded already"):
        guard_tool(guard_tool(returning(""), guard), guard)
    with pytest.raises(ValueError, match="use 'guard', 'keep' or 'drop'"):
        guard_tool(returning(""), guard, artifact="raw")


_GUARD = Guard()
_LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from([*PLANTED, "a", "b c", ""])
_JSON = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PLANTED, "k", "l"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def shape_of(value):
    if isinstance(value, dict):
        return [shape_of(each) for each in value.values()]
    return [shape_of(each) for each in value] if isinstance(value, list) else None


@given(value=_JSON)
def test_any_json_keeps_its_shape_and_none_of_the_values(value):
    options = {"response_format": "content_and_artifact"}
    made = guard_tool(returning((value, value), **options), _GUARD)
    message = made.invoke(as_call("read"))
    assert not planted_in([message])
    assert shape_of(message.artifact) == shape_of(value)
