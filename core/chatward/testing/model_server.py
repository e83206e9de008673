"""A small model server on this machine, for tests and demos.

It speaks the OpenAI chat-completions protocol: whole and streamed answers, usage, tool calls,
several choices, token probabilities. What it answers is computed from what it receives, and every
request body is kept, so that a test can look at what really arrived. `anthropic_server` speaks the
other protocol.

>>> with ModelServer() as server:
...     len(server.requests)
0
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeAlias

from chatward.testing.listening import Listener

Body: TypeAlias = Mapping[str, Any]

_COUNTS = {"prompt_tokens": 7, "completion_tokens": 11, "total_tokens": 18}


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

    path = "/chat/completions"
    """How the paths end that are answered."""

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
        self._http: Listener | None = None

    @property
    def url(self) -> str:
        """The base URL to give to a client, such as `ChatOpenAI(base_url=...)`.

        Raises:
            RuntimeError: The server is not running.

        """
        return f"{self._root()}/v1"

    @property
    def received(self) -> str:
        """Everything that was received, as text to search."""
        return json.dumps(self.requests, ensure_ascii=False)

    def __enter__(self) -> ModelServer:  # noqa: PYI034 (Self needs Python 3.11)
        """Start to serve, on a free port."""
        self._http = Listener(self)
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
        return reply.pieces if reply.pieces is not None else self.cut(reply.content)

    def refusal(self, body: Body) -> Reply | None:
        """Return what a request that breaks the protocol is told; None where it does not."""

    def failure(self, reply: Reply) -> Body:
        """Return the body of an error."""
        return {"error": {"message": reply.content, "type": "invalid_request_error"}}

    def whole(self, body: Body, reply: Reply) -> Body:
        """Return a whole answer."""
        return completion(body, reply)

    def lines(self, body: Body, reply: Reply) -> Iterator[str]:
        """Yield the events of a streamed answer as they are written."""
        for event in self.events(body, reply):
            yield f"data: {json.dumps(event)}\n\n"
        yield "data: [DONE]\n\n"

    def events(self, body: Body, reply: Reply) -> Iterator[Body]:
        """Yield the events of a streamed answer."""
        yield _chunk(body, {"role": "assistant", "content": ""})
        for piece in self.pieces(reply):
            yield _chunk(body, {"content": piece}, probable=piece)
        for index, call in enumerate(reply.tool_calls):
            function = {"name": call.name, "arguments": ""}
            opening = {"index": index, "id": call.id, "type": "function", "function": function}
            yield _chunk(body, {"tool_calls": [opening]})
            for piece in self.cut(call.arguments):
                going = {"index": index, "function": {"arguments": piece}}
                yield _chunk(body, {"tool_calls": [going]})
        yield _chunk(body, {}, finish=_finish(reply))
        options: Body = body.get("stream_options") or {}
        if options.get("include_usage"):
            yield {**_head(body, "chat.completion.chunk"), "choices": [], "usage": _COUNTS}

    def cut(self, text: str) -> list[str]:
        """Cut any text for streaming."""
        size = self.chunk_chars
        return [text[at : at + size] for at in range(0, len(text), size)]

    def _root(self) -> str:
        if self._http is None:
            raise RuntimeError("the server runs only inside its with block")
        return f"http://127.0.0.1:{self._http.server_address[1]}"


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
