"""Scrub texts for traces: each text once, however often it comes back.

A trace repeats itself: the prompt of a model is the output of the step before and part of the
input of every step around it. What was scrubbed is remembered by keyed digest, so no text is kept
as a key, and a text in which nothing was found is not kept at all.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from threading import Lock

from chatward import Guard

WITHHELD = "[withheld]"
"""Stands for what could not be scrubbed."""

LONGEST_CHARS = 500_000
"""A longer text is withheld: a trace is not worth more than about a second of work on it."""

# No detector of personal data or secrets matches fewer characters.
_SHORTEST_CHARS = 4
_LONGEST_KEPT_CHARS = 16_384
_LONGEST_VALUE_CHARS = 120


class Texts:
    """Scrub texts and remember what came of them; the oldest are forgotten first.

    Args:
        guard: Scrubs.
        capacity: How many texts are remembered.

    """

    def __init__(self, guard: Guard, capacity: int = 8_192) -> None:
        self._guard = guard
        self._capacity = capacity
        self._key = secrets.token_bytes(32)
        # None stands for a text in which nothing was found.
        self._known: OrderedDict[bytes, str | None] = OrderedDict()
        self._lock = Lock()

    def scrub(self, text: str) -> str:
        """Return the text without personal data and secrets, or a word that it is withheld."""
        if len(text) < _SHORTEST_CHARS:
            return text
        if len(text) > LONGEST_CHARS:
            return WITHHELD
        digest = self._digest(text)
        with self._lock:
            if digest in self._known:
                self._known.move_to_end(digest)
                known = self._known[digest]
                return text if known is None else known
        try:
            clean = self._guard.scrub(text)
        except Exception:  # noqa: BLE001 (a trace is never worth a failing chain, nor a leak)
            return WITHHELD
        return self._remember(digest, text, clean)

    def scrub_member(self, key: str, text: str) -> str:
        """Return a value scrubbed, also of what only its key gives away, as in a password."""
        clean = self.scrub(text)
        if clean != text or not key or len(text) > _LONGEST_VALUE_CHARS or "\n" in text:
            return clean
        head = f"{key}: "
        said = self.scrub(head + text)
        if said == head + text:
            return text
        return said[len(head) :] if said.startswith(head) else WITHHELD

    def _remember(self, digest: bytes, text: str, clean: str) -> str:
        if clean == text:
            found, result = None, text
        elif len(clean) > _LONGEST_KEPT_CHARS:
            return clean
        else:
            found = result = clean
        with self._lock:
            self._known[digest] = found
            if len(self._known) > self._capacity:
                self._known.popitem(last=False)
        return result

    def _digest(self, text: str) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).digest()
