"""Tools: what they are given, what they hand back, and what is seen of it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import pytest
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import (
    InjectedToolArg,
    StructuredTool,
    Tool,
    tool,
)
from planted import planted_in
from tool_parts import (
    ANNA,
    CONFIG,
    RELEASING,
    Everything,
    Guest,
    Own,
    OwnAsync,
)
from waiting_store import WaitingStore

from chatward import Guard, Keyring
from chatward.policy.file import parse_policy
from chatward_langchain import ToolFailed
from chatward_langchain.tools import guard_tool

pytest_plugins = ["tool_fixtures"]


def test_a_value_reaches_the_argument_it_is_released_to_and_nothing_else(mailing, anna, sent):
    made, calls = sent
    spy = Everything()
    guarded = guard_tool(made, mailing)
    config = {"callbacks": [spy], **CONFIG}
    if made.func:
        guarded.invoke({"to": anna, "body": f"hi {anna}"}, config)
    asyncio.run(guarded.ainvoke({"to": anna, "body": f"hi {anna}"}, config))
    assert set(calls) == {(ANNA, f"hi {anna}")}
    assert not planted_in([spy.told])


def test_without_the_guard_callbacks_see_the_value(sent):
    made, _ = sent
    spy = Everything()
    asyncio.run(made.ainvoke({"to": ANNA, "body": "hi"}, {"callbacks": [spy]}))
    assert planted_in([spy.told]) == [ANNA]


def test_without_a_release_or_in_another_conversation_the_placeholder_stays(
    guard, mailing, anna, sent
):
    made, calls = sent
    asyncio.run(guard_tool(made, guard).ainvoke({"to": anna, "body": ""}, CONFIG))
    other = {"configurable": {"thread_id": "bob"}}
    asyncio.run(guard_tool(made, mailing).ainvoke({"to": anna, "body": ""}, other))
    asyncio.run(guard_tool(made, mailing).ainvoke({"to": anna, "body": ""}))
    assert {to for to, _ in calls} == {anna}


def test_values_reach_objects_and_lists_within_an_argument(mailing, anna):
    seen: list[Any] = []

    @tool
    def book(guest: Guest, others: list[Guest], note: str = "") -> str:
        """Book a room."""
        seen.extend([guest, *others])
        return "done"

    given = {"guest": {"mail": anna, "beds": 2}, "others": [{"mail": anna}]}
    guard_tool(book, mailing).invoke(given, CONFIG)
    assert seen == [Guest(mail=ANNA, beds=2), Guest(mail=anna)]


def test_what_is_injected_into_a_tool_is_passed_as_it_is(mailing, anna):
    seen: list[Any] = []

    @tool
    def send(to: str, state: Annotated[dict, InjectedToolArg], config: RunnableConfig) -> str:
        """Send a mail."""
        seen.extend([to, state, config["configurable"]["thread_id"]])
        return "sent"

    state = {"to": anna, "live": object()}
    guarded = guard_tool(send, mailing)
    guarded.invoke({"to": anna, "state": state}, CONFIG)
    assert seen == [ANNA, state, "anna"]
    assert guarded.tool_call_schema.model_json_schema() == send.tool_call_schema.model_json_schema()


def test_a_tool_of_one_text_is_guarded(mailing, anna, run):
    seen: list[str] = []
    one = Tool("ask", lambda question: seen.append(question) or f"from {ANNA}", "Ask.")
    answer = run(guard_tool(one, mailing), anna, CONFIG)
    assert seen == [ANNA]
    assert not planted_in([answer])


@pytest.mark.parametrize("kind", [Own, OwnAsync])
def test_a_tool_of_a_class_of_its_own_is_guarded(mailing, anna, run, kind):
    guarded = guard_tool(kind(), mailing)
    spy = Everything()
    answer = run(guarded, {"who": anna}, {"callbacks": [spy], **CONFIG})
    assert anna in answer
    assert answer.startswith("[untrusted-tool")
    assert not planted_in([answer, spy.told])
    assert isinstance(guarded, kind)
    assert run(kind(), {"who": ANNA}).startswith(f"asked {ANNA}")


def test_a_store_that_waits_is_never_asked_on_the_event_loop():
    store = WaitingStore()
    policy = parse_policy(RELEASING, where="mailing")
    waiting = Guard(policy, store=store, keys=Keyring(b"k" * 32))
    anna = waiting.inspect(ANNA, origin="user", conversation="anna").text
    seen: list[str] = []

    async def send(to: str) -> str:
        """Send a mail."""
        seen.append(to)
        raise LookupError(f"no {ANNA}")

    made = StructuredTool.from_function(coroutine=send, name="send")
    guarded = guard_tool(made, waiting, capabilities=["reads-untrusted"])
    with pytest.raises(ToolFailed):
        asyncio.run(guarded.ainvoke({"to": anna}, CONFIG))
    assert seen == [ANNA]
    assert store.asked
    assert not store.on_a_loop


# --- results --------------------------------------------------------------------------------
