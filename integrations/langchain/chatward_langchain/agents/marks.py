"""Marks on messages that say: the guard has done its work on this one.

The state of an agent comes back with every step and every turn. Redaction is not idempotent, a
tool's result would be wrapped once more each time, and what a user said once would count again
and again. So a message that was guarded carries a MAC over everything in it that a model reads,
and over the conversation, the role and the policy it was guarded for. Whoever can only send
messages cannot make one; who copies one has copied a message that was guarded.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from langchain_core.messages import BaseMessage

from chatward import Guard
from chatward_langchain.asking import Turn
from chatward_langchain.messages import M

MARK = "chatward_mark"
_PURPOSE = "langchain-mark"
_DIGEST_BYTES = 16
# What models read. An artifact is left out: none does.
_READ = (
    "type",
    "role",
    "name",
    "content",
    "additional_kwargs",
    "response_metadata",
    "tool_calls",
    "invalid_tool_calls",
    "tool_call_id",
    "status",
)


_METADATA = _READ.index("response_metadata")
_in_order = json.JSONEncoder(sort_keys=True).encode


class Marks:
    """Puts marks on messages and reads them.

    Args:
        guard: Whose work they speak of; the key comes from its keyring.
        how: How tools' results were guarded, where that can differ.

    """

    def __init__(self, guard: Guard, how: str = "") -> None:
        self._key = guard.review.memory.keys.subkey(_PURPOSE)
        self._policy = f"{guard.policy.stamp.hash}/{how}"

    def put(self, message: M, turn: Turn) -> M:
        """Return the message with a mark; as it is where it holds what cannot be told exactly."""
        bare = self.off(message)
        mark = self._digest(bare, turn)
        if mark is None:
            return bare
        metadata = {**bare.response_metadata, MARK: mark}
        return bare.model_copy(update={"response_metadata": metadata})

    def off(self, message: M) -> M:
        """Return the message without a mark, whoever put it there."""
        if MARK not in message.response_metadata:
            return message
        rest = {key: value for key, value in message.response_metadata.items() if key != MARK}
        return message.model_copy(update={"response_metadata": rest})

    def genuine(self, message: BaseMessage, turn: Turn) -> bool:
        """Tell whether the message carries a mark, and is what it was when it was marked."""
        mark = message.response_metadata.get(MARK)
        if not isinstance(mark, str):
            return False
        made = self._digest(message, turn)
        return made is not None and hmac.compare_digest(
            made.encode(), mark.encode("utf-8", "replace")
        )

    def _digest(self, message: BaseMessage, turn: Turn) -> str | None:
        whose = [self._policy, turn.conversation, turn.role]
        fields = vars(message)  # a model's own way to its fields costs ten times as much
        read: list[Any] = [fields.get(name) for name in _READ]
        metadata: dict[str, Any] = fields["response_metadata"]
        if MARK in metadata:
            read[_METADATA] = {key: value for key, value in metadata.items() if key != MARK}
        try:
            told = _in_order([whose, read])
        except (TypeError, ValueError, RecursionError):  # objects, bytes, cycles
            return None
        return hashlib.blake2b(told.encode(), key=self._key, digest_size=_DIGEST_BYTES).hexdigest()
