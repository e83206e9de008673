"""Put real values back in place of a conversation's own placeholders, also piece by piece.

A placeholder is a whole word, so a stream holds back the word it ends in while that could
still become one, and nothing else. What this conversation was not given stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chatward.errors import StreamClosed
from chatward.memory.placeholder import LONGEST, PLACEHOLDER
from chatward.memory.ports import Vault

_LAST_WORD = re.compile(r"[A-Za-z0-9_]+\Z")


def restore(text: str, value_of: Callable[[str], str | None]) -> str:
    """Return the text with every placeholder that stands for a value replaced by it."""

    def replace(match: re.Match[str]) -> str:
        value = value_of(match.group())
        return match.group() if value is None else value

    return PLACEHOLDER.sub(replace, text) if "_" in text else text


def value_in(vault: Vault, conversation: str) -> Callable[[str], str | None]:
    """Return what finds a placeholder's value; a store that is down finds none."""

    def value_of(written: str) -> str | None:
        try:
            return vault.value(conversation, written)
        except Exception:  # noqa: BLE001 (its message may hold anything)
            return None

    return value_of


class Restorer:
    """Restore a text that arrives in pieces; made by `Guard.restorer`."""

    def __init__(self, value_of: Callable[[str], str | None]) -> None:
        self._value_of = value_of
        self._held = ""
        self._inside = False  # a word goes on that is too long for a placeholder
        self._closed = False

    def feed(self, chunk: str) -> str:
        """Take a piece and return what can be shown.

        Raises:
            StreamClosed: The restorer was finished before.

        """
        if self._closed:
            msg = "the restorer was finished; make a new one for the next text"
            raise StreamClosed(msg)
        self._held += chunk
        word = _LAST_WORD.search(self._held)
        cut = word.start() if word and len(word.group()) <= LONGEST else len(self._held)
        if self._inside and cut == 0 and word is not None:
            cut = len(self._held)  # still the same long word
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._release(ready)

    def finish(self) -> str:
        """Return the rest; call once, after the last piece."""
        self._closed = True
        ready, self._held = self._held, ""
        return self._release(ready)

    def _release(self, ready: str) -> str:
        if not ready:
            return ""
        # A word character before the text keeps its first word from being taken for a whole one.
        before = "x" if self._inside else ""
        restored = restore(before + ready, self._value_of)[len(before) :]
        self._inside = _LAST_WORD.search(ready) is not None
        return restored
