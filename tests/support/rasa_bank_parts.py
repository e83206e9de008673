"""The example bank's bot, trained and served in every way that it can be guarded."""

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
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BANK = Path(__file__).parents[2] / "examples" / "rasa_bot"
MASTER_KEY = base64.b64encode(b"k" * 32).decode()
START_SECONDS = 300

LINE = "- name: chatward_rasa.Guardrails\n"
IMPORTER = "importers:\n- name: chatward_rasa.GuardrailsImporter\n\n"
NO_HOOKS = "  policy: chatward.yml\n  hooks: false\n"
GUARDED_REST = "chatward_rasa.channels.RestInput:\n"
GUARDED_NLG = "\nnlg:\n  type: chatward_rasa.GuardedNLG\n  policy: chatward.yml\n"
ROWS = ("nothing", "line", "line and importer", "two places", "explicit")


def configured(row: str) -> dict[str, str]:
    """Return the files of a row of the table that differ from the example's."""
    plain = (BANK / "config_unguarded.yml").read_text("utf-8")
    bare = (BANK / "endpoints_unguarded.yml").read_text("utf-8")
    guarded = (BANK / "endpoints.yml").read_text("utf-8")
    lined = plain.replace("policies:", LINE + "\npolicies:")
    hookless = plain.replace("policies:", LINE + NO_HOOKS + "\npolicies:")
    unrestored = guarded.replace("  slots:", "  restore: false\n  slots:")
    pairs = {
        "nothing": (plain, bare),
        "line": (lined, bare),
        "line and importer": (IMPORTER + lined, bare),
        "two places": ((BANK / "config.yml").read_text("utf-8"), guarded),
        "explicit": (IMPORTER + hookless, unrestored + GUARDED_NLG),
    }
    files = dict(zip(("config.yml", "endpoints.yml"), pairs[row], strict=True))
    return {**files, "credentials.yml": GUARDED_REST} if row == "explicit" else files


def write_bot(folder: Path, files: dict[str, str]) -> None:
    """Write the example into a folder, some of its files with other words."""
    left = shutil.ignore_patterns("models", ".rasa", "*.db*", "__pycache__")
    shutil.copytree(BANK, folder, ignore=left)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


class BankBot:
    """The bot as its users run it; what the action server is asked is written down."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.requests: list[bytes] = []
        self._environment = environment
        self.port, self._action_port = free_port(), free_port()
        self._proxy = recorder(self._action_port, self.requests)
        path = folder / "endpoints.yml"
        path.write_text(path.read_text("utf-8").replace(":5055/", f":{self._proxy.server_port}/"))
        self._processes: list[subprocess.Popen[bytes]] = []

    def train(self, cache: Path) -> None:
        """Train; the cache may be that of another bot with the same data."""
        self._environment["RASA_CACHE_DIRECTORY"] = str(cache)
        trained = self._run("train.log", "rasa", "train", "--fixed-model-name", "bot")
        assert trained.wait() == 0, self.log("train")[-3000:]

    def start(self) -> None:
        """Serve, and wait until it answers."""
        sdk = ["rasa_sdk", "--actions", "actions", "--port", str(self._action_port), "--debug"]
        rasa = ["rasa", "run", "--debug", "--enable-api", "--interface", "127.0.0.1"]
        rasa += ["--port", str(self.port), "--model", "models/bot.tar.gz"]
        self._processes = [self._run("actions.log", *sdk), self._run("server.log", *rasa)]
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and "Could not load model" not in self.log("server"):
            try:
                self.get("/status")
                self._connect_to_actions()
            except OSError:
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
        self._processes = []

    def close(self) -> None:
        """Stop, and write down nothing any more."""
        self.stop()
        self._proxy.shutdown()
        self._proxy.server_close()

    def say(self, text: str, sender: str) -> str:
        """Send a message; return the texts of the answers, a line each."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        answers = self._ask("/webhooks/rest/webhook", body)
        return "\n".join(part.get("text", "") for part in answers)

    def get(self, path: str):
        """Ask the server for JSON."""
        return self._ask(path, None)

    def log(self, of: str) -> str:
        """Return what a server has logged so far."""
        return (self.folder / f"{of}.log").read_text("utf-8", errors="replace")

    def _connect_to_actions(self) -> None:
        socket.create_connection(("127.0.0.1", self._action_port), timeout=5).close()

    def _run(self, log: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CHATWARD_MASTER_KEY": MASTER_KEY,
            **self._environment,
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
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.loads(response.read())


def recorder(port: int, requests: list[bytes]) -> ThreadingHTTPServer:
    """Serve what passes every request on to a port, and keeps it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {**json.loads(body), "domain": None}  # the bot's own file, and large
            requests.append(json.dumps(told).encode())
            url = f"http://127.0.0.1:{port}{self.path}"
            passed = urllib.request.Request(url, body, {"content-type": "application/json"})
            with urllib.request.urlopen(passed, timeout=60) as response:
                answer = response.read()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def free_port() -> int:
    # Below the range from which the system serves outgoing connections.
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 20000 and 30000")
