"""What the tests of agents' streams share: a scripted agent, and each way to stream it."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import Callable
from typing import Any

from langgraph.pregel import Pregel
from scripted_agents import calls, made, plays, says, thread, tool_that, wants

from chatward.testing.model_server import Reply

# Who brings each of them up; each is of a kind and spelling of its own, so that a search tells.
USERS = "anna@example.org"
TOOLS = "bob@example.com"
MODELS = "carol@example.net"
CARD = "4111 1111 1111 1111"
THEIRS = (TOOLS, MODELS, CARD)
"""What only the model and the tools know of."""
ANSWER = f"Well, the weather is fine. Write to {MODELS}, and pay with {CARD}, please."

TYPED = "version" in inspect.signature(Pregel.stream).parameters
V3 = hasattr(Pregel, "stream_events")
MODES = ("messages", "updates", "values", "custom", "debug", "tasks", "checkpoints")
EVENTS = ("v1", "v2", *(["v3"] if V3 else []))


def planted(*seen: Any, values: tuple[str, ...] = THEIRS) -> list[str]:
    """The planted values in anything, also when cut short."""
    text = "\n".join(repr(each) for each in seen)
    return [value for value in values if value[: len(value) // 2 + 2] in text]


def look_up(who: str) -> str:
    """Look somebody up, and tell who listens."""
    if writer := _writer():
        writer({"looking": "up"})
    return f"{who} is a friend of {TOOLS}"


def _writer() -> Callable[[Any], None] | None:
    from langgraph.config import get_stream_writer

    try:
        return get_stream_writer()
    except RuntimeError:
        return None


def agent(model: Any, server: Any, *middleware: Any, **options: Any) -> Any:
    """Make an agent that looks somebody up and then says what it found."""
    plays(server, wants(calls("look_up", who=MODELS)), Reply(ANSWER))
    return made(model, [tool_that(look_up, "reads-untrusted")], *middleware, **options)


def streamed(app: Any, name: str, *, text: str | None = None, **options: Any) -> list[Any]:
    """Stream one turn to the end."""
    return list(app.stream(says(text or f"mail {USERS}"), thread(name), **options))


def astreamed(app: Any, name: str, *, text: str | None = None, **options: Any) -> list[Any]:
    """Stream one turn to the end, asynchronously."""

    async def read() -> list[Any]:
        stream = app.astream(says(text or f"mail {USERS}"), thread(name), **options)
        return [piece async for piece in stream]

    return asyncio.run(read())


def events_of(app: Any, name: str, version: str, *, text: str | None = None) -> list[Any]:
    """Read all events of one turn."""

    async def read() -> list[Any]:
        events = app.astream_events(says(text or f"mail {USERS}"), thread(name), version=version)
        if version == "v3":
            events = await events
        told = [event async for event in events]
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
        return told

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # v3 events are in beta, v1 events on their way out
        return asyncio.run(read())


def told_by_model(pieces: list[Any]) -> str:
    """The text of the model's messages among streamed messages."""
    return "".join(_text(chunk) for chunk, about in pieces if about["langgraph_node"] == "model")


def _text(chunk: Any) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    return "".join(block.get("text", "") for block in content if isinstance(block, dict))
