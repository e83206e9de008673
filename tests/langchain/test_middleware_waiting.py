"""Stores that wait, stores that fail, and one middleware in many threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from langgraph.types import Command
from scripted_agents import calls, made, plays, says, texts, thread, tool_that, wants
from waiting_store import WaitingStore

from chatward import Guard
from chatward.memory.stores.in_process import InProcessStore
from chatward.testing.model_server import Reply, said
from chatward_langchain.agents import GuardMiddleware

MAIL = "anna@example.org"


class FailingStore(InProcessStore):
    """Works until it is told to fail."""

    failing = False

    def read(self, owner, fields):
        if self.failing:
            raise OSError("no such disk")
        return super().read(owner, fields)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def send_mail(sent):
    def send_mail(to: str) -> str:
        sent.append(to)
        return "sent"

    return tool_that(send_mail, "changes-state")


def mail(body):
    return wants(calls("send_mail", to=said(body)))


def test_a_store_that_waits_is_never_asked_on_the_event_loop(
    openai, server, send_mail, sent, found
):
    store = WaitingStore()
    middleware = GuardMiddleware(
        Guard(store=store), approve=["send_mail"], restore_tools=["send_mail"]
    )
    agent = made(openai(), [send_mail], middleware)
    plays(server, mail)

    async def work():
        await agent.ainvoke(says(MAIL), thread("waits"))
        return await agent.ainvoke(Command(resume={"approved": True}), thread("waits"))

    assert not found(asyncio.run(work()))
    assert sent == [MAIL]
    assert store.asked > 10
    assert store.on_a_loop == []


def test_with_a_store_that_fails_nothing_goes_to_the_model(openai, server, send_mail):
    store = FailingStore()
    agent = made(openai(), [send_mail], GuardMiddleware(Guard(store=store)))
    store.failing = True
    state = agent.invoke(says(f"mail {MAIL}"), thread("fails"))
    assert server.requests == []
    assert MAIL not in repr(state)


def test_with_a_store_that_fails_on_the_way_no_tool_runs(openai, server, send_mail, sent):
    store = FailingStore()
    agent = made(
        openai(), [send_mail], GuardMiddleware(Guard(store=store), restore_tools=["send_mail"])
    )

    def fails_from_here(body):
        store.failing = True
        return wants(calls("send_mail", to="carol"))

    plays(server, fails_from_here)
    state = agent.invoke(says("mail carol"), thread("half"))
    assert sent == []
    assert "sent" not in texts(state)

    store.failing = False
    state = agent.invoke(says("are you there"), thread("half"))
    assert state["messages"][1].tool_calls[0]["args"] == {"to": "carol"}
    assert texts(state)[-1] == "done"


def test_one_middleware_serves_many_threads(openai, guard, server, found):
    server.answer = lambda body: Reply(f"You said: {said(body)}")
    agent = made(openai(), [], GuardMiddleware(guard))

    def talk(number):
        name = f"many-{number}"
        address = f"user{number}@example.org"
        state = agent.invoke(says(f"mail {address}"), thread(name))
        return [guard.restore(text, conversation=name) for text in texts(state)], address

    with ThreadPoolExecutor(8) as pool:
        for shown, address in pool.map(talk, range(24)):
            assert shown == [f"mail {address}", f"You said: mail {address}"]
    assert "@example.org" not in server.received
