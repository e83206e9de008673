"""Calls that a person is asked about: the graph stops, and goes on as it was told."""

from __future__ import annotations

import asyncio

import pytest
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langgraph.types import Command
from scripted_agents import (
    calls,
    guard_by,
    made,
    of_tools,
    plays,
    says,
    texts,
    thread,
    tool_that,
    wants,
)

from chatward.testing.model_server import Reply, ToolCall, said
from chatward_langchain.agents import GuardMiddleware

MAIL = "anna@example.org"
YES = Command(resume={"approved": True})


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def run(request):
    def invoke(agent, value, config):
        if request.param:
            return asyncio.run(agent.ainvoke(value, config))
        return agent.invoke(value, config)

    return invoke


@pytest.fixture
def sent():
    return []


@pytest.fixture
def send_mail(sent):
    def send_mail(to: str) -> str:
        sent.append(to)
        return "sent"

    return tool_that(send_mail, "changes-state")


@pytest.fixture
def agent(openai, guard, server, send_mail):
    plays(server, lambda body: wants(calls("send_mail", to=said(body))))
    middleware = GuardMiddleware(guard, approve=["send_*"], restore_tools=["send_mail.to"])
    return made(openai(), [send_mail], middleware)


def test_a_call_waits_for_a_person_and_nothing_is_done_before(agent, sent, audit, found, run):
    state = run(agent, says(MAIL), thread("waits"))
    (asked,) = state["__interrupt__"]
    assert asked.value == {
        "type": "chatward.approval",
        "tool": "send_mail",
        "arguments": ["to"],
        "rule": "agent.approve",
        "why": "somebody has to approve it",
        "reference": "call-send_mail",
    }
    assert sent == []
    assert [each["event"] for each in audit if each["event"] != "decision"] == []
    assert not found(state)


def test_a_yes_runs_it_once_and_is_on_record_once(agent, sent, audit, found, run):
    run(agent, says(MAIL), thread("yes"))
    state = run(agent, YES, thread("yes"))
    assert sent == [MAIL]
    assert of_tools(audit) == [("send_mail", "ask", "approval")]
    assert sum(each["event"] == "release" for each in audit) == 1
    assert texts(state)[-1] == "done"
    assert not found(state)


@pytest.mark.parametrize(
    "answer",
    [{"approved": False}, {"approved": "yes"}, {"approved": 1}, {"no": 1}, "approve", True, [1]],
)
def test_anything_but_a_clear_yes_is_a_no(agent, sent, audit, answer):
    agent.invoke(says(MAIL), thread("no"))
    state = agent.invoke(Command(resume=answer), thread("no"))
    assert sent == []
    assert of_tools(audit) == [("send_mail", "ask", "")]
    assert texts(state)[2] == "[not run: a person was asked and did not agree]"
    assert state["messages"][2].status == "error"


def test_of_parallel_calls_only_the_one_in_question_waits(
    openai, guard, server, send_mail, sent, audit
):
    found = []

    def find(who: str) -> str:
        found.append(who)
        return "found"

    both = [ToolCall("1", "find", '{"who": "a"}'), ToolCall("2", "send_mail", '{"to": "b"}')]
    plays(server, Reply("", tool_calls=both))
    tools = [send_mail, tool_that(find, "reads-private")]
    agent = made(openai(), tools, GuardMiddleware(guard, approve=["send_mail"]))
    agent.invoke(says("both"), thread("both"))
    assert (found, sent) == (["a"], [])
    agent.invoke(YES, thread("both"))
    assert (found, sent) == (["a"], ["b"])
    assert of_tools(audit) == [("find", "allow", ""), ("send_mail", "ask", "approval")]


def test_the_lethal_combination_asks(openai, guard, server, sent, run):
    def read_page(url: str) -> str:
        return "nice weather"

    def post(to: str) -> str:
        sent.append(to)
        return "posted"

    plays(server, wants(calls("read_page", url="x")), wants(calls("post", to="y")))
    tools = [tool_that(read_page, "reads-untrusted"), tool_that(post, "sends-out")]
    agent = made(openai(), tools, GuardMiddleware(guard))
    state = run(agent, says(f"I am {MAIL}, read it, then post"), thread("lethal"))
    assert state["__interrupt__"][0].value["rule"] == "tainted"
    assert sent == []
    run(agent, YES, thread("lethal"))
    assert sent == ["y"]


def test_a_rule_that_blocks_asks_nobody_and_no_approval_lifts_it(openai, server, send_mail, sent):
    policy = "tools: [{name: send_mail, arguments: {to: '[a-z]+@example[.]com'}}]"
    plays(server, lambda body: wants(calls("send_mail", to=said(body))))
    middleware = GuardMiddleware(
        guard_by(policy), approve=["send_mail"], restore_tools=["send_mail"]
    )
    state = made(openai(), [send_mail], middleware).invoke(says(MAIL), thread("pattern"))
    assert "__interrupt__" not in state
    assert sent == []
    assert state["messages"][2].status == "error"


def test_an_argument_is_checked_with_its_value_in_it(openai, server, send_mail, sent):
    policy = "tools: [{name: send_mail, arguments: {to: '[a-z]+@example[.]org'}}]"
    plays(server, lambda body: wants(calls("send_mail", to=said(body))))
    middleware = GuardMiddleware(guard_by(policy), restore_tools=["send_mail"])
    made(openai(), [send_mail], middleware).invoke(says(MAIL), thread("fits"))
    assert sent == [MAIL]


def test_in_monitor_mode_nobody_is_asked(openai, server, send_mail, sent):
    policy = "mode: monitor\ntools: [{name: send_mail, approve: always}]"
    plays(server, wants(calls("send_mail", to="x")))
    agent = made(openai(), [send_mail], GuardMiddleware(guard_by(policy)))
    agent.invoke(says("go"), thread("monitor"))
    assert sent == ["x"]


def test_the_frameworks_own_reviewer_sees_placeholders_and_decides(
    openai, guard, server, send_mail, sent, found
):
    plays(server, lambda body: wants(calls("send_mail", to=said(body))))
    reviewer = HumanInTheLoopMiddleware({"send_mail": True})
    middleware = GuardMiddleware(guard, restore_tools=["send_mail"])
    agent = made(openai(), [send_mail], reviewer, middleware)
    state = agent.invoke(says(MAIL), thread("reviewer"))
    assert not found(state)
    assert "send_mail" in repr(state["__interrupt__"])
    state = agent.invoke(Command(resume={"decisions": [{"type": "approve"}]}), thread("reviewer"))
    assert sent == [MAIL]
    assert not found(state)
