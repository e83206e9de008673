"""Guard what a tool hands back: text, JSON, content blocks, documents, messages, commands.

What a model will read as text is put between marks where the policy says so. What programs read
as well (JSON, artifacts, documents, the state of a graph) is decided leaf by leaf, without marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any, Literal

from langchain_core.messages import BaseMessage, ToolMessage
from langchain_core.messages.tool import ToolOutputMixin
from pydantic import BaseModel

from chatward_langchain.asking import Steps
from chatward_langchain.attached import ask_about
from chatward_langchain.documents import map_metadata
from chatward_langchain.leaves import (
    PLAIN,
    Reader,
    is_items,
    is_mapping,
    map_block,
    map_items,
)
from chatward_langchain.media import BYTES, attachments_in, left_out, without_attachments
from chatward_langchain.messages import changed, guard_message

Artifact = Literal["guard", "keep", "drop"]

_READABLE = (str, Mapping, list, tuple, set, frozenset, BaseModel, *PLAIN)


@dataclass(frozen=True, slots=True)
class Screen:
    """How a tool's results are guarded.

    Attributes:
        spotlight: Whether text may be put between marks.
        artifact: "guard" cleans what can be looked into and drops the rest, "keep" passes it
            unread, "drop" drops it.
        pairs: The tool returns a pair of content and artifact.
        source: How the log names the tool.

    """

    spotlight: bool = True
    artifact: Artifact = "guard"
    pairs: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse options that are none: a slip of the pen must not let anything pass."""
        if self.artifact not in ("guard", "keep", "drop"):
            raise ValueError(f"artifact={self.artifact!r}: use 'guard', 'keep' or 'drop'")

    def result(self, value: Any) -> Steps[Any]:
        """Return what to pass on instead of what a tool returned."""
        if self.pairs and is_items(value) and len(value) == 2:
            return (yield from self._pair(value[0], value[1]))
        if isinstance(value, ToolMessage):
            return (yield from self._tool_message(value))
        if isinstance(value, BaseMessage):
            message, _ = yield from guard_message(value, Reader("tool", source=self.source))
            return message
        if isinstance(value, ToolOutputMixin):
            return (yield from self._command(value))
        if is_items(value) and any(isinstance(item, ToolOutputMixin) for item in value):
            return (yield from map_items(value, self.result))
        reader = Reader("tool", source=self.source)
        content = yield from self._content(value, reader)
        return content if reader.blocked is None else reader.blocked.text

    def _pair(self, content: Any, artifact: Any) -> Steps[tuple[Any, Any]]:
        reader = Reader("tool", source=self.source)
        content = yield from self._content(content, reader)
        artifact = yield from self._artifact(artifact, reader)
        return (content, artifact) if reader.blocked is None else (reader.blocked.text, None)

    def _tool_message(self, message: ToolMessage) -> Steps[ToolMessage]:
        content, artifact = yield from self._pair(message.content, message.artifact)
        return changed(message, {"content": content, "artifact": artifact})

    def _content(self, value: Any, reader: Reader) -> Steps[Any]:
        prose = reader.read if self.spotlight else reader.argument
        if _is_blocks(value):
            found = attachments_in(value)
            if found and not (yield from ask_about(found, reader)):
                value = without_attachments(value)
            return (yield from map_block(value, reader, prose))
        if isinstance(value, bytes):
            return (yield from self._bytes(value, reader))
        if not isinstance(value, str) and _is_readable(value):
            return (yield from map_metadata(value, reader))
        return (yield from prose(str(value)))  # of anything else, what a model would be shown

    def _bytes(self, value: bytes, reader: Reader) -> Steps[bytes | str]:
        try:
            text = value.decode()
        except UnicodeDecodeError:
            return value if (yield from ask_about(((BYTES, 1),), reader)) else left_out(BYTES)
        return (yield from reader.argument(text)).encode()

    def _artifact(self, value: Any, reader: Reader) -> Steps[Any]:
        if self.artifact == "keep" or value is None:
            return value
        if self.artifact == "drop" or not _is_readable(value):
            return None
        return (yield from map_metadata(value, reader))

    def _command(self, command: Any) -> Steps[Any]:
        """Guard what a tool writes into the state of a graph; anything else in it is not text."""
        update = getattr(command, "update", None)
        if not update or not is_dataclass(command) or isinstance(command, type):
            return command
        return replace(command, update=(yield from self._state(update)))

    def _state(self, value: Any) -> Steps[Any]:
        if isinstance(value, BaseMessage):
            return (yield from self.result(value))
        if is_mapping(value):
            new: dict[Any, Any] = {}
            for key, member in value.items():
                new[key] = yield from self._state(member)
            return new
        if is_items(value):
            return (yield from map_items(value, self._state))
        if _is_readable(value):
            return (yield from map_metadata(value, Reader("tool", source=self.source)))
        return value


def _is_blocks(value: Any) -> bool:
    """Tell a list of content blocks from any other list."""
    if not is_items(value) or not value:
        return False
    blocks = [item for item in value if is_mapping(item)]
    typed = all(isinstance(block.get("type"), str) for block in blocks)
    return bool(blocks) and typed and all(isinstance(item, (str, Mapping)) for item in value)


def _is_readable(value: Any) -> bool:
    """Tell whether every text in a value can be looked at."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(_is_readable(item) for item in value)
    if is_mapping(value):
        return all(_is_readable(member) for member in value.values())
    return isinstance(value, _READABLE) and not isinstance(value, bytes)
