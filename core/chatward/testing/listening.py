"""HTTP for the model servers: reads a request, has it answered, and writes JSON or events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chatward.testing.model_server import Body, ModelServer


class Listener(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1, one thread per request."""

    daemon_threads = True

    def __init__(self, model: ModelServer) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _model(self) -> ModelServer:
        return cast("Listener", self.server).model

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (theirs)
        """Print nothing."""

    def handle(self) -> None:
        """Serve one request per connection; a client that hangs up early is no error.

        A connection that were kept alive would outlive the event loop of an async client.
        """
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        """Answer one request."""
        size = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(size) or b"{}")
        if not urlsplit(self.path).path.endswith(self._model.path):
            self._send(404, {"error": {"message": "no such path"}})
            return
        self._model.requests.append(body)
        reply = self._model.refusal(body) or self._model.answer(body)
        if reply.status >= 400:
            self._send(reply.status, self._model.failure(reply))
        elif body.get("stream"):
            self._stream(self._model.lines(body, reply))
        else:
            self._send(reply.status, self._model.whole(body, reply))

    def _send(self, status: int, answer: Body) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, lines: Iterator[str]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        for line in lines:
            time.sleep(self._model.delay_seconds)
            self._write(line)
        self.wfile.write(b"0\r\n\r\n")

    def _write(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()
