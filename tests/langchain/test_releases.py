"""A value reaches a tool where a release of the policy names it, and nowhere else."""

from __future__ import annotations

import asyncio
import json

import pytest
from cut_answers import call_chunk
from hypothesis import given
from hypothesis import strategies as st
from langchain.agents import create_agent
from langchain_core.caches import InMemoryCache
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain import GuardOutput, guard_model

ANNA = "anna@example.org"
MAIL_TO = """
extends: balanced
name: mail-to
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
"""
CONFIG = {"configurable": {"thread_id": "releases"}}


@tool
def send_mail(to: str, body: str) -> str:
    """Send a mail."""
    return f"sent to {to}"


@pytest.fixture(scope="module")
def releasing():
    return Guard(parse_policy(MAIL_TO, where="mail-to"))


def placeholder_of(guard, value=ANNA, conversation="releases"):
    return guard.inspect(value, origin="user", conversation=conversation).text


def calls_of(answer):
    """Return the tool calls of an answer, whole or streamed."""
    pieces = [piece for piece in answer if hasattr(piece, "tool_calls")]
    joined = pieces[0] + pieces[1:] if len(pieces) > 1 else pieces[0]
    return [(call["name"], call["args"]) for call in joined.tool_calls]


def mailing(**args):
    return lambda body: Reply(tool_calls=[ToolCall("c1", "send_mail", json.dumps(args))])


async def _streamed(model):
    return [chunk async for chunk in model.astream("go", CONFIG)]


async def _asked(model):
    return [await model.ainvoke("go", CONFIG)]


WAYS = {
    "invoke": lambda model: [model.invoke("go", CONFIG)],
    "ainvoke": lambda model: asyncio.run(_asked(model)),
    "stream": lambda model: list(model.stream("go", CONFIG)),
    "astream": lambda model: asyncio.run(_streamed(model)),
    "batch": lambda model: model.batch(["go"], CONFIG),
}


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("last", [False, True], ids=["the model", "the last step"])
def test_by_default_tools_are_called_with_placeholders(openai, guard, server, way, last):
    written = placeholder_of(guard)
    server.answer = mailing(to=written, body=f"for {written}")
    model = guard_model(openai(), guard)
    answer = WAYS[way](model | GuardOutput(guard) if last else model)
    assert calls_of(answer) == [("send_mail", {"to": written, "body": f"for {written}"})]
    assert ANNA not in repr(answer)


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("last", [False, True], ids=["the model", "the last step"])
def test_exactly_the_released_argument_gets_the_value(openai, releasing, server, way, last):
    written = placeholder_of(releasing)
    server.answer = mailing(to=written, body=f"for {written}")
    model = guard_model(openai(), releasing)
    answer = WAYS[way](model | GuardOutput(releasing) if last else model)
    assert calls_of(answer) == [("send_mail", {"to": ANNA, "body": f"for {written}"})]


def test_the_last_step_alone_releases_too(openai, releasing, server):
    written = placeholder_of(releasing)
    server.answer = mailing(to=written, body=written)
    for way in ("invoke", "astream"):
        answer = WAYS[way](openai() | GuardOutput(releasing))
        assert calls_of(answer) == [("send_mail", {"to": ANNA, "body": written})]
    kept = openai() | GuardOutput(releasing, restore=False)
    assert calls_of(WAYS["invoke"](kept)) == [("send_mail", {"to": written, "body": written})]


def test_another_tool_and_another_conversation_get_nothing(openai, releasing, server):
    written = placeholder_of(releasing)
    model = guard_model(openai(), releasing)
    server.answer = lambda body: Reply(
        tool_calls=[ToolCall("c1", "post", json.dumps({"to": written}))]
    )
    assert calls_of([model.invoke("go", CONFIG)]) == [("post", {"to": written})]
    server.answer = mailing(to=written, body="x")
    for config in (None, {"configurable": {"thread_id": "mallory"}}):
        assert ANNA not in repr(model.invoke("go", config).tool_calls)


def test_what_is_nested_goes_by_the_name_of_the_argument_and_keys_are_kept(
    openai, releasing, server
):
    written = placeholder_of(releasing)
    server.answer = mailing(to=[{"mail": written, written: 1}], cc=[written])
    (call,) = calls_of([guard_model(openai(), releasing).invoke("go", CONFIG)])
    assert call[1] == {"to": [{"mail": ANNA, written: 1}], "cc": [written]}


@pytest.mark.parametrize("name", ["send_mail.to", "send_mail.to.x", "send mail", "a:b", "*"])
def test_a_name_that_a_model_makes_up_opens_no_door(openai, releasing, server, name):
    written = placeholder_of(releasing)
    server.answer = lambda body: Reply(
        tool_calls=[
            ToolCall("c1", name, json.dumps({"to": written, "a b": written})),
            ToolCall("c2", name, f"to {written} {{"),
            ToolCall("c3", "send_mail", json.dumps({"to:": written, "": written})),
        ]
    )
    model = guard_model(openai(), releasing)
    for way in ("invoke", "stream"):
        assert ANNA not in repr(WAYS[way](model))


WHOLE_TOOL = """
extends: balanced
name: whole-tool
releases:
- {name: all-of-it, kinds: [email-address], to: ["tool:send_mail"]}
"""


@pytest.mark.parametrize(
    ("way", "args"), [("invoke", "to {} {{"), ("stream", "to {} {{"), ("stream", '["{}"]')]
)
def test_arguments_that_are_no_object_go_by_the_name_of_the_tool(openai, server, way, args):
    guard = Guard(parse_policy(WHOLE_TOOL, where="whole-tool"))
    said = args.format(placeholder_of(guard))
    server.answer = lambda body: Reply(tool_calls=[ToolCall("c1", "send_mail", said)])
    answer = WAYS[way](guard_model(openai(), guard))
    calls = [call for piece in answer for call in piece.invalid_tool_calls]
    assert [call["args"] for call in calls] == [args.format(ANNA)]


def test_such_arguments_stay_as_they_are_where_one_argument_is_released(openai, releasing, server):
    written = placeholder_of(releasing)
    server.answer = lambda body: Reply(
        tool_calls=[ToolCall("c1", "send_mail", f'to {written} "to": {written}')]
    )
    model = guard_model(openai(), releasing)
    assert ANNA not in repr(WAYS["invoke"](model)) + repr(WAYS["stream"](model))


MAILING = Guard(parse_policy(MAIL_TO, where="mail-to"))
WRITTEN = MAILING.inspect(ANNA, origin="user", conversation="releases").text
NAMES = st.sampled_from(["to", "cc", "body", "t o", "to.x", ""])
TEXTS = st.lists(st.sampled_from([WRITTEN, "hi", '"', "\\", "\n", " ", "é"]), max_size=4)
SAYINGS = TEXTS.map(" ".join)
FLAT = SAYINGS | st.lists(SAYINGS, max_size=2)
VALUES = FLAT | st.dictionaries(NAMES, FLAT, max_size=2)


def given_to(value):
    """Return an argument as its tool is to get it."""
    if isinstance(value, str):
        return value.replace(WRITTEN, ANNA)
    if isinstance(value, list):
        return [given_to(item) for item in value]
    return {key: given_to(item) for key, item in value.items()}


@given(args=st.dictionaries(NAMES, VALUES, max_size=3), size=st.integers(1, 40))
def test_for_every_way_to_cut_a_call_the_released_argument_alone_gets_values(scripted, args, size):
    raw = json.dumps(args)
    parts = [raw[at : at + size] for at in range(0, len(raw), size)]
    chunks = [call_chunk(name="send_mail", args="", id="c1")]
    chunks += [call_chunk(args=part) for part in parts]
    passed = list(guard_model(scripted(chunks=chunks), MAILING).stream("go", CONFIG))
    expected = {key: given_to(value) if key == "to" else value for key, value in args.items()}
    assert calls_of(passed) == [("send_mail", expected)]


def test_traces_and_the_cache_keep_placeholders(openai, releasing, server, spy, tracer):
    written = placeholder_of(releasing)
    server.answer = mailing(to=written, body="x")
    model = guard_model(openai(), releasing)
    config = {**CONFIG, "callbacks": [spy, tracer]}
    assert model.invoke("go", config).tool_calls[0]["args"]["to"] == ANNA
    assert [piece for piece in model.stream("go", config) if ANNA in repr(piece)]
    assert ANNA not in repr((spy.seen, tracer.sent))


def test_what_the_cache_holds_is_released_anew_each_time(openai, releasing, server):
    written = placeholder_of(releasing)
    server.answer = mailing(to=written, body="x")
    cache = InMemoryCache()
    model = guard_model(openai(cache=cache), releasing, conversation="releases")

    def generated():
        return model.generate([[HumanMessage("go")]]).generations[0][0].message

    results = [generated(), asyncio.run(_asked(model))[0], generated()]
    assert [answer.tool_calls[0]["args"]["to"] for answer in results] == [ANNA] * 3
    assert len(server.requests) == 1
    assert ANNA not in repr(cache._cache)
    assert written in repr(cache._cache)


@pytest.mark.parametrize("way", ["invoke", "stream"])
def test_each_release_is_on_record_once_without_the_value(openai, releasing, server, audit, way):
    written = placeholder_of(releasing)
    server.answer = mailing(to=written, body=written)
    WAYS[way](guard_model(openai(), releasing))
    events = [each for each in audit if each["event"] == "release"]
    assert [each["to"] for each in events] == ["tool:send_mail.to", "tool:send_mail.body"]
    assert [bool(each["released"]) for each in events] == [True, False]
    assert [bool(each["denied"]) for each in events] == [False, True]
    assert ANNA not in json.dumps(audit)


def test_an_agent_sends_the_mail_and_its_model_never_sees_the_address(openai, releasing, server):
    sent = []

    @tool("send_mail")
    def deliver(to: str, body: str) -> str:
        """Send a mail."""
        sent.append(to)
        return f"sent to {to}"

    def answer(body):
        if body["messages"][-1]["role"] == "tool":
            return Reply("Done.")
        return mailing(to=body["messages"][0]["content"].split()[-1], body="hi")(body)

    server.answer = answer
    agent = create_agent(guard_model(openai(), releasing), [deliver])
    config = {"configurable": {"thread_id": "agent"}}
    state = agent.invoke({"messages": [HumanMessage(f"mail {ANNA}")]}, config)
    assert sent == [ANNA]
    assert state["messages"][-1].content == "Done."
    assert ANNA not in server.received
    assert len(server.requests) == 2
