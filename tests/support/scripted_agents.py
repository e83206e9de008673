"""Agents whose model says what a test wants, one reply after the other; and what they did."""

from __future__ import annotations

import json
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import StructuredTool
from langgraph.checkpoint.memory import InMemorySaver

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Reply, ToolCall


def calls(name: str, **arguments: Any) -> ToolCall:
    """A call that the model wants; its id is the tool's name."""
    return ToolCall(f"call-{name}", name, json.dumps(arguments))


def wants(*wanted: ToolCall) -> Reply:
    """A reply that calls tools and says nothing."""
    return Reply("", tool_calls=wanted)


def plays(server: Any, *replies: Any) -> None:
    """Let the model server give these replies in turn, then ``done``; functions get the request."""
    left = iter(replies)

    def answer(body: Any) -> Reply:
        reply = next(left, Reply("done"))
        return reply(body) if callable(reply) else reply

    server.answer = answer


def made(model: Any, tools: Any, *middleware: Any, **options: Any) -> Any:
    """An agent with a memory for its threads."""
    settings = {"checkpointer": InMemorySaver(), **options}
    return create_agent(model, list(tools), middleware=list(middleware), **settings)


def thread(name: str, **configurable: Any) -> dict[str, Any]:
    """The config of a thread."""
    return {"configurable": {"thread_id": name, **configurable}}


def says(text: str) -> dict[str, Any]:
    """What a user says."""
    return {"messages": [{"role": "user", "content": text}]}


def texts(state: Any) -> list[str]:
    """What the messages of a state say."""
    return [message.content for message in state["messages"]]


def of_tools(events: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """What the audit log tells of tools: name, action, what lifted it."""
    told = [each for each in events if each["event"] == "call"]
    return [(each["tool"], each["action"], each["lifted"]) for each in told]


def tool_that(run: Any, *capabilities: str, **fields: Any) -> StructuredTool:
    """A tool that says what it can do."""
    metadata = {"chatward_capabilities": list(capabilities)}
    description = run.__doc__ or run.__name__
    return StructuredTool.from_function(run, metadata=metadata, description=description, **fields)


def guard_by(policy: str) -> Guard:
    """A guard that goes by a policy laid over the default one."""
    return Guard(parse_policy(f"extends: balanced\n{policy}", where="test"))
