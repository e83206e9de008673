"""Doors, guards and processes over one store give a conversation the same placeholders."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest

from chatward import Guard
from chatward_langchain import GuardInput, GuardOutput, guard_model

ANNA = "anna@example.org"
CONFIG = {"configurable": {"thread_id": "shared"}}
OTHER_PROCESS = """
import sys
from chatward import Guard
guard = Guard(store=sys.argv[1])
print(guard.inspect(sys.argv[2], origin="user", conversation="shared").text)
print(guard.restore(sys.stdin.read(), conversation="shared"))
"""


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.setenv("CHATWARD_MASTER_KEY", base64.b64encode(b"k" * 32).decode())
    return f"sqlite:///{tmp_path / 'shared.db'}"


def test_a_door_and_a_plain_guard_agree(url, openai, server):
    plain, behind = Guard(store=url), Guard(store=url)
    chain = guard_model(openai(), behind) | GuardOutput(Guard(store=url))
    written = plain.inspect(ANNA, origin="user", conversation="shared").text
    assert chain.invoke(ANNA, CONFIG).content == f"You said: {ANNA}"
    assert server.requests[0]["messages"][0]["content"] == written
    assert GuardInput(Guard(store=url)).invoke(ANNA, CONFIG) == written
    other = {"configurable": {"thread_id": "other"}}
    assert GuardInput(Guard(store=url)).invoke(ANNA, other) != written


def test_another_process_agrees_and_restores(url, openai, server):
    guard_model(openai(), Guard(store=url)).invoke(f"mail {ANNA}", CONFIG)
    written = server.requests[0]["messages"][0]["content"].removeprefix("mail ")
    told = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, url, ANNA],
        input=f"for {written}",
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.splitlines() == [written, f"for {ANNA}"]
