"""Talk to this bot in one process; print what it answered and what rests, a JSON line each turn.

    python talking.py config.yml TEXTS.json [--audit AUDIT.jsonl]

TEXTS.json holds a list of sentences. Databases are made in a folder of their own and removed.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import logging
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasa.core.agent import Agent

BOT = Path(__file__).parent
ENDPOINTS = {"config.yml": "endpoints.yml", "config_unguarded.yml": "endpoints_unguarded.yml"}
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
SENDER = "kim"

# A real bot keeps its key. This one's databases are gone as soon as it is.
os.environ.setdefault("CHATWARD_MASTER_KEY", base64.b64encode(os.urandom(32)).decode())
os.environ.update(QUIET)


def main() -> None:
    parser = argparse.ArgumentParser(description="Talk to the bot.")
    parser.add_argument("config", choices=ENDPOINTS)
    parser.add_argument("texts", type=Path, help="a JSON list of sentences")
    parser.add_argument("--audit", type=Path, help="where audit events go, a JSON line each")
    arguments = parser.parse_args()
    texts = json.loads(arguments.texts.read_text("utf-8"))
    audit = arguments.audit and arguments.audit.resolve()
    port = free_port()
    with warnings.catch_warnings(record=True), action_server(port), own_folder():
        asyncio.run(talk(arguments.config, texts, port, audit))


def trained(config: str) -> Path:
    """Return the model of a configuration; train it where it is older than what it is made from."""
    model = BOT / "models" / f"{config.removesuffix('.yml')}.tar.gz"
    chatward = Path(getattr(find_spec("chatward_rasa"), "origin", None) or __file__).parent
    made_from = [*BOT.glob("*.yml"), *BOT.glob("data/*.yml"), *chatward.glob("*.py")]
    newest = max(path.stat().st_mtime for path in made_from)
    if model.exists() and model.stat().st_mtime > newest:
        return model
    command = [sys.executable, "-m", "rasa", "train", "--config", config]
    command += ["--fixed-model-name", model.name.removesuffix(".tar.gz")]
    run = subprocess.run(  # noqa: S603 (our own command line)
        command, cwd=BOT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise SystemExit(f"{run.stdout[-2000:]}{run.stderr[-2000:]}\n{config} could not be trained")
    return model


@contextmanager
def action_server(port: int) -> Iterator[None]:
    """Run the bot's action server."""
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 (as above)
        command, cwd=BOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def own_folder() -> Iterator[None]:
    """Be in a new folder: the paths in endpoints.yml and chatward.yml are seen from there."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "chatward.yml").write_text((BOT / "chatward.yml").read_text("utf-8"))
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


async def talk(config: str, texts: list[str], port: int, audit: Path | None) -> None:
    """Send the texts in one conversation and print a line for each."""
    agent = await loaded(config, port)
    write_audit(audit)
    wait_for(port)
    seen = 0
    for text in texts:
        answers = await agent.handle_text(text, sender_id=SENDER)
        said = [answer.get("text", "") for answer in answers or []]
        events = at_rest()
        print(json.dumps({"text": text, "answers": said, "rests": events[seen:]}), flush=True)
        seen = len(events)


async def loaded(config: str, port: int) -> Agent:
    """Return the bot with the stores that its endpoints name."""
    from rasa.core.agent import load_agent  # noqa: PLC0415 (takes seconds)
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415
    from rasa.utils.endpoints import EndpointConfig  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    logging.basicConfig(level=logging.ERROR)
    configure_structlog(logging.ERROR)
    endpoints = AvailableEndpoints.read_endpoints(str(BOT / ENDPOINTS[config]))
    endpoints.action = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
    agent = await load_agent(model_path=str(trained(config)), endpoints=endpoints)
    if not agent.is_ready():
        raise SystemExit("the model could not be loaded")
    return agent


def at_rest() -> list[list[str]]:
    """Return what the database holds of users' words, answers and slots, as it is written there."""
    with sqlite3.connect("tracker.db") as database:
        rows = database.execute("SELECT data FROM events ORDER BY id").fetchall()
    database.close()
    return [line for (data,) in rows if (line := in_words(json.loads(data)))]


def in_words(event: dict[str, Any]) -> list[str]:
    """Return kind and words of an event; nothing where it has none."""
    if event["event"] in ("user", "bot") and event.get("text"):
        return [event["event"], event["text"]]
    own = event["event"] == "slot" and event["name"] in ("holder", "mail", "card")
    return [event["name"], str(event["value"])] if own and event["value"] else []


def write_audit(file: Path | None) -> None:
    """Send the audit events to a file, and to that file only."""
    logger = logging.getLogger("chatward.audit")
    logger.propagate = False
    if file is not None:
        logger.setLevel(logging.INFO)
        handler = logging.FileHandler(file, mode="w", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)


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
