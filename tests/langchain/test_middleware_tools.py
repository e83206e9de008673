"""What tools of a guarded agent are given, what is kept of what they return, who may call them."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import pytest
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import InjectedToolCallId, tool
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
from chatward_langchain import ToolFailed
from chatward_langchain.agents import GuardMiddleware

MAIL = "anna@example.org"
RELEASES = """
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
- {name: never-notes, kinds: [email-address], to: ["tool:note"], action: deny}
"""
ROLES = """
tools:
- {name: refund, roles: [staff], capabilities: [reads-private]}
- {name: find, capabilities: [reads-private]}
"""


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def run(request):
    """Call an agent, either way."""

    def invoke(agent, value, config):
        if request.param:
            return asyncio.run(agent.ainvoke(value, config))
        return agent.invoke(value, config)

    invoke.late = request.param
    return invoke


@pytest.fixture
def sent():
    return []


@pytest.fixture
def send_mail(sent):
    def send_mail(to: str, body: str) -> str:
        sent.append((to, body))
        return f"sent to {to}"

    return tool_that(send_mail, "changes-state")


def mailing(body):
    """A reply that mails to the address in what was said, whatever stands for it."""
    address = said(body).split()[1]
    return wants(calls("send_mail", to=address, body=f"hello {address}"))


def test_a_value_is_restored_where_the_policy_releases_it(
    openai, server, found, send_mail, sent, run
):
    guard = guard_by(RELEASES)
    plays(server, mailing)
    agent = made(openai(), [send_mail], GuardMiddleware(guard))
    state = run(agent, says(f"mail {MAIL} please"), thread("released"))
    (to, body), *rest = sent
    assert (to, rest) == (MAIL, [])
    assert MAIL not in body
    assert guard.restore(body, conversation="released") == f"hello {MAIL}"
    assert not found(state, server.requests, agent.get_state(thread("released")))


def test_nothing_is_restored_where_nobody_said_so(openai, guard, server, send_mail, sent, run):
    plays(server, mailing)
    run(made(openai(), [send_mail], GuardMiddleware(guard)), says(f"mail {MAIL} now"), thread("no"))
    assert MAIL not in repr(sent)


@pytest.mark.parametrize(
    ("restore", "shown"),
    [(["send_mail.to"], (True, False)), (["send_mail"], (True, True)), (["other"], (False, False))],
)
def test_restore_tools_names_tools_and_arguments(
    openai, guard, server, send_mail, sent, audit, restore, shown
):
    plays(server, mailing)
    agent = made(openai(), [send_mail], GuardMiddleware(guard, restore_tools=restore))
    agent.invoke(says(f"mail {MAIL} please"), thread("named"))
    assert tuple(MAIL in each for each in sent[0]) == shown
    released = [each["released"] for each in audit if each["event"] == "release"]
    assert [one for each in released for one in each] == [["email-address", 1, "(caller)"]] * sum(
        shown
    )


def test_restore_tools_does_not_override_a_policy_that_forbids(openai, server, sent):
    def note(text: str) -> str:
        sent.append(text)
        return "noted"

    guard = guard_by(RELEASES)
    plays(server, lambda body: wants(calls("note", text=said(body))))
    tools = [tool_that(note, "changes-state")]
    agent = made(openai(), tools, GuardMiddleware(guard, restore_tools=["note"]))
    agent.invoke(says(f"note {MAIL}"), thread("forbidden"))
    assert len(sent) == 1
    assert MAIL not in sent[0]


def test_what_is_inside_an_argument_goes_by_its_name(openai, guard, server, sent):
    def book(guests: list[dict[str, str]]) -> str:
        sent.append(guests)
        return "booked"

    plays(server, lambda body: wants(calls("book", guests=[{"mail": said(body)}])))
    tools = [tool_that(book, "changes-state")]
    agent = made(openai(), tools, GuardMiddleware(guard, restore_tools=["book.guests"]))
    agent.invoke(says(MAIL), thread("inside"))
    assert sent == [[{"mail": MAIL}]]


def test_personal_data_in_a_result_becomes_a_placeholder(openai, guard, server, found, run):
    def find(who: str) -> str:
        return f"{who}: {MAIL}"

    plays(server, wants(calls("find", who="anna")))
    agent = made(openai(), [tool_that(find, "reads-private")], GuardMiddleware(guard))
    state = run(agent, says("who is anna"), thread("result"))
    assert not found(state, server.requests)
    to = "tool:find.who"
    assert MAIL in guard.restore(texts(state)[2], conversation="result", to=to, allow=True)


def test_an_injected_result_is_withheld(openai, guard, server, injection, run):
    def read_page(url: str) -> str:
        return injection

    plays(server, wants(calls("read_page", url="x")))
    agent = made(openai(), [tool_that(read_page, "reads-untrusted")], GuardMiddleware(guard))
    state = run(agent, says("read it"), thread("injected"))
    assert texts(state)[2] == guard.policy.withheld
    assert texts(state)[-1] == "done"
    assert "Ignore all" not in server.received


@pytest.mark.parametrize("spotlight", [True, False])
def test_results_are_marked_as_data_unless_told_otherwise(openai, guard, server, spotlight):
    def look(place: str) -> str:
        return "it rains"

    plays(server, wants(calls("look", place="x")))
    middleware = GuardMiddleware(guard, spotlight=spotlight)
    agent = made(openai(), [tool_that(look, "reads-untrusted")], middleware)
    state = agent.invoke(says("look"), thread(f"marked-{spotlight}"))
    assert texts(state)[2].startswith("[untrusted-tool ") is spotlight
    assert server.requests[-1]["messages"][-1]["content"] == texts(state)[2]


def test_an_artifact_is_cleaned(openai, guard, server, found):
    @tool(response_format="content_and_artifact")
    def find(who: str) -> tuple[str, dict[str, str]]:
        """Find."""
        return "found", {"mail": MAIL}

    plays(server, wants(calls("find", who="anna")))
    state = made(openai(), [find], GuardMiddleware(guard)).invoke(says("find"), thread("artifact"))
    assert not found(state)
    assert set(state["messages"][2].artifact) == {"mail"}


def test_the_messages_of_a_command_are_guarded(openai, guard, server, found, injection, run):
    @tool
    def remember(what: str, tool_call_id: Annotated[str, InjectedToolCallId]) -> Command:
        """Remember."""
        told = ToolMessage(f"kept for {MAIL}", tool_call_id=tool_call_id)
        return Command(update={"messages": [told, HumanMessage(injection)]})

    remember.metadata = {"chatward_capabilities": ["changes-state"]}
    plays(server, wants(calls("remember", what="x")))
    agent = made(openai(), [remember], GuardMiddleware(guard))
    state = run(agent, says("remember"), thread("command"))
    assert not found(state, server.requests)
    assert texts(state)[3] == guard.policy.withheld
    assert "Ignore all" not in server.received


def test_an_error_of_a_tool_shows_no_value(openai, guard, server, send_mail, run):
    def fails(to: str) -> str:
        raise RuntimeError(f"no mailbox {to}")

    plays(server, lambda body: wants(calls("fails", to=said(body))))
    tools = [tool_that(fails, "changes-state")]
    agent = made(openai(), tools, GuardMiddleware(guard, restore_tools=["fails"]))
    with pytest.raises(ToolFailed, match="RuntimeError") as failed:
        run(agent, says(MAIL), thread("fails"))
    assert MAIL not in repr((failed.value, failed.value.__context__, failed.value.__cause__))


def test_an_error_without_values_stays_what_it_is(openai, guard, server):
    def fails(to: str) -> str:
        raise KeyError("no such thing")

    plays(server, wants(calls("fails", to="x")))
    agent = made(openai(), [tool_that(fails, "changes-state")], GuardMiddleware(guard))
    with pytest.raises(KeyError, match="no such thing"):
        agent.invoke(says("go"), thread("plain-error"))


def offered(request):
    return [each["function"]["name"] for each in request.get("tools", ())]


@pytest.fixture
def desk(sent):
    def refund(order: str) -> str:
        sent.append(order)
        return "refunded"

    def find(order: str) -> str:
        return "found"

    return [tool_that(refund, "reads-private"), tool_that(find, "reads-private")]


@pytest.fixture(params=[True, False], ids=["policy", "middleware"])
def by_role(request, guard):
    """The same said by the policy, and by the middleware's own table."""
    if request.param:
        return GuardMiddleware(guard_by(ROLES))
    return GuardMiddleware(guard, roles={"staff": ["ref*"], "*": ["find"]})


def test_somebody_of_the_role_can_call_its_tool(openai, server, desk, sent, audit, run, by_role):
    plays(server, wants(calls("refund", order="7")))
    state = run(made(openai(), desk, by_role), says("refund 7"), thread("staff", role="staff"))
    # On Python 3.10 no role gets to an asynchronous model call; the tool's own call has it.
    hidden = sys.version_info < (3, 11) and run.late
    assert offered(server.requests[0]) == (["find"] if hidden else ["refund", "find"])
    assert (sent, of_tools(audit)) == (["7"], [("refund", "allow", "")])
    assert state["messages"][2].status == "success"


@pytest.mark.parametrize("config", [thread("guest", role="guest"), thread("nobody")])
def test_nobody_else_sees_it_or_can_call_it(openai, server, desk, sent, audit, by_role, config):
    plays(server, wants(calls("refund", order="7")))
    state = made(openai(), desk, by_role).invoke(says("refund 7"), config)
    assert offered(server.requests[0]) == ["find"]
    assert (sent, of_tools(audit)) == ([], [("refund", "block", "")])
    assert texts(state)[2] == "[not run: this role may not call it]"
    assert state["messages"][2].status == "error"


def test_parallel_calls_are_each_decided(openai, server, desk, sent, audit, run):
    guard = guard_by(ROLES)
    both = Reply(
        "",
        tool_calls=[
            ToolCall("1", "refund", '{"order": "7"}'),
            ToolCall("2", "find", '{"order": "7"}'),
        ],
    )
    plays(server, both)
    state = run(made(openai(), desk, GuardMiddleware(guard)), says("both"), thread("parallel"))
    assert [each.status for each in state["messages"][2:4]] == ["error", "success"]
    assert sorted(of_tools(audit)) == [("find", "allow", ""), ("refund", "block", "")]
    assert sent == []


def test_a_tool_that_does_not_exist_is_an_error_for_the_model(openai, guard, server, desk):
    plays(server, wants(calls("destroy", order="7")))
    state = made(openai(), desk, GuardMiddleware(guard)).invoke(says("go"), thread("unknown"))
    assert state["messages"][2].status == "error"
    assert texts(state)[-1] == "done"


def test_provider_tools_are_narrowed_by_their_type(openai, server):
    guard = guard_by("tools: [{name: web_search, roles: [staff]}]")
    agent = made(openai(), [{"type": "web_search"}], GuardMiddleware(guard))
    agent.invoke(says("hello"), thread("provider"))
    assert "tools" not in server.requests[0]
