"""Images, audio, files: what no text detector can look into, and how it is told from text.

A block counts as text only when its type is known to be text. Whatever a provider adds later is
an attachment until somebody has read how it is made. What is done with attachments, the policy
says: `Reader.attachments` asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from chatward_langchain.asking import Attached
from chatward_langchain.leaves import is_items, is_mapping

BYTES = "bytes"
# Every string in these is read by `leaves.map_block`, or signs and routes the block.
_TEXTS = frozenset(
    {
        "advisor_tool_result",
        "apply_patch_call",
        "apply_patch_call_output",
        "bash_code_execution_result",
        "bash_code_execution_tool_result",
        "citation",
        "citations_delta",
        "code_execution_result",
        "code_execution_tool_result",
        "code_interpreter_call",
        "compaction",
        "compaction_delta",
        "computer_call",
        "custom_tool_call",
        "custom_tool_call_output",
        "executable_code",
        "file_search_call",
        "function_call",
        "function_call_output",
        "input_json_delta",
        "input_text",
        "invalid_tool_call",
        "json",
        "local_shell_call",
        "local_shell_call_output",
        "mcp_approval_request",
        "mcp_call",
        "mcp_list_tools",
        "mcp_tool_result",
        "mcp_tool_use",
        "non_standard_annotation",
        "output_text",
        "reasoning",
        "reasoning_content",
        "redacted_thinking",
        "reference",
        "refusal",
        "search_result",
        "server_tool_call",
        "server_tool_call_chunk",
        "server_tool_result",
        "server_tool_use",
        "signature_delta",
        "summary_text",
        "text",
        "text_delta",
        "text_editor_code_execution_tool_result",
        "thinking",
        "thinking_delta",
        "tool_call",
        "tool_call_chunk",
        "tool_reference",
        "tool_result",
        "tool_search_call",
        "tool_search_output",
        "tool_search_tool_result",
        "tool_use",
        "web_fetch_result",
        "web_fetch_tool_result",
        "web_search_call",
        "web_search_result",
        "web_search_tool_result",
    }
)
# What the record calls an attachment, by the block's type; blocks without one name it as a key.
_KINDS = {
    "audio": "audio",
    "code_execution_output": "file",
    "container_upload": "file",
    "document": "document",
    "file": "file",
    "fileData": "file",
    "file_data": "file",
    "image": "image",
    "image_generation_call": "image",
    "image_url": "image",
    "inlineData": "file",
    "inline_data": "file",
    "input_audio": "audio",
    "input_file": "file",
    "input_image": "image",
    "input_video": "video",
    "media": "file",
    "text-plain": "document",
    "video": "video",
    "video_url": "video",
}
_UNKNOWN = "unknown"
_KEYS = (
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
)
_ADDRESS = frozenset({"detail", "url"})
# A document is text when its words are in the block, and not behind an address or in code.
_DOCUMENTS = frozenset({"document", "text-plain"})
_ELSEWHERE = frozenset({"base64", "file_id", "url"})
# Where blocks lie within a block.
_INSIDE = {
    "custom_tool_call_output": "output",
    "function_call_output": "output",
    "non_standard": "value",
}
# Where an attachment outside of messages keeps what it holds, or says where that is.
_HOLDS = frozenset(
    {"audio", "base64", "data", "file", "file_id", "image_url", "input_audio", "source", "url"}
)
# What was heard in a sound, where the provider has written it down.
_HEARD = "transcript"


def kind_of(block: Any) -> str | None:
    """Return what kind of attachment a content block is; None when it is text."""
    if not is_mapping(block):
        return None
    kind = block.get("type")
    if kind is None:
        key = next((key for key in _KEYS if key in block), None)
        return _KINDS[key] if key is not None else _address_in(block)
    if kind == "non_standard" and is_mapping(block.get("value")):
        return kind_of(block["value"])
    if kind in _TEXTS or (kind in _DOCUMENTS and _holds_its_words(block)):
        return None
    return _KINDS.get(kind, _UNKNOWN) if isinstance(kind, str) else _UNKNOWN


def attached_value(value: Any) -> str | None:
    """Return what kind of attachment a value outside of messages is; None for any other value.

    Mappings of all sorts have a type there, so only what is known as an attachment is one.
    """
    if isinstance(value, (bytes, bytearray)):
        return BYTES
    if not is_mapping(value) or not isinstance(value.get("type"), str):
        return None
    kind = kind_of(value)
    return kind if kind != _UNKNOWN and not _HOLDS.isdisjoint(value) else None


def attachments_in(content: Any, extra: Mapping[str, Any] | None = None) -> Attached:
    """Return (kind, how many) of the attachments in a message.

    Args:
        content: Its content.
        extra: Its `additional_kwargs`, where spoken answers lie.

    """
    if isinstance(content, str) and not extra:
        return ()
    found = Counter(_kinds(content))
    if sound_in(extra) is not None:
        found["audio"] += 1
    return tuple(sorted(found.items()))


def sound_in(extra: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the sound in a message's `additional_kwargs`; None where there is none."""
    sound = (extra or {}).get("audio")
    return sound if is_mapping(sound) else None


def words_in(sound: Mapping[str, Any] | None) -> str:
    """Return what was heard in a sound, as far as it is written down."""
    heard = (sound or {}).get(_HEARD)
    return heard if isinstance(heard, str) else ""


def without_attachments(content: Any) -> Any:
    """Return a message's content with a line of text in the place of each attachment."""
    if is_items(content):
        new = [without_attachments(block) for block in content]
        return content if all(a is b for a, b in zip(content, new, strict=True)) else new
    if not is_mapping(content):
        return content
    kind = kind_of(content)
    if kind is not None:
        place = {"index": content["index"]} if "index" in content else {}
        return {"type": "text", "text": left_out(kind, words_in(content)), **place}
    key = _inside(content)
    inner = without_attachments(content.get(key))
    return content if inner is content.get(key) else {**content, key: inner}


def left_out(kind: str, words: str = "") -> str:
    """Return the line that stands in the place of an attachment, and the words that were in it."""
    line = f"[left out: {kind}]"
    return f"{line}\n{words}" if words else line


def _kinds(content: Any) -> Iterator[str]:
    if is_items(content):
        for block in content:
            yield from _kinds(block)
    elif is_mapping(content):
        kind = kind_of(content)
        if kind is not None:
            yield kind
        else:
            yield from _kinds(content.get(_inside(content)))


def _inside(block: Mapping[str, Any]) -> str:
    kind = block.get("type")
    return _INSIDE.get(kind, "content") if isinstance(kind, str) else "content"


def _address_in(block: Mapping[str, Any]) -> str | None:
    """Return the kind of a block that is an address only, as prompts of images have it."""
    alone = "url" in block and set(block) <= _ADDRESS
    return "image" if alone else None


def _holds_its_words(block: Mapping[str, Any]) -> bool:
    source = block.get("source", block)
    if not is_mapping(source) or any(source.get(key) for key in _ELSEWHERE):
        return False
    if source.get("type") == "content":  # blocks of its own, images among them
        return not attachments_in(source.get("content"))
    return source.get("type") in ("text", "text-plain") and any(
        isinstance(source.get(key), str) for key in ("data", "text")
    )
