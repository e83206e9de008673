"""Fixtures for the tests of `ChatAnthropic`: the server and a factory of real clients of it."""

from __future__ import annotations

import pytest
from langchain_anthropic import ChatAnthropic

from chatward.testing.anthropic_server import AnthropicServer


@pytest.fixture
def claude_server():
    with AnthropicServer(chunk_chars=3) as running:
        yield running


@pytest.fixture
def claude(claude_server):
    """Return a factory of real clients of the server."""

    def make(**options):
        settings = {"model": "claude-local", "max_retries": 0, "max_tokens": 99, **options}
        return ChatAnthropic(base_url=claude_server.url, api_key="unused", **settings)

    return make
