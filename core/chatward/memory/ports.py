"""The two seams where a guard remembers: conversations and the vault."""

from __future__ import annotations

from typing import Protocol

from chatward.memory.conversation import Conversation


class Conversations(Protocol):
    """Keeps the state of conversations."""

    def load(self, conversation: str) -> Conversation:
        """Return the state; a fresh one for a conversation never seen."""
        ...

    def save(self, state: Conversation) -> None:
        """Keep the state."""
        ...

    def forget(self, conversation: str) -> None:
        """Drop the state of a conversation."""
        ...


class Vault(Protocol):
    """Keeps which placeholder stands for which value, conversation by conversation.

    Different conversations share nothing. A value is looked up by its normalised form, so that
    two spellings of one e-mail address get one placeholder.
    """

    def issue(self, conversation: str, kind: str, value: str) -> str:
        """Return the placeholder for a value; always the same within a conversation."""
        ...

    def known(self, conversation: str, kind: str, value: str) -> str | None:
        """Return the placeholder if the value has one, and issue none."""
        ...

    def value(self, conversation: str, placeholder: str) -> str | None:
        """Return the value behind a placeholder this conversation was given; else None."""
        ...

    def forget(self, conversation: str) -> None:
        """Drop everything about a conversation."""
        ...
