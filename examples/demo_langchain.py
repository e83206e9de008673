"""Talk to a chat model with Chatward inside.

    python examples/demo_langchain.py [TEXTS.json] [--audit AUDIT.jsonl]

TEXTS.json holds a list of sentences. For each one this shows what the user wrote, what the model
server received, what it streamed back and what the user got. The model is a server on this
machine: it repeats what it was told, and asked about a card it names one that is nobody's here.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chatward import Guard
from chatward.testing.model_server import Body, ModelServer, Reply, said
from chatward_langchain import GuardOutput, guard_model

TEXTS = Path(__file__).with_name("demo_texts.json")
SYSTEM = SystemMessage("You are the help desk of a small shop. Be brief.")
CONVERSATION = {"configurable": {"thread_id": "demo"}}
CARD = "The last one was 4111 1111 1111 1111, in March."
# Where the server cuts that answer: twice within the number.
CUT = ("The last one was 41", "11 1111 11", "11 1111, in", " March.")

console = Console()


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk to a guarded LangChain chat model.")
    parser.add_argument("texts", type=Path, nargs="?", default=TEXTS, help="a JSON list")
    parser.add_argument("--audit", type=Path, help="where audit events go, a JSON line each")
    arguments = parser.parse_args()
    console.rule("LangChain: guard_model(ChatOpenAI(...), guard) | GuardOutput(guard)")
    write_audit(arguments.audit)
    with ModelServer(answer) as server:
        talk(json.loads(arguments.texts.read_text(encoding="utf-8")), server)


def answer(body: Body) -> Reply:
    """Answer as the model: from what arrived, and nothing else."""
    question = said(body)
    if re.search(r"\bcard\b.*\?", question, re.IGNORECASE):
        return Reply(CARD, pieces=CUT)
    return Reply(f"Understood: {question}")


def talk(texts: list[str], server: ModelServer) -> None:
    """Hold one conversation, each turn with all that was said before."""
    guard = Guard()
    llm = ChatOpenAI(model="local", base_url=server.url, api_key="unused", max_retries=0)
    chain = guard_model(llm, guard) | GuardOutput(guard)
    messages: list[BaseMessage] = [SYSTEM]
    for text in texts:
        before = len(server.requests)
        messages.append(HumanMessage(text))
        reply = read(chain, messages)
        messages.append(reply)
        show(text, server.requests[before:], server, str(reply.content))


def read(chain: Runnable[Any, Any], messages: list[BaseMessage]) -> AIMessageChunk:
    """Read an answer as it is streamed."""
    first, *others = chain.stream(messages, CONVERSATION)
    return first + others


def show(text: str, requests: list[dict[str, Any]], server: ModelServer, got: str) -> None:
    """Lay out one turn."""
    received = pieces = ""
    if requests:
        received = said(requests[-1])
        pieces = "·".join(server.pieces(answer(requests[-1])))
    turn = Table.grid(padding=(0, 2))
    turn.add_column(style="bold", no_wrap=True)
    turn.add_column(overflow="fold")
    turn.add_row("user", Text(text))
    turn.add_row("model received", Text(received or "(it was not called)", "cyan"))
    turn.add_row("model streamed", Text(pieces or "(nothing)", "dim"))
    turn.add_row("user got", Text(got, "green"))
    console.print(turn)
    console.print()


def write_audit(file: Path | None) -> None:
    """Send audit events to a file: they go to a logger, so this is the application's to say."""
    if file is None:
        return
    handler = logging.FileHandler(file, mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger("chatward.audit").addHandler(handler)


if __name__ == "__main__":
    main()
