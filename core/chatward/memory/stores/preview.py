"""A vault that looks into another and keeps what it issues to itself."""

from __future__ import annotations

from chatward.memory.ports import Vault
from chatward.memory.stores.in_process import InProcessVault


class PreviewVault:
    """Knows what the real vault knows; new placeholders are made up and stand for nothing."""

    def __init__(self, real: Vault) -> None:
        self._real = real
        self._made_up = InProcessVault()

    def issue(self, conversation: str, kind: str, value: str) -> str:
        """Return the real placeholder if there is one, else one made up."""
        known = self._real.known(conversation, kind, value)
        return known or self._made_up.issue(conversation, kind, value)

    def known(self, conversation: str, kind: str, value: str) -> str | None:
        """Return the real placeholder if there is one."""
        return self._real.known(conversation, kind, value)

    def value(self, conversation: str, placeholder: str) -> str | None:
        """Return the value behind a real placeholder."""
        return self._real.value(conversation, placeholder)

    def forget(self, conversation: str) -> None:
        """Drop what was made up; the real vault is not touched."""
        self._made_up.forget(conversation)
