"""What one door has decided, the next one inside neither decides nor counts again."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from scripted_agents import calls, made, plays, says, thread, wants

from chatward import Guard
from chatward_langchain import (
    GuardCallback,
    GuardedRunnable,
    GuardInput,
    GuardMiddleware,
    GuardOutput,
    guard_model,
    guard_tool,
)
from chatward_langchain.handed import Handed

SAID = "Please ask dr.grey@example.org about my invoice."
CONFIG = thread("one")


def of_users(audit):
    return [event for event in audit if event["event"] == "decision" and event["origin"] == "user"]


def doors(guard, model):
    """Every way to put one guard around another."""
    inner = guard_model(model, guard)
    return {
        "edge": GuardedRunnable(inner, guard),
        "step": GuardInput(guard) | inner | GuardOutput(guard),
        "edge and step": GuardedRunnable(GuardInput(guard) | inner, guard),
        "agent": GuardedRunnable(made(model, [], GuardMiddleware(guard), checkpointer=None), guard),
    }


def given(door, text):
    return says(text) if door == "agent" else [HumanMessage(text)]


@pytest.mark.parametrize("late", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("door", ["edge", "step", "edge and step", "agent"])
def test_what_a_user_says_is_decided_and_counted_once(openai, server, audit, door, late):
    guard = Guard()
    app = doors(guard, openai())[door]
    for _ in range(2):  # the same words again are said again
        value = given(door, SAID)
        asyncio.run(app.ainvoke(value, CONFIG)) if late else app.invoke(value, CONFIG)
    assert len(of_users(audit)) == 2
    sent = [body["messages"][-1]["content"] for body in server.requests]
    assert all("EMAIL_ADDRESS_1_" in str(text) and "grey" not in str(text) for text in sent)


def test_without_the_outer_door_the_inner_one_decides(openai, server, audit):
    guard = Guard()
    guard_model(openai(), guard).invoke(SAID, CONFIG)
    assert len(of_users(audit)) == 1


def test_another_conversation_role_or_guard_decides_anew(openai, server, audit):
    guard = Guard()
    GuardInput(guard).invoke("Hello there.", CONFIG)
    for model, config in (
        (guard_model(openai(), guard), thread("two")),
        (guard_model(openai(), guard), thread("one", role="staff")),
        (guard_model(openai(), Guard()), CONFIG),
    ):
        before = len(of_users(audit))
        model.invoke("Hello there.", config)
        assert len(of_users(audit)) == before + 1


def test_a_refused_text_is_never_handed_on(openai, injection, audit):
    guard = Guard()
    app = GuardedRunnable(guard_model(openai(), guard), guard)
    model = guard_model(openai(), guard)
    for _ in range(2):
        assert app.invoke([HumanMessage(injection)], CONFIG).content == guard.policy.refusal
        assert model.invoke(injection, CONFIG).content == guard.policy.refusal


def test_a_private_call_hands_nothing_on(openai, server, audit):
    guard = Guard()
    app = GuardedRunnable(guard_model(openai(), guard), guard)
    app.invoke([HumanMessage("Hello there.")])
    assert len(of_users(audit)) == 2


def test_a_guarded_tool_in_a_guarded_agent_has_its_result_decided_once(openai, server, audit):
    @tool
    def look(who: str) -> str:
        """Look somebody up."""
        return f"{who}: bob@example.com"

    guard = Guard()
    agent = made(openai(), [guard_tool(look, guard)], GuardMiddleware(guard))
    plays(server, wants(calls("look", who="Bob")))
    agent.invoke(says("Look Bob up."), CONFIG)
    results = [event for event in audit if event.get("origin") == "tool"]
    assert len(results) == 1
    shown = server.requests[-1]["messages"][-1]["content"]
    assert shown.count("[untrusted-tool") == 1
    assert "bob@example.com" not in shown


def test_what_is_handed_on_passes_once_and_soon():
    now = [0.0]
    handed = Handed(clock=lambda: now[0])
    handed.on("a", "edge", "one")
    assert not handed.take("a", "model", "two")
    assert not handed.take("a", "edge", "one")
    assert handed.take("a", "model", "one")
    assert not handed.take("a", "model", "one")
    handed.on("a", "edge", "one")
    now[0] = 61.0
    assert not handed.take("a", "model", "one")


def test_only_the_newest_are_kept():
    handed = Handed()
    for number in range(5000):
        handed.on(str(number), "edge", "one")
    assert not handed.take("0", "model", "one")
    assert handed.take("4999", "model", "one")


def from_headers(config):
    """A key that only this application knows how to find."""
    return config["configurable"].get("ticket")


@pytest.mark.parametrize("ticket", ["t-1", None])
def test_every_door_takes_a_function_for_the_conversation(openai, server, ticket):
    guard = Guard()
    config = {"configurable": {"ticket": ticket, "thread_id": "other"}}
    shown = {"metadata": {"ticket": ticket}}  # all that a callback is told
    model = guard_model(openai(), guard, conversation=from_headers)
    agent = made(openai(), [], GuardMiddleware(guard, conversation=from_headers))
    called = GuardCallback(guard, conversation=from_headers)
    for call in (
        lambda: model.invoke(SAID, config),
        lambda: GuardInput(guard, conversation=from_headers) | openai(),
        lambda: agent.invoke(says(SAID), config),
        lambda: openai().invoke([HumanMessage(SAID)], {**shown, "callbacks": [called]}),
        lambda: GuardedRunnable(openai(), guard, conversation=from_headers).invoke(SAID, config),
    ):
        result = call()
        if hasattr(result, "first"):
            result.invoke(SAID, config)
    assert len(server.requests) == 5
    for body in server.requests:
        said = body["messages"][-1]["content"]
        if ticket is None:
            assert said == "Please ask <EMAIL_ADDRESS> about my invoice."
        else:
            start = said.index("EMAIL")
            value = said[start : said.index(" about")]
            assert guard.restore(value, conversation=ticket) == "dr.grey@example.org"
            assert guard.restore(value, conversation="other") == value


@pytest.mark.parametrize("ticket", ["t-1", None])
def test_tools_and_outputs_take_a_function_too(ticket):
    @tool
    def repeat(text: str) -> str:
        """Say it again."""
        return text

    guard = Guard()
    config = {"configurable": {"ticket": ticket}}
    shown = guard_tool(repeat, guard, conversation=from_headers).invoke({"text": SAID}, config)
    output = GuardOutput(guard, conversation=from_headers)
    assert ("EMAIL_ADDRESS_1_" in shown) == (ticket is not None)
    assert ("<EMAIL_ADDRESS>" in shown) == (ticket is None)
    assert output.invoke("nothing", config) == "nothing"


@pytest.mark.parametrize(("told", "known"), [(7, "7"), ("", None), (None, None)])
def test_what_a_function_tells_is_an_id_or_none(told, known):
    guard = Guard()
    step = GuardInput(guard, conversation=lambda config: told)
    said = step.invoke(SAID)
    value = said.split("ask ")[1].split(" about")[0]
    assert value.startswith("EMAIL_ADDRESS_1_" if known else "<")
    assert known is None or guard.restore(value, conversation=known) == "dr.grey@example.org"


def test_a_function_that_tells_anything_else_is_an_error():
    with pytest.raises(TypeError, match="returned a dict, not an id"):
        GuardInput(Guard(), conversation=lambda config: {}).invoke(SAID)


@pytest.mark.parametrize(
    "make",
    [
        lambda model, guard, word: guard_model(model, guard, on_block=word),
        lambda model, guard, word: GuardOutput(guard, on_block=word),
        lambda model, guard, word: GuardedRunnable(model, guard, on_block=word),
        lambda model, guard, word: GuardMiddleware(guard, on_block=word),
    ],
    ids=["model", "output", "edge", "middleware"],
)
def test_a_slip_in_on_block_is_an_error_and_not_another_behaviour(openai, make):
    with pytest.raises(ValueError, match=r"on_block='answers': use '(answer|end)' or 'raise'"):
        make(openai(), Guard(), "answers")
