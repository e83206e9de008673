"""Thoughts that a provider has signed, after something in them was redacted.

Who signs thoughts takes them back only as they were, and refuses the whole request otherwise; it
goes on without them. So the signature of a thought that was changed is struck out, where everybody
can see it, and the thought stays in the history but is not sent to a model again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from langchain_core.messages import AIMessage, BaseMessage

STRUCK = "[redacted]"
"""What stands for a signature that no longer fits."""

_THOUGHTS = frozenset({"reasoning", "reasoning_content", "thinking"})
_KEYS = ("signature", "extras", "reasoning_content")


def is_thought(block: Mapping[str, Any]) -> bool:
    """Tell whether a content block holds what a model thought."""
    return block.get("type") in _THOUGHTS


def struck_out(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return a thought with its signature struck out, wherever its provider keeps it."""
    new = dict(block)
    for key in _KEYS:
        held = block.get(key)
        if key == "signature" and held:
            new[key] = STRUCK
        elif _has_keys(held):
            new[key] = struck_out(held)
    return new


def sendable(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """Leave out the thoughts that their provider would not take back."""
    return [_sendable(message) for message in messages]


def _sendable(message: BaseMessage) -> BaseMessage:
    if not isinstance(message, AIMessage) or isinstance(message.content, str):
        return message
    kept = [block for block in message.content if not _is_struck(block)]
    if len(kept) == len(message.content):
        return message
    return message.model_copy(update={"content": kept})


def _is_struck(block: str | dict[str, Any]) -> bool:
    if isinstance(block, str) or not is_thought(block):
        return False
    inner = [each for each in map(block.get, _KEYS) if _has_keys(each)]
    return any(each.get("signature") == STRUCK for each in [block, *inner])


def _has_keys(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)
