"""Guard the messages on their way to the model: who wrote each, and what to pass on.

The caller's message objects are never changed; a message that changes is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from chatward import Decision
from chatward.audit.call_events import tool_as_written
from chatward_langchain.asking import KNOWN, Ask, Steps
from chatward_langchain.attached import screen_message
from chatward_langchain.leaves import Reader, is_items, is_mapping, map_block, map_items, map_json
from chatward_langchain.whole import dumped

M = TypeVar("M", bound=BaseMessage)

_ROLES = {
    "assistant": "history",
    "ai": "history",
    "developer": "system",
    "function": "tool",
    "human": "user",
    "system": "system",
    "tool": "tool",
    "user": "user",
}


def origins(messages: Sequence[BaseMessage]) -> list[str]:
    """Tell who wrote each message; what a person wrote before the last answer is history."""
    roles = [_role(message) for message in messages]
    answered = last_answer(roles)
    return [
        "history" if role == "user" and at < answered else role for at, role in enumerate(roles)
    ]


def last_answer(whose: Sequence[str]) -> int:
    """Return where the model has last answered; -1 where it has not."""
    return max((at for at, each in enumerate(whose) if each == "history"), default=-1)


def system_texts(messages: Sequence[BaseMessage]) -> tuple[str, ...]:
    """Return the texts of the system messages, which must not come out again."""
    texts = (text_of(message.content) for message in messages if _role(message) == "system")
    return tuple(text for text in texts if text)


def text_of(content: Any) -> str:
    """Return the prose in a message's content, joined as the framework joins it."""
    if isinstance(content, str):
        return content
    blocks = content if is_items(content) else ()
    return "".join(_text_in(block) for block in blocks)


def guard_messages(
    messages: Sequence[BaseMessage],
) -> Steps[tuple[list[BaseMessage], Decision | None]]:
    """Guard the messages of one call.

    Returns:
        The messages to pass on, and the decision that refuses the whole call: that on a text
        the user has just written. An earlier message or a tool's answer that is refused is
        withheld, and the call goes on.

    """
    guarded: list[BaseMessage] = []
    refused: Decision | None = None
    whose = origins(messages)
    answered = last_answer(whose)
    for at, (message, origin) in enumerate(zip(messages, whose, strict=True)):
        if origin == "system":
            guarded.append(message)
            continue
        whole = dumped(message, origin)
        if whole and (yield Ask("", origin, whole=whole)) is KNOWN:
            guarded.append(_bare(message))
            continue
        new, blocked = yield from guard_message(message, Reader(origin), earlier=at < answered)
        guarded.append(new)
        if whole and new is message:
            yield Ask("", origin, whole=whole)  # it was walked, and is as it was
        if origin == "user" and refused is None:
            refused = blocked
    return guarded, refused


def _bare(message: BaseMessage) -> BaseMessage:
    """Return a message without what no model reads."""
    return changed(message, {"artifact": None}) if isinstance(message, ToolMessage) else message


def guard_message(
    message: BaseMessage, reader: Reader, *, earlier: bool = False
) -> Steps[tuple[BaseMessage, Decision | None]]:
    """Guard one message; return what to pass on and the decision that refused it, if one did.

    Args:
        message: It is not changed.
        reader: Asks about it.
        earlier: The model has answered it before: that its attachments pass is on record.

    """
    given = message
    reader.source = reader.source or source_of(message)
    if reader.origin == "history":
        reader.own = _role(message) == "user"  # what a model said was not his
    message = yield from screen_message(message, reader, quiet=earlier)
    content = yield from map_block(message.content, reader, reader.read)
    if reader.blocked is not None:
        content = reader.blocked.text
    fields = yield from map_fields(message, reader)
    return changed(given, {"content": content, **fields}), reader.blocked


def source_of(message: BaseMessage) -> str:
    """Return what a message came from, where its origin does not tell: which tool."""
    named = isinstance(message, (ToolMessage, FunctionMessage)) and message.name
    return tool_source(named) if named else ""


def tool_source(name: str) -> str:
    """Return how the log names a tool that texts come from; empty where that is no name."""
    written = tool_as_written(name)
    return f"tool:{written}" if written else ""


def map_fields(message: BaseMessage, reader: Reader) -> Steps[dict[str, Any]]:
    """Read everything in a message that is not its content."""
    fields: dict[str, Any] = {}
    for name in ("additional_kwargs", "response_metadata"):
        prose = reader.glance if name == "response_metadata" else reader.argument
        fields[name] = yield from map_block(getattr(message, name), reader, prose)
    if isinstance(message, AIMessage):
        fields["tool_calls"] = yield from map_items(
            message.tool_calls, lambda call: map_call(call, reader)
        )
        fields["invalid_tool_calls"] = yield from map_items(
            message.invalid_tool_calls, lambda call: map_block(call, reader, reader.argument)
        )
    if isinstance(message, AIMessageChunk):
        fields["tool_call_chunks"] = yield from map_items(
            message.tool_call_chunks, lambda piece: map_block(piece, reader, reader.argument)
        )
    if isinstance(message, ToolMessage):
        fields["artifact"] = None  # no model reads it; it only rides along into traces
    elif message.name:
        fields["name"] = yield from reader.glance(message.name)
    return fields


def map_call(call: Any, reader: Reader) -> Steps[Any]:
    """Read the name and the arguments of a parsed tool call."""
    name = yield from reader.glance(call["name"])
    args = yield from map_json(call["args"], reader.argument, reader.glance)
    same = args is call["args"] and name == call["name"]
    return call if same else {**call, "name": name, "args": args}


def changed(message: M, fields: dict[str, Any]) -> M:
    """Return a copy with these fields, or the message itself when they are what it has."""
    new = {
        name: value
        for name, value in fields.items()
        if value is not getattr(message, name) and value != getattr(message, name)
    }
    return message.model_copy(update=new) if new else message


def _text_in(block: Any) -> str:
    text = block.get("text") if is_mapping(block) else block
    return text if isinstance(text, str) else ""


def _role(message: BaseMessage) -> str:
    if isinstance(message, ChatMessage):
        return _ROLES.get(message.role.lower(), "history")
    if isinstance(message, SystemMessage):
        return "system"
    if isinstance(message, (ToolMessage, FunctionMessage)):
        return "tool"
    return "user" if isinstance(message, HumanMessage) else "history"
