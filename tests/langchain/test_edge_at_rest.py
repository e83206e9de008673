"""With a checkpointer, nothing raw lies on the disk; the tools were called with real values."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import subprocess
import sys
import urllib.parse
from importlib.metadata import version
from pathlib import Path

import pytest
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command, interrupt

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain import guard_model
from chatward_langchain.edge import GuardedRunnable
from chatward_langchain.tools import guard_tool

EXAMPLE = Path(__file__).parents[2] / "examples" / "langchain" / "clean_checkpoints.py"
RELEASES = """
extends: balanced
name: mailing
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
- {name: pay, kinds: [credit-card], to: ["tool:send_mail.card"]}
"""
PLANTED = ("anna@example.org", "4111 1111 1111 1111", "AKIAQYLPMN5HHHFPZAM2")
CONFIG = {"configurable": {"thread_id": "at rest"}}


@pytest.fixture(scope="module")
def releasing():
    return Guard(parse_policy(RELEASES, where="mailing"))


class Mail:
    """A tool that mails, asks first where it is told to, and keeps what it was called with."""

    def __init__(self, guard=None, *, asks=False):
        self.sent = []
        self.asked = []

        def released(text, argument):
            if guard is None:
                return text
            to = f"tool:send_mail.{argument}"
            return guard.restore(text, conversation="at rest", to=to)

        @tool
        def send_mail(to: str, card: str) -> str:
            """Send a mail."""
            if asks and interrupt({"send to": to}) != "yes":
                return "not sent"
            self.sent.append((released(to, "to"), released(card, "card")))
            return f"sent to {to}"

        self.tool = send_mail


@pytest.fixture
def agent(openai, server):
    """Build an agent in which a model calls the mail tool with what it read in the question."""

    def answer(body):
        last = body["messages"][-1]
        if last["role"] == "tool":
            return Reply(f"Done: {last['content']}")
        words = last["content"].replace(",", "").split()
        card = " ".join(words[words.index("card") + 1 : words.index("key")])
        arguments = json.dumps({"to": words[words.index("mail") + 1], "card": card})
        return Reply(tool_calls=[ToolCall("c1", "send_mail", arguments)])

    server.answer = answer

    def build(mail, saver, guard=None):
        model = openai() if guard is None else guard_model(openai(), guard)
        return create_agent(model, [mail.tool], checkpointer=saver)

    return build


def spellings(value):
    """Return how bytes may say a value: as it is, and as what programs make of it."""
    forms = {value, value.replace(" ", "")}
    for form in list(forms):
        data = form.encode()
        forms |= {
            json.dumps(form)[1:-1],
            data.hex(),
            data.hex().upper(),
            urllib.parse.quote(form, safe=""),
            urllib.parse.quote_plus(form),
            base64.b32encode(data).decode().rstrip("="),
        }
        for before in range(3):  # wherever in the encoded text it stands
            whole = base64.b64encode(b"\0" * before + data).decode()
            inner = whole[
                -(-before * 8 // 6) : len(whole) - 4 if len(data + b"\0" * before) % 3 else None
            ]
            forms |= {inner, inner.replace("+", "-").replace("/", "_")}
    return {form.encode() for form in forms} | {value.encode("utf-16-le")}


def lying_in(folder):
    """Return the planted values that any file of a folder holds, in any spelling."""
    data = b"\0".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return [value for value in PLANTED if any(form in data for form in spellings(value))]


def says(text):
    return {"messages": [HumanMessage(text)]}


@contextlib.contextmanager
def saving(folder):
    """A saver; while it is open, the log beside its file is there to be searched, too."""
    with SqliteSaver.from_conn_string(str(folder / "checkpoints.db")) as saver:
        yield saver


EXPECTED = [("anna@example.org", "4111 1111 1111 1111")]


@pytest.mark.parametrize("way", ["guard_tool", "restore"])
def test_nothing_raw_is_at_rest_and_the_tool_got_the_values(
    tmp_path, agent, releasing, server, said, way
):
    mail = Mail(releasing if way == "restore" else None)
    if way == "guard_tool":
        mail.tool = guard_tool(mail.tool, releasing, spotlight=False)
    with saving(tmp_path) as saver:
        state = GuardedRunnable(agent(mail, saver), releasing).invoke(says(said), CONFIG)
        assert "checkpoints.db-wal" in {path.name for path in tmp_path.iterdir()}
        assert lying_in(tmp_path) == []
    assert lying_in(tmp_path) == []
    assert mail.sent == EXPECTED
    assert state["messages"][-1].content == "Done: sent to anna@example.org"
    assert "anna" not in server.received


def test_nor_where_the_model_is_guarded_too(tmp_path, agent, guard, said):
    mail = Mail(guard)
    with saving(tmp_path) as saver:
        state = GuardedRunnable(agent(mail, saver, guard), guard).invoke(says(said), CONFIG)
        assert lying_in(tmp_path) == []
    assert "anna" not in repr(mail.sent)  # this policy releases nothing to tools
    assert state["messages"][0].content.startswith("mail anna@example.org")


def test_without_the_guard_the_search_finds_them_all(tmp_path, agent, said):
    mail = Mail()
    with saving(tmp_path) as saver:
        agent(mail, saver).invoke(says(said), CONFIG)
        assert lying_in(tmp_path) == list(PLANTED)
    assert mail.sent == EXPECTED


@pytest.mark.parametrize("value", PLANTED)
def test_the_search_knows_every_spelling(tmp_path, value):
    for at, form in enumerate(sorted(spellings(value))):
        (tmp_path / "file").write_bytes(b"x" * at + form + b"y")
        assert lying_in(tmp_path) == [value]
    for before in range(6):
        encoded = base64.b64encode(b"z" * before + value.encode() + b" and more")
        (tmp_path / "file").write_bytes(encoded)
        assert lying_in(tmp_path) == [value]


def test_a_stream_leaves_nothing_either(tmp_path, agent, releasing, said):
    mail = Mail(releasing)
    with saving(tmp_path) as saver:
        app = GuardedRunnable(agent(mail, saver), releasing)
        modes = ["messages", "updates", "values"]
        pieces = list(app.stream(says(said), CONFIG, stream_mode=modes))
        assert lying_in(tmp_path) == []
    assert mail.sent == EXPECTED
    assert "Done: sent to anna@example.org" in "".join(
        piece[0].content for mode, piece in pieces if mode == "messages"
    )


def test_nor_does_an_interrupt_that_is_resumed(tmp_path, agent, releasing, said):
    mail = Mail(releasing, asks=True)
    with saving(tmp_path) as saver:
        app = GuardedRunnable(agent(mail, saver), releasing)
        asked = app.invoke(says(said), CONFIG)
        assert asked["__interrupt__"][0].value == {"send to": "anna@example.org"}
        assert mail.sent == []
        assert lying_in(tmp_path) == []
    with saving(tmp_path) as saver:  # as another process would, later
        app = GuardedRunnable(agent(mail, saver), releasing)
        done = app.invoke(Command(resume="yes"), CONFIG)
        assert lying_in(tmp_path) == []
    assert mail.sent == EXPECTED
    assert done["messages"][-1].content == "Done: sent to anna@example.org"


@pytest.mark.skipif(
    version("langgraph-checkpoint-sqlite").startswith("2."),
    reason="this saver does not work with the aiosqlite of today",
)
def test_nor_do_asynchronous_calls(tmp_path, agent, releasing, said):
    mail = Mail(releasing)

    async def talk():
        path = str(tmp_path / "checkpoints.db")
        async with AsyncSqliteSaver.from_conn_string(path) as saver:
            app = GuardedRunnable(agent(mail, saver), releasing)
            state = await app.ainvoke(says(said), CONFIG)
            assert lying_in(tmp_path) == []
            return state

    assert asyncio.run(talk())["messages"][-1].content == "Done: sent to anna@example.org"
    assert mail.sent == EXPECTED


def test_a_refused_text_lies_nowhere(tmp_path, agent, releasing, injection):
    with saving(tmp_path) as saver:
        app = GuardedRunnable(agent(Mail(releasing), saver), releasing)
        app.invoke(says(f"{injection} I am {PLANTED[0]}."), CONFIG)
        data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert lying_in(tmp_path) == []
    assert injection.encode() not in data


def test_the_example_shows_it():
    shown = subprocess.run(
        [sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    bare, guarded = shown.stdout.splitlines()[1::2]
    assert not bare.startswith("bare: the address is on the disk 0 times")
    assert guarded.startswith("guarded: the address is on the disk 0 times")
    assert shown.stdout.count("the tool was called with 'anna@example.org'") == 2
