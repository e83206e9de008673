"""Whole messages that need no more looking at: one question instead of one for each text in them.

What was said earlier comes with every call. Walking it, key by key, costs more than all the rest
of a call; so a walker asks about a message as a whole first, and tells when it is through.
"""

from __future__ import annotations

import marshal
from typing import Any

from langchain_core.messages import BaseMessage

from chatward_langchain.media import attachments_in

_EXACT = 2  # of marshal's formats the last one in which equal values are equal bytes
_READ = (
    "content",
    "additional_kwargs",
    "response_metadata",
    "tool_calls",
    "invalid_tool_calls",
    "tool_call_chunks",
    "tool_call_id",
    "role",
    "name",
    "status",
)


def dumped(message: BaseMessage, origin: str) -> bytes:
    """Return all of a message that is looked at; nothing where it holds objects or files."""
    fields = vars(message)
    content, more = fields.get("content"), fields.get("additional_kwargs")
    if (more or not isinstance(content, str)) and attachments_in(content, more):
        return b""
    read: list[Any] = [fields.get(name) for name in _READ]
    try:
        return marshal.dumps((origin, type(message).__name__, read), _EXACT)
    except ValueError:
        return b""
