"""The example bot, trained and served twice: as it was, and with Chatward's line."""

from __future__ import annotations

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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chatward import Guard
from chatward.testing import capture_audit
from chatward_rasa.armed import disarm

ROOT = Path(__file__).parents[2]
BOT = ROOT / "tests" / "rasa" / "bots" / "contact_desk"
START_SECONDS = 180
CONFIGS = {
    "guarded": "config.yml",
    "unguarded": "config_unguarded.yml",
    "line-only": "config_line_only.yml",
}
LAST_LINE = "  threshold: 0.4\n"
LINE_ONLY = "- name: chatward_rasa.Guardrails\n"

ENDPOINTS = """
action_endpoint: {{url: "http://127.0.0.1:{port}/webhook"}}
tracker_store: {{type: SQL, dialect: sqlite, db: tracker.db}}
event_broker: {{type: file, path: events.log}}
"""


def pytest_configure(config: pytest.Config) -> None:
    """Let Rasa's dependencies warn about each other; our own modules must not."""
    config.addinivalue_line("filterwarnings", "ignore")
    config.addinivalue_line("filterwarnings", "error:::chatward")


@dataclass
class ServedBot:
    """A bot that runs as its users would run it: `rasa run` and an action server."""

    folder: Path
    port: int

    def say(self, text: str, sender: str, **extra: Any) -> list[dict[str, Any]]:
        """Send a message over the REST channel; return what the user gets to see."""
        body = {"sender": sender, "message": text, **extra}
        return self.post("/webhooks/rest/webhook", body)

    def answer(self, text: str, sender: str, **extra: Any) -> str:
        """Send a message; return the texts of the answers, a line each."""
        return "\n".join(part.get("text", "") for part in self.say(text, sender, **extra))

    def tracker(self, sender: str) -> dict[str, Any]:
        """Return what Rasa keeps of a conversation."""
        return self._ask(f"/conversations/{sender}/tracker")

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON to the server."""
        return self._ask(path, json.dumps(body).encode())

    def is_up(self) -> bool:
        """Tell whether the server answers."""
        try:
            self._ask("/status")
        except OSError:
            return False
        return True

    def at_rest(self) -> bytes:
        """Return every byte of the tracker store, journals included, and of the event file."""
        files = [*sorted(self.folder.glob("tracker.db*")), self.folder / "events.log"]
        return b"".join(path.read_bytes() for path in files)

    def log(self) -> str:
        """Return the server's log so far, at debug level."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def action_log(self) -> str:
        """Return the action server's log so far."""
        return (self.folder / "actions.log").read_text(encoding="utf-8", errors="replace")

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())


@pytest.fixture(scope="session")
def guard() -> Guard:
    """A guard with the shipped policy."""
    return Guard()


@pytest.fixture
def audit() -> Iterator[list[dict[str, Any]]]:
    """Audit events written while the test runs."""
    with capture_audit() as events:
        yield events


@pytest.fixture(autouse=True)
def _as_if_no_bot_was_loaded() -> Iterator[None]:
    """Rasa's hooks belong to the process: one test's bot must not guard the next one's."""
    yield
    disarm()


@pytest.fixture(scope="session")
def bot_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Copies of the example bot, trained, all at the same time."""
    folders = {name: tmp_path_factory.mktemp(name) / "bot" for name in CONFIGS}
    running = []
    for name, folder in folders.items():
        shutil.copytree(BOT, folder, ignore=shutil.ignore_patterns("models", ".rasa", "*.db*"))
        if name == "line-only":
            plain = (folder / CONFIGS["unguarded"]).read_text()
            (folder / CONFIGS[name]).write_text(plain.replace(LAST_LINE, LAST_LINE + LINE_ONLY))
        command = ["train", "--config", CONFIGS[name], "--fixed-model-name", "bot"]
        running.append((name, folder, _start(folder, "train.log", "-m", "rasa", *command)))
    for name, folder, process in running:
        assert process.wait() == 0, f"{name}: {(folder / 'train.log').read_text()[-3000:]}"
    return folders


@pytest.fixture(scope="session")
def guarded_model(bot_folders: dict[str, Path]) -> Path:
    """The guarded bot's model, for loading it into the test's own process."""
    return bot_folders["guarded"] / "models" / "bot.tar.gz"


@pytest.fixture(scope="session")
def line_only_model(bot_folders: dict[str, Path]) -> Path:
    """The model of a bot whose author added the one line and nothing else."""
    return bot_folders["line-only"] / "models" / "bot.tar.gz"


@pytest.fixture(scope="session")
def _served(bot_folders: dict[str, Path]) -> Iterator[dict[str, ServedBot]]:
    with ExitStack() as stack:
        names = ("guarded", "unguarded")
        bots = {name: stack.enter_context(_serve(bot_folders[name])) for name in names}
        for bot in bots.values():
            _wait_until_ready(bot)
        yield bots


@pytest.fixture(scope="session")
def guarded(_served: dict[str, ServedBot]) -> ServedBot:
    """The example bot with Chatward's line, running."""
    return _served["guarded"]


@pytest.fixture(scope="session")
def unguarded(_served: dict[str, ServedBot]) -> ServedBot:
    """The example bot as it was, running."""
    return _served["unguarded"]


@contextmanager
def _serve(folder: Path) -> Iterator[ServedBot]:
    port, action_port = _free_port(), _free_port()
    (folder / "endpoints.yml").write_text(ENDPOINTS.format(port=action_port))
    sdk = ["-m", "rasa_sdk", "--actions", "actions.hand_over", "--port", str(action_port)]
    rasa = ["-m", "rasa", "run", "--debug", "--enable-api", "--interface", "127.0.0.1"]
    rasa += ["--port", str(port), "--model", "models/bot.tar.gz"]
    processes = [
        _start(folder, "actions.log", *sdk, "--debug"),
        _start(folder, "server.log", *rasa),
    ]
    try:
        yield ServedBot(folder, port)
    finally:
        for process in processes:
            _stop(process)


def _start(folder: Path, log: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    with (folder / log).open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    # The whole group: Sanic starts a worker of its own.
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(bot: ServedBot) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if bot.is_up():
            return
        time.sleep(0.25)
    pytest.fail(f"the server did not start: {bot.log()[-3000:]}")


def _free_port() -> int:
    # Below the range from which the system serves outgoing connections: one of those could
    # take the port between this look and the server's start, which is seconds later.
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 20000 and 30000")
