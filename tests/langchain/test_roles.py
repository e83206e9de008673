"""Rules and releases that name roles hold behind every door, for the role of the call."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.messages import HumanMessage
from langgraph.graph import START, MessagesState, StateGraph

from chatward import Guard, GuardBlocked
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply
from chatward_langchain import GuardCallback, GuardInput, GuardOutput, guard_model

POLICY = """
name: roles
version: "1"
rules:
- {name: hidden, kinds: [personal], origins: [user, history], action: pseudonymise}
- {name: agents-hear, kinds: [email-address], origins: [model], roles: [agent], action: allow}
- {name: others-do-not, kinds: [personal], origins: [model], action: redact}
- {name: no-cards-of-guests, kinds: [credit-card], origins: [user], roles: [guest], action: block}
releases:
- {name: back-to-agents, kinds: [personal], to: [user], roles: [agent]}
"""
SAID = "Mail bob@example.org."
HIDDEN = "Mail <EMAIL_ADDRESS>."
CARD = "card 4111 1111 1111 1111"


@pytest.fixture(scope="module")
def roles():
    return Guard(parse_policy(POLICY, where="roles"))


def config(role=None, thread="roles"):
    return {"configurable": {"thread_id": thread, **({"role": role} if role else {})}}


async def _late(model, value, options):
    return "".join([chunk.content async for chunk in model.astream(value, options)])


WAYS = {
    "invoke": lambda model, value, options: model.invoke(value, options).content,
    "ainvoke": lambda m, value, options: asyncio.run(m.ainvoke(value, options)).content,
    "stream": lambda m, value, options: "".join(c.content for c in m.stream(value, options)),
    "astream": lambda m, value, options: asyncio.run(_late(m, value, options)),
}


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize(("role", "shown"), [("agent", SAID), ("guest", HIDDEN), (None, HIDDEN)])
def test_an_answer_is_decided_on_for_the_role_of_the_call(openai, roles, server, way, role, shown):
    server.answer = lambda body: Reply(SAID)
    assert WAYS[way](guard_model(openai(), roles), "who?", config(role)) == shown
    assert WAYS[way](openai() | GuardOutput(roles), "who?", config(role)) == shown


def test_a_role_can_be_given_once_and_then_the_config_says_nothing(openai, roles, server):
    server.answer = lambda body: Reply(SAID)
    model = guard_model(openai(), roles, role="agent")
    assert model.invoke("who?", config("guest")).content == SAID
    assert GuardOutput(roles, role="agent").invoke(SAID, config("guest")) == SAID


def test_input_is_decided_on_for_the_role_of_the_call(openai, roles, server):
    model = guard_model(openai(), roles, on_block="raise")
    for role in ("agent", None):
        GuardInput(roles).invoke(CARD, config(role))
        model.invoke(CARD, config(role))
    for call in (GuardInput(roles).invoke, model.invoke, GuardInput(roles, role="guest").invoke):
        with pytest.raises(GuardBlocked):
            call(CARD, config("guest"))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_values_come_back_to_the_role_they_are_released_to(openai, roles, way):
    chain = guard_model(openai(), roles) | GuardOutput(roles)
    assert WAYS[way](chain, "anna@example.org", config("agent")) == "You said: anna@example.org"
    assert "EMAIL_ADDRESS_1_" in WAYS[way](chain, "anna@example.org", config("guest"))
    assert "EMAIL_ADDRESS_1_" in WAYS[way](chain, "anna@example.org", config())


@pytest.mark.parametrize("role", ["", 7, True, ["agent"], {"agent": 1}, None])
def test_what_is_no_name_is_no_role(roles, role):
    options = {"configurable": {"thread_id": "roles", "role": role}}
    assert GuardOutput(roles).invoke(SAID, options) == HIDDEN


def test_the_role_of_a_graph_reaches_the_model_in_it(openai, roles, server):
    server.answer = lambda body: Reply(SAID)
    model = guard_model(openai(), roles)

    def call(state):  # the config is that of the graph's run
        return {"messages": [model.invoke(state["messages"])]}

    graph = StateGraph(MessagesState)
    graph.add_node("call", call)
    graph.add_edge(START, "call")
    app = graph.compile()
    for role, shown in (("agent", SAID), ("guest", HIDDEN)):
        state = app.invoke({"messages": [HumanMessage("who?")]}, config(role))
        assert state["messages"][-1].content == shown


def test_a_callback_takes_the_role_from_the_metadata_or_is_given_one(openai, roles, server):
    server.answer = lambda body: Reply(SAID)
    for role, given, shown in (
        ("agent", None, SAID),
        ("guest", None, HIDDEN),
        (None, None, HIDDEN),
        ("guest", "agent", SAID),
    ):
        options = {"callbacks": [GuardCallback(roles, role=given)], "metadata": {"role": role}}
        assert openai().invoke("who?", options).content == shown


def test_a_callback_streams_by_the_role_too(openai, roles, server):
    server.answer = lambda body: Reply(SAID)
    for role, passes in (("agent", True), ("guest", False)):
        options = {"callbacks": [GuardCallback(roles, role=role)]}
        if passes:
            assert "".join(chunk.content for chunk in openai().stream("who?", options)) == SAID
        else:
            with pytest.raises(GuardBlocked):
                list(openai().stream("who?", options))


def test_the_cache_keeps_roles_apart(openai, roles, server):
    server.answer = lambda body: Reply(SAID)
    model = guard_model(openai(cache=InMemoryCache()), roles)
    shown = [model.invoke("who?", config(role)).content for role in ("agent", "guest", "agent")]
    assert shown == [SAID, HIDDEN, SAID]
    assert len(server.requests) == 2
