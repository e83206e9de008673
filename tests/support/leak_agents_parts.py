"""Agents of the leak suite: tools, checkpoints, streams, events, failing tools."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import PIIMiddleware
from langchain_core.runnables import Runnable
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from leak_parts import Run, Scenario

from chatward_langchain import guard_tool
from chatward_langchain.agents import GuardMiddleware

_LOG = logging.getLogger("bot")
V3 = hasattr(Runnable, "stream_events")
_ALL = ("user", "tool", "model")
_WATCHED = {
    **dict.fromkeys(("provider", "callbacks", "langsmith", "otel"), _ALL),
    "tool": ("user", "model"),
}


def middleware(run: Run) -> list[Any]:
    if run.setup == "bare":
        return []
    if run.guarded:
        return [GuardMiddleware(run.guard)]
    kinds = ("email", "credit_card", "ip", "mac_address", "url")
    everywhere = {"apply_to_input": True, "apply_to_output": True, "apply_to_tool_results": True}
    return [PIIMiddleware(kind, **everywhere) for kind in kinds]


def agent_of(run: Run, saver: Any, *, fails: bool = False, of_parts: bool = False) -> Any:
    """An agent with one tool; guarded by its middleware, or model and tool each for itself."""
    asked: list[str] = []
    run.sinks.watch("tool", asked)

    @tool
    def look_up(who: str) -> str:
        """Look somebody up."""
        asked.append(who)
        if fails:
            raise LookupError(f"nobody of {run.text('tool')}")
        return run.text("tool")

    if of_parts and run.guarded:
        tools = [guard_tool(look_up, run.guard)]
        return run.edge(create_agent(run.model(), tools, checkpointer=saver))
    agent = create_agent(run.client(), [look_up], middleware=middleware(run), checkpointer=saver)
    return run.edge(agent)


def says(run: Run) -> Any:
    return {"messages": [{"role": "user", "content": run.text("user")}]}


@contextmanager
def saving(run: Run) -> Any:
    path = run.folder / "checkpoints.db"
    with SqliteSaver.from_conn_string(str(path)) as saver:
        yield saver
        # While it is open the log lies beside the file.
        run.sinks.watch("checkpoint", *(each.read_bytes() for each in run.folder.iterdir()))
    run.sinks.watch("checkpoint", path)


def invoke(run: Run) -> None:
    with saving(run) as saver, run.on_console():
        run.sinks.watch("answer", agent_of(run, saver).invoke(says(run), run.config))


def of_parts(run: Run) -> None:
    with saving(run) as saver:
        agent = agent_of(run, saver, of_parts=True)
        run.sinks.watch("answer", agent.invoke(says(run), run.config))


def stream(run: Run) -> None:
    shown = run.sinks.watch_stream("answer")
    agent = agent_of(run, InMemorySaver())
    for mode, piece in agent.stream(says(run), run.config, stream_mode=["messages", "updates"]):
        shown.add(piece[0] if mode == "messages" else piece)


def events(run: Run) -> None:
    agent = agent_of(run, InMemorySaver())
    run.sinks.watch("events", asyncio.run(_events(agent, run)))


async def _events(agent: Any, run: Run) -> list[Any]:
    return [event async for event in agent.astream_events(says(run), run.config, version="v2")]


def events_v3(run: Run) -> None:
    agent = agent_of(run, InMemorySaver())
    run.sinks.watch("events", list(agent.stream_events(says(run), run.config, version="v3")))


def tool_error(run: Run) -> None:
    with saving(run) as saver:
        try:
            agent_of(run, saver, fails=True).invoke(says(run), run.config)
        except Exception as error:  # noqa: BLE001 (whichever class it is)
            run.sinks.watch("exception", error)
            _LOG.exception("no answer")


AGENTS = {
    "agent": Scenario(
        invoke,
        {
            **dict.fromkeys((*_WATCHED, "cache", "checkpoint", "console"), _ALL),
            "tool": ("user", "model"),
            "answer": ("tool", "model"),
        },
        agent=True,
    ),
    "agent of guarded parts": Scenario(
        of_parts,
        {**_WATCHED, "cache": _ALL, "checkpoint": _ALL, "answer": ("tool", "model")},
        agent=True,
    ),
    "streamed agent": Scenario(stream, {**_WATCHED, "answer": ("tool", "model")}, agent=True),
    "agent, v2 events": Scenario(events, {**_WATCHED, "events": _ALL}, agent=True),
    "tool's error": Scenario(
        tool_error,
        {
            **_WATCHED,
            "provider": ("user",),
            "checkpoint": _ALL,
            "exception": ("tool",),
            "logs": ("tool",),
        },
        agent=True,
    ),
}
if V3:
    AGENTS["agent, v3 events"] = Scenario(events_v3, {**_WATCHED, "events": _ALL}, agent=True)
