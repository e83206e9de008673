"""The log names, by pseudonym, who is talked to, and which tool a text came from."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from scripted_agents import calls, made, plays, wants

from chatward import Guard, Keyring
from chatward.testing import capture_audit
from chatward_langchain import (
    GuardCallback,
    GuardedRunnable,
    GuardInput,
    GuardMiddleware,
    guard_model,
    guard_tool,
)

MASTER = b"k" * 32
ANNA = {"configurable": {"thread_id": "t1", "user_id": "anna-4711"}}


@pytest.fixture
def guard():
    return Guard(keys=Keyring(MASTER))


def model(*answers):
    return GenericFakeChatModel(messages=iter([AIMessage(each) for each in answers]))


def users(events):
    return {each["user"] for each in events if each["event"] == "decision"}


DOORS = {
    "model": lambda guard: guard_model(model("fine"), guard),
    "input": lambda guard: GuardInput(guard) | RunnableLambda(str),
    "edge": lambda guard: GuardedRunnable(RunnableLambda(lambda said: said), guard),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_user_has_one_pseudonym_in_all_his_conversations(door, guard):
    other = {"configurable": {"thread_id": "t2", "user_id": "anna-4711"}}
    with capture_audit() as events:
        DOORS[door](guard).invoke("hello", ANNA)
        DOORS[door](guard).invoke("hello again", other)
    (pseudonym,) = users(events)
    assert len(pseudonym) == 16
    assert len({each["conversation"] for each in events}) == 2
    assert "anna-4711" not in str(events)


def test_another_master_key_is_another_pseudonym():
    seen = set()
    for master in (b"a" * 32, b"b" * 32):
        with capture_audit() as events:
            guard_model(model("fine"), Guard(keys=Keyring(master))).invoke("hello", ANNA)
        seen |= users(events)
    assert len(seen) == 2


def test_without_a_user_id_there_is_no_pseudonym(guard):
    with capture_audit() as events:
        guard_model(model("fine"), guard).invoke("hello", {"configurable": {"thread_id": "t1"}})
    assert users(events) == {None}


def test_a_callback_is_told_the_user_by_the_metadata(guard):
    with capture_audit() as events:
        config = {**ANNA, "callbacks": [GuardCallback(guard)], "metadata": ANNA["configurable"]}
        model("fine").invoke("hello", config)
    assert users(events) != {None}
    assert len(users(events)) == 1


@tool
def read_page(url: str) -> str:
    """Read a page."""
    return f"What stands on the page {url}."


def sources(events, origin):
    return [each["source"] for each in events if each.get("origin") == origin]


def test_a_tool_message_names_its_tool(guard):
    asked = [
        HumanMessage("read it"),
        AIMessage("", tool_calls=[{"name": "read_page", "args": {}, "id": "1"}]),
        ToolMessage("What stands there.", tool_call_id="1", name="read_page"),
    ]
    with capture_audit() as events:
        guard_model(model("fine"), guard).invoke(asked, ANNA)
    assert sources(events, "tool") == ["tool:read_page"]


def test_what_is_no_tools_name_is_not_in_the_log(guard):
    message = ToolMessage("There.", tool_call_id="1", name="Anna Schmidt, Hauptstr. 5")
    with capture_audit() as events:
        guard_model(model("fine"), guard).invoke([HumanMessage("hm"), message], ANNA)
    assert "Anna" not in str(events)


def test_a_guarded_tool_names_itself(guard):
    with capture_audit() as events:
        guard_tool(read_page, guard).invoke({"url": "about:blank"}, ANNA)
    assert set(sources(events, "tool")) == {"tool:read_page"}


def test_an_agents_tool_is_named_and_so_is_its_user(guard, server, openai):
    plays(server, wants(calls("read_page", url="x")))
    agent = made(openai(), [read_page], GuardMiddleware(guard))
    with capture_audit() as events:
        agent.invoke({"messages": [HumanMessage("read x")]}, ANNA)
    assert set(sources(events, "tool")) == {"tool:read_page"}
    assert len(users(events)) == 1
    assert users(events) != {None}


def test_documents_stand_at_the_stage_of_retrieval(guard):
    found = guard.inspect(Document("a page").page_content, origin="document")
    assert found.reference
    with capture_audit() as events:
        guard.inspect("a page", origin="document")
    assert events[0]["stage"] == "retrieval"
