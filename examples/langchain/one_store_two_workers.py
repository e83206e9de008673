"""Two processes, one conversation: a store in a file, and one master key for both.

    python examples/langchain/one_store_two_workers.py

The first worker takes a user's first message, the second one the next: it knows the placeholder,
and gives the user the address back. Then the conversation is forgotten. With a Redis instead of a
file (`store="rediss://..."`) the workers can be on several machines.
"""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from langchain_core.language_models.fake_chat_models import ParrotFakeChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableConfig

from chatward import Guard
from chatward_langchain import GuardOutput, guard_model

ADDRESS = "anna@example.org"
CONFIG: RunnableConfig = {"configurable": {"thread_id": "anna"}}


def main() -> None:
    # In production these are set where the workers are started, the key from your secrets.
    os.environ["CHATWARD_MASTER_KEY"] = base64.b64encode(secrets.token_bytes(32)).decode()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STORE"] = f"sqlite:///{folder}/chatward.db"
        kept = worker("first", f"I am {ADDRESS}.")
        worker("second", f"You said: {kept} Is that right?")
        files = Path(folder).iterdir()
        raw = [each.name for each in files if ADDRESS.encode() in each.read_bytes()]
        print("files with the address in them:", raw or "none")
        print("values forgotten:", Guard(store=os.environ["STORE"]).forget("anna"))
        worker("third", f"You said: {kept} Is that right?")


def worker(name: str, text: str) -> str:
    """Run a worker of its own; return what its model read."""
    command = [sys.executable, __file__, text]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    read, got = shown.stdout.split("|")
    print(f"{name:>6} worker: model read {read!r}, user got {got!r}")
    return read


def work(text: str) -> None:
    """What each worker does: answer one message, by a model that repeats what it reads."""
    guard = Guard(store=os.environ["STORE"])
    model = guard_model(ParrotFakeChatModel(), guard) | StrOutputParser()
    print(model.invoke(text, CONFIG), end="|")
    print((model | GuardOutput(guard)).invoke(text, CONFIG), end="")


if __name__ == "__main__":
    if sys.argv[1:]:
        work(sys.argv[1])
    else:
        main()
