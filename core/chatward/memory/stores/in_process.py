"""Conversations and vault in the memory of one process: nothing to install, gone at exit.

Both keep the most recent conversations and drop the longest unused beyond a limit, so that a
server that runs for months does not grow without end.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass, field

from chatward.memory import placeholder as shape
from chatward.memory.conversation import Conversation

CONVERSATIONS_KEPT = 10_000


class InProcessConversations:
    """Conversation states in memory."""

    def __init__(self, kept: int = CONVERSATIONS_KEPT) -> None:
        self._kept = kept
        self._states: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, conversation: str) -> Conversation:
        """Return the state; a fresh one for a conversation never seen."""
        with self._lock:
            return self._states.get(conversation) or Conversation(conversation)

    def save(self, state: Conversation) -> None:
        """Keep the state."""
        with self._lock:
            self._states[state.id] = state
            self._states.move_to_end(state.id)
            while len(self._states) > self._kept:
                self._states.popitem(last=False)

    def forget(self, conversation: str) -> None:
        """Drop the state of a conversation."""
        with self._lock:
            self._states.pop(conversation, None)


@dataclass
class _Entry:
    """What one conversation's part of the vault holds; its key dies with it."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    placeholders: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    values: dict[str, str] = field(default_factory=dict, repr=False)
    counts: dict[str, int] = field(default_factory=dict)

    def issue(self, kind: str, value: str) -> str:
        """Return the value's placeholder, numbered on within its kind."""
        name = (kind, _normalise(value))
        known = self.placeholders.get(name)
        if known is not None:
            return known
        number = self.counts.get(kind, 0) + 1
        written = shape.write(kind, number, self.key)
        self.counts[kind] = number
        self.placeholders[name] = written
        self.values[written] = value
        return written


class InProcessVault:
    """The vault in memory, safe for many threads."""

    def __init__(self, kept: int = CONVERSATIONS_KEPT) -> None:
        self._kept = kept
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        """Tell how much is kept, never what."""
        return f"InProcessVault({len(self._entries)} conversations)"

    def issue(self, conversation: str, kind: str, value: str) -> str:
        """Return the placeholder for a value; always the same within a conversation."""
        with self._lock:
            return self._entry(conversation).issue(kind, value)

    def known(self, conversation: str, kind: str, value: str) -> str | None:
        """Return the placeholder if the value has one, and issue none."""
        with self._lock:
            entry = self._entries.get(conversation)
            return entry.placeholders.get((kind, _normalise(value))) if entry else None

    def value(self, conversation: str, placeholder: str) -> str | None:
        """Return the value behind a placeholder this conversation was given; else None."""
        with self._lock:
            entry = self._entries.get(conversation)
            return entry.values.get(placeholder) if entry else None

    def forget(self, conversation: str) -> None:
        """Drop everything about a conversation."""
        with self._lock:
            self._entries.pop(conversation, None)

    def _entry(self, conversation: str) -> _Entry:
        entry = self._entries.setdefault(conversation, _Entry())
        self._entries.move_to_end(conversation)
        while len(self._entries) > self._kept:
            self._entries.popitem(last=False)
        return entry


def _normalise(value: str) -> str:
    return unicodedata.normalize("NFKC", value).casefold().strip()
