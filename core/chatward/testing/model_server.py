"""A small model server on this machine, for tests and demos.

It speaks the OpenAI chat-completions protocol: whole and streamed answers, usage, tool calls,
several choices, token probabilities. What it answers is computed from what it receives, and every
request body is kept, so that a test can look at what really arrived.

>>> with ModelServer() as server:
...     len(server.requests)
0
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, TypeAlias, cast

Body: TypeAlias = Mapping[str, Any]

_COUNTS = {"prompt_tokens": 7, "completion_tokens": 11, "total_tokens": 18}
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call of an answer; the arguments are JSON text, valid or not."""

    id: str
    name: str
    arguments: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers.

    Attributes:
        content: The text.
        tool_calls: Tools the model wants called.
        pieces: How a streamed answer is cut; by default every `chunk_chars` characters.
        status: HTTP status; from 400 on the content is the error's message.

    """

    content: str = field(default="", repr=False)
    tool_calls: Sequence[ToolCall] = ()
    pieces: Sequence[str] | None = field(default=None, repr=False)
    status: int = 200


def echo(body: Body) -> Reply:
    """Answer with what was said last."""
    return Reply(f"You said: {said(body)}")


def said(body: Body) -> str:
    """Return the text of the last message of a request."""
    content = body["messages"][-1]["content"]
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or ())


class ModelServer:
    """Serve on 127.0.0.1 while in a `with` block.

    Args:
        answer: Computes the reply to a request body.
        chunk_chars: Length of the pieces of a streamed answer, in characters.
        delay_seconds: Pause before each piece.

    """

    def __init__(
        self,
        answer: Callable[[Body], Reply] = echo,
        *,
        chunk_chars: int = 4,
        delay_seconds: float = 0.0,
    ) -> None:
        self.answer = answer
        self.chunk_chars = chunk_chars
        self.delay_seconds = delay_seconds
        self.requests: list[dict[str, Any]] = []
        self._http: _Http | None = None

    @property
    def url(self) -> str:
        """The base URL to give to a client, such as `ChatOpenAI(base_url=...)`.

        Raises:
            RuntimeError: The server is not running.

        """
        if self._http is None:
            raise RuntimeError("the server runs only inside its with block")
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def received(self) -> str:
        """Everything that was received, as text to search."""
        return json.dumps(self.requests, ensure_ascii=False)

    def __enter__(self) -> ModelServer:  # noqa: PYI034 (Self needs Python 3.11)
        """Start to serve, on a free port."""
        self._http = _Http(self)
        poll_seconds = 0.02  # how long stopping may take
        threading.Thread(target=self._http.serve_forever, args=(poll_seconds,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to serve."""
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def pieces(self, reply: Reply) -> Sequence[str]:
        """Cut the text of a reply for streaming."""
        return reply.pieces if reply.pieces is not None else self._cut(reply.content)

    def events(self, body: Body, reply: Reply) -> Iterator[Body]:
        """Yield the events of a streamed answer."""
        yield _chunk(body, {"role": "assistant", "content": ""})
        for piece in self.pieces(reply):
            yield _chunk(body, {"content": piece}, probable=piece)
        for index, call in enumerate(reply.tool_calls):
            function = {"name": call.name, "arguments": ""}
            opening = {"index": index, "id": call.id, "type": "function", "function": function}
            yield _chunk(body, {"tool_calls": [opening]})
            for piece in self._cut(call.arguments):
                going = {"index": index, "function": {"arguments": piece}}
                yield _chunk(body, {"tool_calls": [going]})
        yield _chunk(body, {}, finish=_finish(reply))
        options: Body = body.get("stream_options") or {}
        if options.get("include_usage"):
            yield {**_head(body, "chat.completion.chunk"), "choices": [], "usage": _COUNTS}

    def _cut(self, text: str) -> list[str]:
        size = self.chunk_chars
        return [text[at : at + size] for at in range(0, len(text), size)]


def completion(body: Body, reply: Reply) -> Body:
    """Return a whole answer."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.content}
    if reply.tool_calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in reply.tool_calls
        ]
    choices = [
        {
            "index": index,
            "message": message,
            "finish_reason": _finish(reply),
            "logprobs": _probabilities(body, reply.content),
        }
        for index in range(body.get("n") or 1)
    ]
    return {**_head(body, "chat.completion"), "choices": choices, "usage": _COUNTS}


def _chunk(
    body: Body, delta: Body, *, finish: str | None = None, probable: str = ""
) -> dict[str, Any]:
    choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": finish}
    if probable:
        choice["logprobs"] = _probabilities(body, probable)
    return {**_head(body, "chat.completion.chunk"), "choices": [choice]}


def _head(body: Body, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": body.get("model", "local")}


def _finish(reply: Reply) -> str:
    return "tool_calls" if reply.tool_calls else "stop"


def _probabilities(body: Body, text: str) -> Body | None:
    if not body.get("logprobs"):
        return None
    token = {"token": text, "logprob": -0.1, "bytes": list(text.encode()), "top_logprobs": []}
    return {"content": [token], "refusal": None}


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: ModelServer) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _model(self) -> ModelServer:
        return cast("_Http", self.server).model

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
        if not self.path.endswith(_PATH):
            self._send(404, {"error": {"message": "no such path"}})
            return
        self._model.requests.append(body)
        reply = self._model.answer(body)
        if reply.status >= 400:
            error = {"message": reply.content, "type": "invalid_request_error"}
            self._send(reply.status, {"error": error})
        elif body.get("stream"):
            self._stream(self._model.events(body, reply))
        else:
            self._send(reply.status, completion(body, reply))

    def _send(self, status: int, answer: Body) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, events: Iterator[Body]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        for event in events:
            time.sleep(self._model.delay_seconds)
            self._write(f"data: {json.dumps(event)}\n\n")
        self._write("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _write(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()
