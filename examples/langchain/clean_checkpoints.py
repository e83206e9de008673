"""Run an agent with a checkpointer, and search what lies on the disk.

    python examples/langchain/clean_checkpoints.py

The same agent talks twice: bare, and behind a `GuardedRunnable`. Its tool is called with the real
address both times. The model is a server on this machine that calls the tool with what it read.
Needs langchain, langgraph-checkpoint-sqlite and langchain-openai.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.sqlite import SqliteSaver
from pydantic import SecretStr

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward.testing.model_server import Body, ModelServer, Reply, ToolCall
from chatward_langchain.edge import GuardedRunnable

POLICY = """
extends: balanced
name: mailing
releases:
- {name: mail-to, kinds: [email-address], to: ["tool:send_mail.to"]}
"""
ADDRESS = "anna@example.org"
QUESTION = f"Please write to {ADDRESS} that I am late."
CONFIG: RunnableConfig = {"configurable": {"thread_id": "anna"}}

guard = Guard(parse_policy(POLICY, where="mailing"))
outbox: list[str] = []


@tool
def send_mail(to: str) -> str:
    """Send a mail."""
    # What the policy releases to this argument, and nothing else, becomes a value: here, and not
    # before, because what the tool is called with lies in the checkpoint.
    outbox.append(guard.restore(to, conversation="anna", to="tool:send_mail.to"))
    return f"sent to {to}"


def main() -> None:
    with ModelServer(answer) as server, tempfile.TemporaryDirectory() as folder:
        for name in ("bare", "guarded"):
            path = Path(folder) / f"{name}.db"
            with SqliteSaver.from_conn_string(str(path)) as saver:
                show(name, talk(agent_with(saver, server.url), guarded=name == "guarded"), path)


def agent_with(saver: SqliteSaver, url: str) -> Runnable[Any, Any]:
    model = ChatOpenAI(model="local", base_url=url, api_key=SecretStr("unused"))
    return create_agent(model, [send_mail], checkpointer=saver)


def talk(agent: Runnable[Any, Any], *, guarded: bool) -> str:
    app = GuardedRunnable(agent, guard) if guarded else agent
    state = app.invoke({"messages": [("user", QUESTION)]}, CONFIG)
    return str(state["messages"][-1].content)


def show(name: str, said: str, path: Path) -> None:
    files = sorted(path.parent.glob(f"{path.name}*"))  # the write-ahead log lies beside it
    found = sum(each.read_bytes().count(ADDRESS.encode()) for each in files)
    print(f"{name}: the user got {said!r}, the tool was called with {outbox[-1]!r}")
    print(f"{name}: the address is on the disk {found} times, in {len(files)} files")


def answer(body: Body) -> Reply:
    """Answer as the model: call the tool with the address that was read, then say so."""
    last = body["messages"][-1]
    if last["role"] == "tool":
        return Reply(f"Done: {last['content']}.")
    address = last["content"].split()[3]
    return Reply(tool_calls=[ToolCall("c1", "send_mail", json.dumps({"to": address}))])


if __name__ == "__main__":
    main()
