"""A bot with a form, trained and served: as it is, and with real values in memory only."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FORM_BOT = Path(__file__).parents[1] / "rasa" / "bots" / "form"
START_SECONDS = 240
MASTER_KEY = base64.b64encode(b"k" * 32).decode()

GUARDED_LINE = """- name: chatward_rasa.Guardrails
  policy: chatward.yml
  nlu_view: raw
importers:
- name: chatward_rasa.GuardrailsImporter
"""
POLICY = """extends: balanced
name: orders
memory: {store: "sqlite:///vault.db"}
"""
GUARDED_ENDPOINTS = """
action_endpoint: {{url: "http://127.0.0.1:{port}/webhook"}}
tracker_store:
  type: chatward_rasa.GuardedTrackerStore
  policy: chatward.yml
  slots: {{name: person}}
  store: {{type: SQL, dialect: sqlite, db: tracker.db}}
event_broker:
  type: chatward_rasa.GuardedEventBroker
  policy: chatward.yml
  broker: {{type: file, path: events.log}}
"""
PLAIN_ENDPOINTS = """
action_endpoint: {{url: "http://127.0.0.1:{port}/webhook"}}
tracker_store: {{type: SQL, dialect: sqlite, db: tracker.db}}
event_broker: {{type: file, path: events.log}}
"""


def prepare(folder: Path, *, guarded: bool, endpoints: str | None = None) -> None:
    """Write the bot into a folder."""
    shutil.copytree(
        FORM_BOT, folder, ignore=shutil.ignore_patterns("models", ".rasa", "__pycache__")
    )
    if guarded:
        config = (folder / "config.yml").read_text()
        (folder / "config.yml").write_text(config.replace("policies:", GUARDED_LINE + "policies:"))
        (folder / "chatward.yml").write_text(POLICY)
    chosen = endpoints or (GUARDED_ENDPOINTS if guarded else PLAIN_ENDPOINTS)
    (folder / "endpoints.template").write_text(chosen)


class FormBot:
    """The bot, served with `rasa run` and an action server; may be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self._action_port = _free_port(), _free_port()
        template = (folder / "endpoints.template").read_text()
        (folder / "endpoints.yml").write_text(template.format(port=self._action_port))
        self._processes: list[subprocess.Popen[bytes]] = []

    def train(self) -> subprocess.Popen[bytes]:
        """Begin to train."""
        return self._run("train.log", "rasa", "train", "--fixed-model-name", "bot")

    def start(self) -> None:
        """Serve; returns at once."""
        sdk = ["rasa_sdk", "--actions", "actions.orders", "--port", str(self._action_port)]
        rasa = ["rasa", "run", "--debug", "--enable-api", "--interface", "127.0.0.1"]
        rasa += ["--port", str(self.port), "--model", "models/bot.tar.gz"]
        self._processes = [self._run("actions.log", *sdk), self._run("server.log", *rasa)]

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self.get("/status")
            except OSError:
                if "Could not load model" in self.log("server"):
                    break
                time.sleep(0.25)
            else:
                return
        raise RuntimeError(f"the server did not start: {self.log('server')[-3000:]}")

    def stop(self) -> None:
        """End both servers, and the workers that they have started."""
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def say(self, text: str, sender: str, **extra) -> str:
        """Send a message; return the texts of the answers, a line each."""
        body = {"sender": sender, "message": text, **extra}
        answers = self.post("/webhooks/rest/webhook", body)
        return "\n".join(part.get("text", "") for part in answers)

    def get(self, path: str):
        """Ask the server for JSON."""
        return self._ask(path, None)

    def post(self, path: str, body):
        """Send JSON to the server."""
        return self._ask(path, json.dumps(body).encode())

    def at_rest(self) -> bytes:
        """Return every byte of the tracker store, journals included, and of the event file."""
        files = [*sorted(self.folder.glob("tracker.db*")), *self.folder.glob("events.log*")]
        return b"".join(path.read_bytes() for path in files)

    def log(self, of: str) -> str:
        """Return what a server has logged since the bot was prepared."""
        return (self.folder / f"{of}.log").read_text(encoding="utf-8", errors="replace")

    def _run(self, log: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CHATWARD_MASTER_KEY": MASTER_KEY,
        }
        with (self.folder / log).open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=self.folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _ask(self, path: str, body: bytes | None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())


def _free_port() -> int:
    # Below the range from which the system serves outgoing connections.
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 20000 and 30000")
