r"""Hold the tool calls of a streamed answer until they are whole.

Their arguments arrive as fragments of JSON, and a fragment cannot be redacted: an escape such as
`\n` before an address would become part of it, and `\u0040` would hide its sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk

from chatward_langchain.asking import Steps
from chatward_langchain.leaves import Reader, map_json_text


@dataclass(slots=True)
class _Call:
    index: Any
    id: str | None = None
    name: str | None = None
    args: list[str] = field(default_factory=list, repr=False)

    def take(self, piece: ToolCallChunk) -> None:
        self.id = self.id or piece.get("id")
        if piece.get("name"):
            self.name = (self.name or "") + (piece["name"] or "")
        self.args.append(piece.get("args") or "")

    def continues(self, piece: ToolCallChunk) -> bool:
        """Tell whether a piece belongs here, by the rule of langchain-core."""
        same_place = self.index is not None and self.index == piece.get("index")
        return same_place and (not self.id or not piece.get("id") or self.id == piece.get("id"))


class HeldCalls:
    """The tool calls of one answer, joined as they arrive."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []

    def hold(self, chunk: AIMessageChunk) -> None:
        """Take the pieces of tool calls that a chunk brings."""
        for piece in chunk.tool_call_chunks:
            call = next((call for call in self._calls if call.continues(piece)), None)
            if call is None:
                call = _Call(piece.get("index"))
                self._calls.append(call)
            call.take(piece)

    def finish(self, reader: Reader) -> Steps[list[ToolCallChunk]]:
        """Return each call as one guarded piece."""
        calls, self._calls = self._calls, []
        pieces: list[ToolCallChunk] = []
        for call in calls:
            name = (yield from reader.glance(call.name)) if call.name else call.name
            args = yield from map_json_text("".join(call.args), reader)
            pieces.append(tool_call_chunk(name=name, args=args, id=call.id, index=call.index))
        return pieces
