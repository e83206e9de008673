"""Ask what is done with the attachments of a message, and do it.

The policy's `attachments` decide by who sent them. The guard is told their kinds and how many, and
nothing else about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from langchain_core.messages import BaseMessage

from chatward import Action, Decision
from chatward_langchain.asking import Ask, Attached, Steps, refuses
from chatward_langchain.leaves import Reader, is_items, is_mapping, map_block
from chatward_langchain.media import (
    BYTES,
    attached_value,
    attachments_in,
    left_out,
    sound_in,
    without_attachments,
    words_in,
)

M = TypeVar("M", bound=BaseMessage)

_STORED = frozenset({"training"})
"""Who stores documents asks about them under this origin; what is in them is a document's."""


def passes(decision: Decision) -> bool:
    """Tell whether attachments may pass as they are."""
    return decision.action is Action.ALLOW or not decision.enforced


def ask_about(found: Attached, reader: Reader, *, quiet: bool = False) -> Steps[bool]:
    """Tell whether attachments may pass; what refuses them, if anything does, is in the reader.

    Args:
        found: What there is.
        reader: Asks on behalf of who sent them. What was sent earlier comes with every turn, so
            of history only what something is done about is on record.
        quiet: The same for somebody else's earlier messages.

    """
    origin = "document" if reader.origin in _STORED else reader.origin
    quiet = quiet or origin == "history"
    decision = yield Ask("", origin, quiet=quiet, attached=found)
    if refuses(decision) and reader.blocked is None:
        reader.blocked = decision
    return passes(decision)


def screen_message(message: M, reader: Reader, *, quiet: bool = False) -> Steps[M]:
    """Return the message to go on with: as it is, or without its attachments."""
    found = attachments_in(message.content, message.additional_kwargs)
    if not found or (yield from ask_about(found, reader, quiet=quiet)):
        return message
    return without(message)


def screen_value(value: Any, kind: str, reader: Reader) -> Steps[Any]:
    """Return what to pass on instead of an attachment outside of messages, of this kind."""
    block = kind != BYTES
    if (yield from ask_about(((kind, 1),), reader)):
        return (yield from map_block(value, reader, reader.read)) if block else value
    said = left_out(kind) if reader.blocked is None else reader.blocked.text
    return {"type": "text", "text": said} if block else said


def screen_metadata(metadata: dict[str, Any], reader: Reader) -> Steps[dict[str, Any]]:
    """Return a document's metadata: as it is, or with a line in the place of each attachment."""
    found = Counter(_blobs(metadata))
    if not found or (yield from ask_about(tuple(sorted(found.items())), reader)):
        return metadata
    bare: dict[str, Any] = _without_blobs(metadata)
    return bare


def without(message: M) -> M:
    """Return the message without its attachments; what was said in a sound stays, as text."""
    content = without_attachments(message.content)
    sound = sound_in(message.additional_kwargs)
    if sound is None:
        return message.model_copy(update={"content": content})
    extra = {key: each for key, each in message.additional_kwargs.items() if key != "audio"}
    content = _with_words(content, left_out("audio", words_in(sound)))
    return message.model_copy(update={"content": content, "additional_kwargs": extra})


def _blobs(value: Any) -> Iterator[str]:
    kind = attached_value(value)
    if kind is not None:
        yield kind
    elif is_mapping(value) or is_items(value):
        for member in value.values() if is_mapping(value) else value:
            yield from _blobs(member)


def _without_blobs(value: Any) -> Any:
    kind = attached_value(value)
    if kind is not None:
        return left_out(kind)
    if is_mapping(value):
        return {key: _without_blobs(member) for key, member in value.items()}
    if is_items(value):
        return [_without_blobs(item) for item in value]
    return value


def _with_words(content: Any, words: str) -> Any:
    if isinstance(content, str):
        return f"{content}\n{words}" if content else words
    return [*content, {"type": "text", "text": words}]
