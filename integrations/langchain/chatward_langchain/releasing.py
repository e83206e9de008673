"""Give tools the values that the policy releases to them, in the arguments they are called with.

Only where a tool is called from: `tool_calls`, `invalid_tool_calls` and the pieces of a stream.
The copies of a call that providers keep in content blocks and `additional_kwargs` keep their
placeholders, as nothing is run from there and they go back to the model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGeneration, LLMResult

from chatward.policy.releases import USER
from chatward_langchain.asking import Turn
from chatward_langchain.json_text import parsed_members
from chatward_langchain.leaves import is_items, is_mapping
from chatward_langchain.messages import M, changed

# Of other names no release can speak. A dot would make a tool's name look like an argument's.
_TOOL = re.compile(r"[^\s.:]+")
_ARGUMENT = re.compile(r"[^\s:]+")


def release_calls(message: M, turn: Turn) -> M:
    """Return a guarded message in whose tool calls the values stand that may go there.

    What is inside an argument goes by the name of the argument; arguments that are no JSON
    object go by the name of the tool alone.
    """
    if not isinstance(message, AIMessage) or not _releases_any(turn):
        return message
    giving = _Giving(turn)
    fields: dict[str, Any] = {
        "tool_calls": [giving.call(call) for call in message.tool_calls],
        "invalid_tool_calls": [giving.written_call(call) for call in message.invalid_tool_calls],
    }
    if isinstance(message, AIMessageChunk):
        pieces = message.tool_call_chunks
        fields["tool_call_chunks"] = [giving.written_call(piece) for piece in pieces]
    return changed(message, fields)


async def arelease_calls(message: M, turn: Turn) -> M:
    """Return the message like `release_calls`; off the event loop where the store waits."""
    calls = getattr(message, "tool_calls", None) or getattr(message, "invalid_tool_calls", None)
    if not calls or not _releases_any(turn):
        return message
    return await turn.aside(lambda: release_calls(message, turn))


def release_results(result: LLMResult, turn: Turn) -> LLMResult:
    """Return a model's result with its tool calls released, answer by answer.

    The result itself is not changed: the cache and tracers hold it.
    """
    if not _releases_any(turn):
        return result
    released = [[_generation(each, turn) for each in choices] for choices in result.generations]
    return result.model_copy(update={"generations": released})


def _generation(generation: Any, turn: Turn) -> Any:
    if not isinstance(generation, ChatGeneration):
        return generation
    message = release_calls(generation.message, turn)
    return generation.model_copy(update={"message": message})


def _releases_any(turn: Turn) -> bool:
    """Tell whether the policy speaks of tools at all: else nothing is asked, nothing recorded."""
    if not turn.releases:
        return False
    places = (place for each in turn.guard.policy.releases for place in each.to)
    return turn.conversation is not None and any(place != USER for place in places)


class _Giving:
    """Restores the arguments of one message; a chunk says each twice, which is one release."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._given: dict[tuple[str, str, bool], str] = {}

    def call(self, call: Any) -> Any:
        """Release a call whose arguments are parsed."""
        args = self._arguments(call["args"], call["name"])
        return call if args == call["args"] else {**call, "args": args}

    def written_call(self, call: Any) -> Any:
        """Release a call whose arguments are still text."""
        text, name = call.get("args"), call.get("name")
        if not text or not isinstance(name, str) or not _TOOL.fullmatch(name):
            return call
        members = parsed_members(text)
        if members is None:
            return {**call, "args": self._restored(text, f"tool:{name}", as_json=True)}
        args = self._arguments(members, name)
        return call if args == members else {**call, "args": json.dumps(args)}

    def _arguments(self, args: Mapping[str, Any], name: str) -> dict[str, Any]:
        if not _TOOL.fullmatch(name):
            return dict(args)
        return {
            key: self._leaves(value, f"tool:{name}.{key}") if _ARGUMENT.fullmatch(key) else value
            for key, value in args.items()
        }

    def _leaves(self, value: Any, to: str) -> Any:
        """Restore every string of an argument, but no key."""
        if isinstance(value, str):
            return self._restored(value, to)
        if is_mapping(value):
            return {key: self._leaves(member, to) for key, member in value.items()}
        if is_items(value):
            return [self._leaves(item, to) for item in value]
        return value

    def _restored(self, text: str, to: str, *, as_json: bool = False) -> str:
        turn, asked = self._turn, (text, to, as_json)
        assert turn.conversation is not None
        if asked not in self._given:
            self._given[asked] = turn.guard.restore(
                text, conversation=turn.conversation, to=to, role=turn.role, as_json=as_json
            )
        return self._given[asked]
