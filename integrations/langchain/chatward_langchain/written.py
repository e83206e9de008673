"""What a callback has written into messages, so that it is not guarded a second time.

Messages that are changed in place come back with the next turn. Redaction is not idempotent, and
a tool's answer would be wrapped once more each time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from threading import Lock


class Written:
    """Remember texts by keyed digest; the oldest are forgotten first.

    Args:
        capacity: How many texts are remembered.

    """

    def __init__(self, capacity: int = 16_384) -> None:
        self._capacity = capacity
        self._key = secrets.token_bytes(32)
        self._digests: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def add(self, text: str, conversation: str | None, *, tool: bool) -> None:
        """Remember a text that was written into a message."""
        digest = self._digest(text, conversation, tool=tool)
        with self._lock:
            self._digests[digest] = None
            self._digests.move_to_end(digest)
            if len(self._digests) > self._capacity:
                self._digests.popitem(last=False)

    def knows(self, text: str, conversation: str | None, *, tool: bool) -> bool:
        """Tell whether the text was written into a message of the same kind of author."""
        return self._digest(text, conversation, tool=tool) in self._digests

    def _digest(self, text: str, conversation: str | None, *, tool: bool) -> bytes:
        whose = f"{'tool' if tool else 'person'}\0{conversation or ''}\0"
        data = (whose + text).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).digest()
