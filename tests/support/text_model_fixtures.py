"""Fixtures of the tests of guarded text models: a server of completions and a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_openai import OpenAI
from text_model_parts import TextSpy

from chatward.testing.text_server import TextServer


@pytest.fixture
def texts() -> Iterator[TextServer]:
    """A server that completes prompts."""
    with TextServer(chunk_chars=3) as running:
        yield running


@pytest.fixture
def completions(texts: TextServer) -> Callable[..., OpenAI]:
    """Return a factory of real clients of the server."""

    def make(**options: Any) -> OpenAI:
        settings = {"model": "local", "max_retries": 0, **options}
        return OpenAI(base_url=texts.url, api_key="unused", **settings)

    return make


@pytest.fixture
def text_spy() -> TextSpy:
    return TextSpy()
