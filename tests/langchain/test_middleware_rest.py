"""What a guarded agent leaves at rest, and what its streams show."""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
import urllib.parse

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.sqlite import SqliteSaver
from scripted_agents import calls, made, plays, says, thread, tool_that, wants

from chatward.testing.model_server import said
from chatward_langchain.agents import GuardMiddleware

MAIL, OTHER = "anna@example.org", "bob@example.com"
PLANTED = (MAIL, OTHER)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def mailer(openai, server, sent):
    """Make an agent that mails to whoever the user names, and reads an address of somebody else."""

    def send_mail(to: str) -> str:
        sent.append(to)
        return f"sent; {OTHER} is in copy"

    def make(*middleware, **options):
        plays(server, lambda body: wants(calls("send_mail", to=said(body).split()[-1])))
        tools = [tool_that(send_mail, "changes-state")]
        return made(openai(), tools, *middleware, **options)

    return make


def ways_to_write(value):
    yield value
    yield base64.b64encode(value.encode()).decode().rstrip("=")
    yield value.encode().hex()
    yield urllib.parse.quote(value)


def at_rest(folder):
    """The planted values in every file of a folder, SQLite's log included."""
    data = b"".join(each.read_bytes() for each in folder.iterdir())
    written = [way for value in PLANTED for way in ways_to_write(value)]
    return [way for way in written if way.encode() in data]


def raw_steps(path):
    """The steps whose checkpoints hold a planted value."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT checkpoint, metadata FROM checkpoints").fetchall()
    connection.close()
    held = [meta for data, meta in rows if any(each.encode() in data for each in PLANTED)]
    return sorted(json.loads(meta)["step"] for meta in held)


def keep(mailer, folder, *middleware, message):
    path = folder / "checkpoints.db"
    with SqliteSaver.from_conn_string(str(path)) as saver:
        agent = mailer(*middleware, checkpointer=saver)
        agent.invoke({"messages": [message]}, thread("rest"))
        left = at_rest(folder)  # while it is open, so that the log is there
    return path, left


def test_without_the_guard_every_checkpoint_holds_values(mailer, tmp_path):
    path, left = keep(mailer, tmp_path, message=HumanMessage(f"mail {MAIL}"))
    assert {MAIL, OTHER} <= set(left)
    assert len(raw_steps(path)) > 2


def test_with_it_only_what_came_in_does(mailer, guard, tmp_path, sent):
    middleware = GuardMiddleware(guard, restore_tools=["send_mail"])
    path, left = keep(mailer, tmp_path, middleware, message=HumanMessage(f"mail {MAIL}"))
    assert sent == [MAIL]
    assert raw_steps(path) == [-1, 0]
    assert OTHER not in left


def test_what_was_guarded_before_it_came_in_is_nowhere(mailer, guard, tmp_path, sent):
    written = guard.inspect(f"mail {MAIL}", origin="user", conversation="rest").text
    middleware = GuardMiddleware(guard, restore_tools=["send_mail"])
    path, left = keep(mailer, tmp_path, middleware, message=HumanMessage(written))
    assert sent == [MAIL]
    assert left == []
    assert at_rest(tmp_path) == []
    assert raw_steps(path) == []


@pytest.mark.parametrize("mode", ["messages", "updates"])
def test_streams_are_clean(mailer, guard, found, mode):
    agent = mailer(GuardMiddleware(guard))
    pieces = list(agent.stream(says(f"mail {MAIL}"), thread("streams"), stream_mode=mode))
    assert not found(pieces)
    assert OTHER not in repr(pieces)
    assert len(pieces) > 3


def test_of_the_values_only_the_first_is_what_came_in(mailer, guard, found):
    agent = mailer(GuardMiddleware(guard))
    first, *rest = agent.stream(says(f"mail {MAIL}"), thread("values"), stream_mode="values")
    assert found(first)
    assert not found(rest)


def test_async_streams_are_clean(mailer, guard, found):
    agent = mailer(GuardMiddleware(guard))

    async def read():
        modes = ["messages", "updates"]
        stream = agent.astream(says(f"mail {MAIL}"), thread("astream"), stream_mode=modes)
        return [piece async for piece in stream]

    assert not found(asyncio.run(read()))


def test_tokens_come_one_by_one(openai, guard, server):
    agent = made(openai(), [], GuardMiddleware(guard))
    stream = agent.stream(
        says("the weather is fine and nobody minds the rain"),
        thread("tokens"),
        stream_mode="messages",
    )
    texts = [piece.content for piece, about in stream if about["langgraph_node"] == "model"]
    assert "".join(texts) == "You said: the weather is fine and nobody minds the rain"
    assert len([text for text in texts if text]) > 3


def test_a_refusal_reaches_who_reads_streamed_messages(openai, guard, server, injection):
    agent = made(openai(), [], GuardMiddleware(guard))
    pieces = list(agent.stream(says(injection), thread("refusal"), stream_mode="messages"))
    assert guard.policy.refusal in [piece.content for piece, _ in pieces]
    assert "Ignore all" not in repr(pieces)


def test_of_the_events_only_those_round_the_first_step_show_what_came_in(mailer, guard, found):
    agent = mailer(GuardMiddleware(guard, restore_tools=[]))

    async def read():
        stream = agent.astream_events(says(f"mail {MAIL}"), thread("events"), version="v2")
        return [event async for event in stream]

    shown = {event["name"] for event in asyncio.run(read()) if found(event)}
    assert shown == {"LangGraph", "GuardMiddleware.before_agent"}


def test_traces_of_the_model_are_clean(mailer, guard, spy, found):
    agent = mailer(GuardMiddleware(guard))
    agent.invoke(says(f"mail {MAIL}"), {**thread("spied"), "callbacks": [spy]})
    assert spy.seen
    assert not found(*spy.seen)
