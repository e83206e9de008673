"""Fixtures of the tests of guarded tools."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain_core.tools import (
    StructuredTool,
)
from tool_parts import ANNA, RELEASING

from chatward import Guard
from chatward.policy.file import parse_policy


@pytest.fixture(params=["invoke", "ainvoke"])
def run(request):
    """Both ways to run a tool."""
    if request.param == "invoke":
        return lambda tool, given, config=None: tool.invoke(given, config)
    return lambda tool, given, config=None: asyncio.run(tool.ainvoke(given, config))


@pytest.fixture
def mailing():
    return Guard(parse_policy(RELEASING, where="mailing"))


@pytest.fixture
def anna(mailing):
    """The placeholder that stands for an address in Anna's conversation."""
    return mailing.inspect(ANNA, origin="user", conversation="anna").text


@pytest.fixture(params=["sync", "async", "both"])
def sent(request):
    """What a tool was called with; and the tool, written in each of the ways there are."""
    calls: list[Any] = []

    def send(to: str, body: str) -> str:
        """Send a mail."""
        calls.append((to, body))
        return f"sent to {to}"

    async def send_later(to: str, body: str) -> str:
        """Send a mail."""
        return send(to, body)

    kinds = {"sync": (send, None), "async": (None, send_later), "both": (send, send_later)}
    func, coroutine = kinds[request.param]
    made = StructuredTool.from_function(func, coroutine, name="send", description="Send a mail.")
    return made, calls
