"""Talk to the example Rasa bot with Chatward's line in its config.yml.

    python examples/demo_rasa.py TEXTS.json [--audit AUDIT.jsonl]

TEXTS.json holds a list of sentences. For each one this shows what the user wrote, what Rasa
stored, and what the user was answered. The bot is trained when its files are newer than its model.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from rasa.core.agent import Agent

BOT = Path(__file__).parent / "rasa_bot"
MODEL = BOT / "models" / "demo.tar.gz"
SENDER = "demo"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}

console = Console()


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk to the guarded example bot.")
    parser.add_argument("texts", type=Path, help="a JSON list of sentences")
    parser.add_argument("--audit", type=Path, help="where audit events go, a JSON line each")
    arguments = parser.parse_args()
    os.environ.update(QUIET)
    console.rule("Rasa: `- name: chatward_rasa.Guardrails` in config.yml")
    with warnings.catch_warnings(record=True):  # Rasa's dependencies warn about each other
        run(arguments.texts, arguments.audit)


def run(file: Path, audit: Path | None) -> None:
    """Train the bot if need be, then talk to it."""
    if not is_fresh(MODEL):
        train()
    texts = json.loads(file.read_text(encoding="utf-8"))
    port = free_port()
    with action_server(port):
        asyncio.run(talk(texts, port, audit))


def is_fresh(model: Path) -> bool:
    """Tell whether the model is newer than everything it was made from."""
    import chatward_rasa  # noqa: PLC0415 (loads Rasa, which takes seconds)

    sources = [*BOT.rglob("*.yml"), *Path(chatward_rasa.__file__).parent.glob("*.py")]
    newest = max(path.stat().st_mtime for path in sources)
    return model.exists() and model.stat().st_mtime > newest


def train() -> None:
    """Train the bot as its author would."""
    began = time.monotonic()
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", MODEL.name[:-7]]
    with console.status("training the bot (10 to 30 seconds)"):
        trained = subprocess.run(command, cwd=BOT, capture_output=True, text=True, check=False)  # noqa: S603
    if trained.returncode:
        console.print(trained.stdout[-2000:], trained.stderr[-2000:], markup=False)
        raise SystemExit("the bot could not be trained")
    console.print(f"trained the bot in {time.monotonic() - began:.0f} s")


@contextmanager
def action_server(port: int) -> Iterator[None]:
    """Run the bot's action server, which says more than it should."""
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions.hand_over"]
    process = subprocess.Popen(  # noqa: S603 (our own command line)
        [*command, "--port", str(port)],
        cwd=BOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


async def talk(texts: list[str], port: int, audit: Path | None) -> None:
    """Send the texts in one conversation and show what became of each."""
    with console.status("starting the bot (10 to 20 seconds)"):
        agent = load(port)
        write_audit(audit)
        wait_for(port)
    for text in texts:
        answers = await agent.handle_text(text, sender_id=SENDER)
        said = "\n".join(answer.get("text", "") for answer in answers or [])
        show(text, await stored(agent), said)


def load(port: int) -> Agent:
    """Load the model into this process."""
    from rasa.core.agent import Agent  # noqa: PLC0415 (takes seconds)
    from rasa.utils.endpoints import EndpointConfig  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    configure_structlog(logging.ERROR)
    actions = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
    return Agent.load(str(MODEL), action_endpoint=actions)


def write_audit(file: Path | None) -> None:
    """Send the audit events to a file, and to that file only."""
    logger = logging.getLogger("chatward.audit")
    logger.propagate = False
    if file is not None:
        handler = logging.FileHandler(file, mode="w", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)


async def stored(agent: Agent) -> str:
    """Return what the tracker store holds of the user's last message."""
    tracker = await agent.tracker_store.retrieve(SENDER)
    return str(tracker.latest_message.text) if tracker else ""


def show(text: str, kept: str, answer: str) -> None:
    """Print one turn."""
    turn = Table.grid(padding=(0, 2))
    turn.add_column(style="bold", no_wrap=True)
    turn.add_column(overflow="fold")
    for name, words in (("user", text), ("stored", kept), ("bot", answer)):
        turn.add_row(name, console.render_str(words, markup=False, emoji=False))
    console.print(turn)
    console.print()


def free_port() -> int:
    # Below the range from which the system serves outgoing connections: one of those could
    # take the port between this look and the server's start, which is seconds later.
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 20000 and 30000")


def wait_for(port: int) -> None:
    """Wait until the action server answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the action server did not start")


if __name__ == "__main__":
    main()
