"""What was held back of a streamed answer, as chunks of one block each.

Whoever turns a provider's blocks into the framework's own (`output_version="v1"`, events of version
3) reads a chunk as if it held one block, and the provider's name in it.
"""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk

_PROVIDER = "model_provider"


def provider_of(chunk: AIMessageChunk) -> dict[str, Any]:
    """Return what a chunk says about who made it; empty when it says nothing."""
    provider = chunk.response_metadata.get(_PROVIDER)
    return {_PROVIDER: provider} if provider else {}


def spread(tail: AIMessageChunk) -> list[AIMessageChunk]:
    """Return a chunk as several, each with one block and the calls that are told of in it."""
    blocks = tail.content
    if isinstance(blocks, str) or len(blocks) < 2:
        return [tail]
    calls = list(tail.tool_call_chunks)
    chunks: list[AIMessageChunk] = []
    for block in blocks:
        told = [call for call in calls if _tells(block, call)]
        calls = [call for call in calls if call not in told]
        chunks.append(
            AIMessageChunk(
                content=[block],
                tool_call_chunks=told,
                response_metadata=provider_of(tail),
                id=tail.id,
            )
        )
    rest = AIMessageChunk(
        content=[],
        tool_call_chunks=calls,
        additional_kwargs=tail.additional_kwargs,
        response_metadata=tail.response_metadata,
        id=tail.id,
    )
    return [*chunks, rest]


def _tells(block: str | dict[str, Any], call: ToolCallChunk) -> bool:
    """Tell whether a block and a call are two ways to say the same."""
    if isinstance(block, str) or block.get("type") not in ("tool_use", "function_call"):
        return False
    return bool(call.get("id")) and call["id"] in (block.get("id"), block.get("call_id"))
