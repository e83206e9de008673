"""The model server, speaking Anthropic's Messages API: whole and streamed answers.

Text, thoughts with a signature, citations and tool calls, each a content block of its own. Like the
real one, it takes thoughts back only with the signature that it gave them.

>>> with AnthropicServer() as server:
...     len(server.requests)
0
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from chatward.testing.model_server import Body, ModelServer, Reply

Block: TypeAlias = dict[str, Any]

_ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    429: "rate_limit_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class ThoughtfulReply(Reply):
    """An answer with what only this protocol has.

    Attributes:
        thinking: What the model thought first.
        cited: Passages that the text cites.

    """

    thinking: str = field(default="", repr=False)
    cited: Sequence[str] = field(default=(), repr=False)


class AnthropicServer(ModelServer):
    """Serve on 127.0.0.1 while in a `with` block; the arguments are those of `ModelServer`."""

    path = "/v1/messages"

    @property
    def url(self) -> str:
        """The base URL to give to a client, such as `ChatAnthropic(base_url=...)`.

        Raises:
            RuntimeError: The server is not running.

        """
        return self._root()

    def refusal(self, body: Body) -> Reply | None:
        """Refuse thoughts that are not those that were signed."""
        for at, message in enumerate(body["messages"]):
            for place, block in enumerate(_listed(message["content"])):
                if block["type"] == "thinking" and not _is_genuine(block):
                    where = f"messages.{at}.content.{place}"
                    return Reply(f"{where}: Invalid `signature` in `thinking` block", status=400)
        return None

    def failure(self, reply: Reply) -> Body:
        """Return the body of an error."""
        kind = _ERRORS.get(reply.status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": reply.content}}

    def whole(self, body: Body, reply: Reply) -> Body:
        """Return a whole answer."""
        stop = {"stop_reason": _stop(reply), "stop_sequence": None}
        return {**_head(body), "content": _blocks(reply), **stop, "usage": _usage(11)}

    def lines(self, body: Body, reply: Reply) -> Iterator[str]:
        """Yield the events of a streamed answer as they are written."""
        for event in self.events(body, reply):
            yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"

    def events(self, body: Body, reply: Reply) -> Iterator[Body]:
        """Yield the events of a streamed answer."""
        begun = {**_head(body), "content": [], "stop_reason": None, "stop_sequence": None}
        yield {"type": "message_start", "message": {**begun, "usage": _usage(1)}}
        yield {"type": "ping"}
        for index, block in enumerate(_blocks(reply)):
            yield {"type": "content_block_start", "index": index, "content_block": _opening(block)}
            for delta in self._deltas(block, reply):
                yield {"type": "content_block_delta", "index": index, "delta": delta}
            yield {"type": "content_block_stop", "index": index}
        stop = {"stop_reason": _stop(reply), "stop_sequence": None}
        yield {"type": "message_delta", "delta": stop, "usage": _usage(11)}
        yield {"type": "message_stop"}

    def _deltas(self, block: Block, reply: Reply) -> Iterator[Block]:
        if block["type"] == "thinking":
            for piece in self.cut(block["thinking"]):
                yield {"type": "thinking_delta", "thinking": piece}
            yield {"type": "signature_delta", "signature": block["signature"]}
        elif block["type"] == "text":
            for piece in self.pieces(reply):
                yield {"type": "text_delta", "text": piece}
            for citation in block["citations"] or ():
                yield {"type": "citations_delta", "citation": citation}
        else:
            arguments = next(c.arguments for c in reply.tool_calls if c.id == block["id"])
            for piece in self.cut(arguments):
                yield {"type": "input_json_delta", "partial_json": piece}


def signature(thinking: str) -> str:
    """Return the signature of a thought."""
    return base64.b64encode(hashlib.sha512(thinking.encode()).digest()).decode()


def _listed(content: str | list[Block]) -> list[Block]:
    return [] if isinstance(content, str) else content


def _is_genuine(block: Block) -> bool:
    return bool(block.get("signature") == signature(block["thinking"]))


def _blocks(reply: Reply) -> list[Block]:
    blocks: list[Block] = []
    thinking = getattr(reply, "thinking", "")
    if thinking:
        signed = signature(thinking)
        blocks.append({"type": "thinking", "thinking": thinking, "signature": signed})
    if reply.content or not reply.tool_calls:
        cited = [_citation(passage) for passage in getattr(reply, "cited", ())]
        blocks.append({"type": "text", "text": reply.content, "citations": cited or None})
    for call in reply.tool_calls:
        arguments = json.loads(call.arguments)
        blocks.append({"type": "tool_use", "id": call.id, "name": call.name, "input": arguments})
    return blocks


def _opening(block: Block) -> Block:
    """Return a block as a stream begins it: with everything but what comes in deltas."""
    empty: dict[str, Block] = {
        "thinking": {"thinking": "", "signature": ""},
        "text": {"text": "", "citations": None},
        "tool_use": {"input": {}},
    }
    return {**block, **empty[block["type"]]}


def _citation(passage: str) -> Block:
    return {
        "type": "char_location",
        "cited_text": passage,
        "document_index": 0,
        "document_title": None,
        "file_id": None,
        "start_char_index": 0,
        "end_char_index": len(passage),
    }


def _head(body: Body) -> Block:
    return {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"]}


def _stop(reply: Reply) -> str:
    return "tool_use" if reply.tool_calls else "end_turn"


def _usage(output: int) -> Block:
    return {"input_tokens": 7, "output_tokens": output}
