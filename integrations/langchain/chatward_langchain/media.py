"""Images, audio, files: what no text detector can look into passes, is left out, or is refused.

A block counts as text only when its type is known to be text. Whatever a provider adds later is
an attachment until somebody has read how it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from langchain_core.messages import BaseMessage

from chatward import GuardBlocked
from chatward_langchain.leaves import is_items, is_mapping
from chatward_langchain.messages import M, changed

Attachments = Literal["allow", "strip", "refuse"]

RULE = "attachments"
# Every string in these is read by `leaves.map_block`, or signs and routes the block.
_TEXTS = frozenset(
    {
        "citation",
        "code_interpreter_call",
        "custom_tool_call",
        "function_call",
        "input_text",
        "invalid_tool_call",
        "json",
        "non_standard_annotation",
        "output_text",
        "reasoning",
        "redacted_thinking",
        "refusal",
        "search_result",
        "server_tool_call",
        "server_tool_call_chunk",
        "server_tool_result",
        "summary_text",
        "text",
        "thinking",
        "tool_call",
        "tool_call_chunk",
        "tool_result",
        "tool_use",
        "web_search_result",
        "web_search_tool_result",
    }
)
# Blocks that name no type carry their kind as a key.
_KEYS = frozenset(
    {
        "audio",
        "document",
        "file",
        "fileData",
        "file_data",
        "image",
        "image_url",
        "inlineData",
        "inline_data",
        "input_audio",
        "video",
    }
)
# A document is text when its words are in the block, and not behind an address or in code.
_DOCUMENTS = frozenset({"document", "text-plain"})
_ELSEWHERE = frozenset({"base64", "file_id", "url"})


def checked_attachments(how: Attachments) -> Attachments:
    """Return what is done with attachments.

    Raises:
        ValueError: It is none of the three.

    """
    if how not in ("allow", "strip", "refuse"):
        raise ValueError(f"attachments={how!r}: use 'allow', 'strip' or 'refuse'")
    return how


def kind_of(block: Any) -> str | None:
    """Return what kind of attachment a content block is; None when it is text."""
    if not is_mapping(block):
        return None
    kind = block.get("type")
    if kind is None:
        return next((key for key in sorted(_KEYS) if key in block), None)
    if kind in _TEXTS or (kind in _DOCUMENTS and _holds_its_words(block)):
        return None
    return kind if isinstance(kind, str) and kind.isascii() and len(kind) < 40 else "unknown"


def kinds_in(content: Any) -> tuple[str, ...]:
    """Return the kinds of attachments in a message's content, sorted, each once."""
    return tuple(sorted(set(_kinds(content))))


def without_attachments(content: Any) -> Any:
    """Return a message's content with a line of text in the place of each attachment."""
    if is_items(content):
        new = [without_attachments(block) for block in content]
        return content if all(a is b for a, b in zip(content, new, strict=True)) else new
    if not is_mapping(content):
        return content
    kind = kind_of(content)
    if kind is not None:
        return {"type": "text", "text": f"[left out: {kind}]"}
    inner = without_attachments(content.get("content"))
    return content if inner is content.get("content") else {**content, "content": inner}


def screen_messages(messages: Sequence[M], how: Attachments) -> list[M]:
    """Return messages whose attachments passed, or were left out.

    Args:
        messages: Messages of anybody; they are not changed.
        how: "allow" passes attachments as they are, "strip" puts a line of text in the place of
            each, "refuse" raises.

    Raises:
        GuardBlocked: There is an attachment, and `how` is "refuse".

    """
    if how == "allow":
        return list(messages)
    if how == "refuse":
        check_attachments(messages)
    return [_stripped(message) for message in messages]


def check_attachments(messages: Sequence[BaseMessage]) -> None:
    """Refuse messages that hold an attachment.

    Raises:
        GuardBlocked: One of them does.

    """
    kinds = [kind for message in messages for kind in _kinds(message.content)]
    if kinds:
        raise GuardBlocked(RULE, kinds)


def _stripped(message: M) -> M:
    return changed(message, {"content": without_attachments(message.content)})


def _kinds(content: Any) -> Iterator[str]:
    if is_items(content):
        for block in content:
            yield from _kinds(block)
    elif is_mapping(content):
        kind = kind_of(content)
        if kind is not None:
            yield kind
        else:
            yield from _kinds(content.get("content"))


def _holds_its_words(block: Mapping[str, Any]) -> bool:
    source = block.get("source", block)
    if not is_mapping(source) or any(source.get(key) for key in _ELSEWHERE):
        return False
    if source.get("type") == "content":  # blocks of its own, images among them
        return not kinds_in(source.get("content"))
    return source.get("type") in ("text", "text-plain") and any(
        isinstance(source.get(key), str) for key in ("data", "text")
    )
