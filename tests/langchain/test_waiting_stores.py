"""A store that waits for a disk or a network is never asked on the event loop."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from waiting_store import WaitingStore

from chatward import Guard, GuardBlocked
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain import GuardCallback, GuardInput, GuardOutput, guard_model

ANNA = "anna@example.org"
SAID = f"mail {ANNA}, please"
CONFIG = {"configurable": {"thread_id": "waits"}}
POLICY = """
extends: balanced
name: waits
unenforceable: audit
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
"""


@pytest.fixture
def store():
    return WaitingStore()


@pytest.fixture
def waiting(store):
    return Guard(parse_policy(POLICY, where="waits"), store=store)


def off_the_loop(store, work):
    """Run a coroutine function; return what it returns, after seeing that no loop waited."""
    result = asyncio.run(work())
    assert store.threads, "the store was not asked at all"
    assert store.on_a_loop == []
    assert threading.get_ident() not in store.threads
    return result


async def drained(stream):
    return "".join([getattr(piece, "content", piece) async for piece in stream])


def test_a_guarded_model_asks_it_elsewhere(openai, waiting, store):
    chain = guard_model(openai(), waiting) | GuardOutput(waiting)

    async def work():
        return (await chain.ainvoke(SAID, CONFIG)).content, await drained(
            chain.astream(SAID, CONFIG)
        )

    assert off_the_loop(store, work) == (f"You said: {SAID}", f"You said: {SAID}")


def test_so_do_the_other_ways_into_a_model(openai, waiting, store):
    model = guard_model(openai(), waiting, conversation="waits")

    async def work():
        await model.agenerate([[HumanMessage(SAID)], [HumanMessage(SAID)]])
        await model.abatch([SAID])
        async for _ in model.astream_events(SAID, version="v2"):
            pass

    off_the_loop(store, work)


def test_a_stream_that_is_left_early_is_put_on_record_elsewhere(openai, waiting, store, audit):
    async def words():
        while True:
            yield "word "

    async def work():
        model = guard_model(openai(), waiting)
        for stream in (
            model.astream("a rather long text to be said again", CONFIG),
            GuardOutput(waiting).atransform(words(), CONFIG),
        ):
            async for piece in stream:
                if getattr(piece, "content", piece):
                    break
            await stream.aclose()
        # What langchain-core leaves open, the event loop closes in a task of its own.
        deadline = time.monotonic() + 10
        while len(recorded()) < 2 and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    def recorded():
        return [each["door"] for each in audit if each.get("origin") == "model"]

    off_the_loop(store, work)
    assert sorted(recorded()) == ["langchain-model", "langchain-output"]


def test_steps_of_a_chain_ask_it_elsewhere(waiting, store):
    first = GuardInput(waiting, origins={"context": "document"})

    async def work():
        said = await first.ainvoke({"q": SAID, "context": [Document(SAID)]}, CONFIG)
        step = GuardOutput(waiting)

        async def words():
            for word in said["q"].split(" "):
                yield f"{word} "

        return await step.ainvoke(said, CONFIG), await drained(step.atransform(words(), CONFIG))

    whole, streamed = off_the_loop(store, work)
    assert whole["q"] == SAID
    assert streamed == f"{SAID} "


def test_values_for_tools_are_fetched_elsewhere(openai, server, waiting, store):
    sent = []

    @tool
    def send_mail(to: str) -> str:
        """Send a mail."""
        sent.append(to)
        return "sent"

    def answer(body):
        if body["messages"][-1]["role"] == "tool":
            return Reply("Done.")
        written = body["messages"][0]["content"].split()[-1]
        return Reply(tool_calls=[ToolCall("c1", "send_mail", f'{{"to": "{written}"}}')])

    server.answer = answer
    agent = create_agent(guard_model(openai(), waiting), [send_mail])

    async def work():
        await agent.ainvoke({"messages": [HumanMessage(f"mail {ANNA}")]}, CONFIG)
        async for _ in agent.astream({"messages": [HumanMessage(f"mail {ANNA}")]}, CONFIG):
            pass

    off_the_loop(store, work)
    assert sent == [ANNA, ANNA]


def test_a_callback_asks_it_elsewhere_and_still_edits_first(
    openai, server, waiting, store, tracer, spy
):
    callbacks = [GuardCallback(waiting, conversation="waits"), tracer, spy]

    async def work():
        await openai().ainvoke(SAID, {"callbacks": callbacks})
        return await drained(openai().astream(SAID, {"callbacks": callbacks}))

    assert "EMAIL_ADDRESS_1_" in off_the_loop(store, work)
    assert ANNA not in server.received
    assert ANNA not in repr((tracer.sent, spy.starts))


def test_a_callback_still_raises_from_there(openai, server, waiting, store, injection):
    options = {"callbacks": [GuardCallback(waiting, conversation="waits")]}

    async def work():
        with pytest.raises(GuardBlocked):
            await openai().ainvoke(injection, options)
        with pytest.raises(GuardBlocked):
            await drained(openai().astream(injection, options))

    off_the_loop(store, work)
    assert server.requests == []


def test_a_slow_store_does_not_hold_up_the_loop(openai, waiting, store):
    slow = 0.05
    ticks = 0

    def wait(call):
        time.sleep(slow)

    store._note = wait
    chain = guard_model(openai(), waiting) | GuardOutput(waiting)

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(slow / 10)
            ticks += 1

    async def work():
        ticking = asyncio.ensure_future(tick())
        began = time.monotonic()
        await chain.ainvoke(SAID, CONFIG)
        took = time.monotonic() - began
        ticking.cancel()
        return took

    took = asyncio.run(work())
    assert took > 3 * slow
    assert ticks > took / slow  # a loop that waits for the store ticks about once per wait


@pytest.mark.parametrize("conversation", [None, "memory"])
def test_a_store_that_does_not_wait_costs_no_thread(guard, conversation, monkeypatch):
    async def refuse(*_args):
        raise AssertionError("this leaves the event loop for nothing")

    monkeypatch.setattr(asyncio, "to_thread", refuse)
    config = {"configurable": {"thread_id": conversation}} if conversation else None

    async def words():
        for word in SAID.split(" "):
            yield f"{word} "

    async def work():
        said = await GuardInput(guard).ainvoke("hello", config)
        return said, await drained(GuardOutput(guard).atransform(words(), config))

    assert asyncio.run(work()) == ("hello", "mail <EMAIL_ADDRESS>, please ")


def test_texts_of_no_conversation_ask_the_store_off_the_loop_what_incidents_hold_back(
    openai, waiting, store
):
    chain = guard_model(openai(), waiting) | GuardOutput(waiting)
    answer = off_the_loop(store, lambda: drained(chain.astream("hello")))
    assert answer == "You said: hello"
    store.threads.clear()
    assert asyncio.run(drained(chain.astream("again"))) == "You said: again"
    assert store.threads == set()  # what was read holds for two seconds
