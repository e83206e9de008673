"""An incident asks for a person: an agent's graph stops, and goes on or ends as he says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from langchain_core.tools import tool
from langgraph.types import Command
from scripted_agents import calls, made, plays, says, texts, thread, wants

from chatward import Guard, GuardBlocked
from chatward.testing import capture_audit
from chatward_langchain import GuardMiddleware


@pytest.fixture
def guard():
    return Guard()


def flag(guard, conversation="t1", incident="i-1"):
    dossier = guard.review.memory.open(conversation)
    dossier.update(lambda state: replace(state, incident=incident))


@tool
def look_up() -> str:
    """Look something up."""
    return "It is 5 o'clock."


def hand_offs(events):
    return [(each["did"], each["why"]) for each in events if each["event"] == "hand-off"]


def test_a_person_lets_it_go_on(guard, server, openai):
    agent = made(openai(), [look_up], GuardMiddleware(guard))
    flag(guard)
    with capture_audit() as events:
        stopped = agent.invoke(says("hello"), thread("t1"))
        (question,) = stopped["__interrupt__"]
        assert question.value["incident"] == "i-1"
        assert server.requests == []
        state = agent.invoke(Command(resume={"approved": True}), thread("t1"))
    assert len(server.requests) == 1
    assert "__interrupt__" not in state
    assert hand_offs(events) == [("asked", "incident i-1"), ("resumed", "incident i-1")]
    assert guard.standing("t1").incident == ""


def test_asked_once_it_does_not_stop_again(guard, server, openai):
    agent = made(openai(), [look_up], GuardMiddleware(guard))
    flag(guard)
    agent.invoke(says("hello"), thread("t1"))
    agent.invoke(Command(resume={"approved": True}), thread("t1"))
    assert "__interrupt__" not in agent.invoke(says("and now?"), thread("t1"))


@pytest.mark.parametrize("answer", [{"approved": False}, {}, "yes", None])
def test_anything_but_a_clear_yes_ends_the_turn(guard, server, openai, answer):
    agent = made(openai(), [look_up], GuardMiddleware(guard))
    flag(guard)
    with capture_audit() as events:
        agent.invoke(says("hello"), thread("t1"))
        state = agent.invoke(Command(resume=answer or {"no": 1}), thread("t1"))
    assert texts(state)[-1] == "I cannot help with that."
    assert server.requests == []
    assert hand_offs(events)[-1] == ("ended", "incident i-1")


def test_refusals_are_raised_where_they_are(guard, server, openai):
    agent = made(openai(), [look_up], GuardMiddleware(guard, on_block="raise"))
    flag(guard)
    agent.invoke(says("hello"), thread("t1"))
    with pytest.raises(GuardBlocked, match="refused by rule 'incident'"):
        agent.invoke(Command(resume={"approved": False}), thread("t1"))


async def test_an_asynchronous_agent_stops_as_well(guard, server, openai):
    agent = made(openai(), [look_up], GuardMiddleware(guard))
    flag(guard)
    stopped = await agent.ainvoke(says("hello"), thread("t1"))
    assert stopped["__interrupt__"][0].value["type"] == "chatward.hand-over"
    state = await agent.ainvoke(Command(resume={"approved": True}), thread("t1"))
    assert "__interrupt__" not in state
    assert server.requests


def test_an_incident_that_is_opened_between_tools_stops_before_the_next_model_call(
    guard, server, openai
):
    @tool
    def trip() -> str:
        """Something that opens an incident."""
        flag(guard)
        return "done"

    plays(server, wants(calls("trip")))
    agent = made(openai(), [trip], GuardMiddleware(guard))
    stopped = agent.invoke(says("go"), thread("t1"))
    assert stopped["__interrupt__"][0].value["incident"] == "i-1"
    assert len(server.requests) == 1


def test_without_an_incident_nothing_stops(guard, server, openai):
    agent = made(openai(), [look_up], GuardMiddleware(guard))
    flag(guard, "another-thread")
    assert "__interrupt__" not in agent.invoke(says("hello"), thread("t1"))
