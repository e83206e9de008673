"""Guard the values that travel along a chain: strings, messages, prompts, documents, dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core.documents import Document
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.prompt_values import ChatPromptValue, PromptValue, StringPromptValue
from pydantic import BaseModel

from chatward import Decision
from chatward_langchain.answers import guard_answer, refusal
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.attached import screen_metadata, screen_value
from chatward_langchain.leaves import (
    PLAIN,
    Reader,
    is_items,
    is_mapping,
    map_items,
    map_json,
)
from chatward_langchain.media import attached_value
from chatward_langchain.messages import M, changed, guard_messages
from chatward_langchain.releasing import release_calls

_WITHHELD = frozenset({"tool", "document", "history"})
_LOOKED_INTO = (str, BaseModel, *PLAIN)
_LONGEST_FIELD = 7  # a name as short as this is nothing else


class Incoming:
    """What goes into a chain.

    Attributes:
        origins: Who wrote the text under a key of a dict; elsewhere it is the user's.
        refused: The first decision that refuses the input as a whole.

    """

    def __init__(self, origins: Mapping[str, str]) -> None:
        self.origins = origins
        self.refused: Decision | None = None

    def guard(self, value: Any, origin: str = "user") -> Steps[Any]:
        """Return what to pass on instead of a value."""
        messages = _messages(value)
        if messages is not None:
            guarded, refused = yield from guard_messages(messages)
            self.refused = self.refused or refused
            return _like(value, guarded)
        if isinstance(value, Document):
            return (yield from _document(value, Reader("document")))
        if is_mapping(value) and attached_value(value) is None:
            new: dict[str, Any] = {}
            for key, member in value.items():
                new[key] = yield from self.guard(member, self.origins.get(key, origin))
            return new
        if is_items(value):
            return (yield from map_items(value, lambda item: self.guard(item, origin)))
        reader = Reader(origin)
        guarded = yield from _guarded(value, reader)
        if origin not in _WITHHELD:
            self.refused = self.refused or reader.blocked
        return guarded


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What comes out of a chain.

    Attributes:
        turn: On whose behalf.
        restore: Whether placeholders become values again, for the user and for tools.
        refuse: Called with each decision that refuses something; raises, or lets the refusal
            stand in its place.

    """

    turn: Turn
    restore: bool
    refuse: Callable[[Decision], None]

    @property
    def restores(self) -> bool:
        """Whether there is anything to restore from."""
        return self.restore and self.turn.conversation is not None

    def guard(self, value: Any) -> Steps[Any]:
        """Return what to pass on instead of a value."""
        if isinstance(value, BaseMessage):
            return (yield from self._message(value))
        if isinstance(value, PromptValue):
            return ChatPromptValue(messages=(yield from self.guard(value.to_messages())))
        if is_items(value):
            return (yield from map_items(value, self.guard))
        if is_mapping(value) and attached_value(value) is None:
            new: dict[str, Any] = {}
            for key, member in value.items():
                name = yield from self._key(key, new)
                new[name] = yield from self.guard(member)
            return new
        reader = Reader("model", show=self._show)
        if isinstance(value, Document):
            guarded = yield from _document(value, reader)
        else:
            guarded = yield from _guarded(value, reader)
        if reader.blocked is not None:
            self.refuse(reader.blocked)
        return guarded

    def release(self, message: M) -> M:
        """Return a guarded message with the values that its tool calls may have."""
        return release_calls(message, self.turn) if self.restores else message

    def _key(self, key: Any, taken: Mapping[Any, Any]) -> Steps[Any]:
        """Return what to pass on instead of a key: in an object that was parsed, the model's."""
        if not isinstance(key, str) or (len(key) <= _LONGEST_FIELD and key.isidentifier()):
            return key
        reader = Reader("model")
        name = yield from reader.glance(key)
        if reader.blocked is not None:
            self.refuse(reader.blocked)
        free, count = name, 1
        while free in taken:
            count += 1
            free = f"{name}_{count}"
        return free

    def _message(self, message: BaseMessage) -> Steps[BaseMessage]:
        reader = Reader("model", show=self._show)
        guarded = yield from guard_answer(message, reader)
        if reader.blocked is None:
            return self.release(guarded)
        self.refuse(reader.blocked)
        if isinstance(message, AIMessage):
            return refusal(reader.blocked, guarded)
        return changed(guarded, {"content": reader.blocked.text})

    def _show(self, text: str) -> str:
        if not self.restores:
            return text
        conversation = self.turn.conversation or ""
        return self.turn.guard.restore(text, conversation=conversation, role=self.turn.role)


def _guarded(value: Any, reader: Reader) -> Steps[Any]:
    kind = attached_value(value)
    if kind is not None:
        return (yield from screen_value(value, kind, reader))
    return (yield from map_json(_looked_into(value), reader.read, reader.glance))


def _document(document: Document, reader: Reader) -> Steps[Document]:
    screened = yield from screen_metadata(document.metadata, reader)
    refused = reader.blocked
    text = refused.text if refused else (yield from reader.read(document.page_content))
    metadata = yield from map_json(screened, reader.glance, reader.glance)
    return document.model_copy(update={"page_content": text, "metadata": metadata})


def _messages(value: Any) -> list[BaseMessage] | None:
    """Return the messages a value stands for; None when it stands for none."""
    if isinstance(value, BaseMessage):
        return [value]
    if isinstance(value, PromptValue):
        return value.to_messages()
    if is_items(value) and value:
        return list(value) if all(isinstance(item, BaseMessage) for item in value) else None
    return None


def _like(value: Any, messages: list[BaseMessage]) -> Any:
    """Return guarded messages as the kind of thing that was handed in."""
    if isinstance(value, BaseMessage):
        return messages[0]
    if isinstance(value, StringPromptValue):
        return StringPromptValue(text=str(messages[0].content))
    return ChatPromptValue(messages=messages) if isinstance(value, PromptValue) else messages


def _looked_into(value: Any) -> Any:
    """Return a value that can be looked into.

    Raises:
        TypeError: Text in it would go by unseen.

    """
    if isinstance(value, _LOOKED_INTO):
        return value
    raise TypeError(
        f"cannot look into {type(value).__name__}: guard strings, messages, prompt values, "
        "documents, or lists and dicts of them"
    )
