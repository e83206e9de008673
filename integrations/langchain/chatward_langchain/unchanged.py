"""Earlier texts in which nothing was found, so that they are not looked at again every turn.

What was said earlier comes with every call. A text in which nothing at all was found passes by
whatever the conversation has become since; so a guard remembers it, in this process, by a keyed
digest over the text, its origin, the role, what is protected, and the conversation's own key: once
the conversation is forgotten, it is looked at anew. The same goes for an earlier message of
nothing but such texts. A text of the user is always looked at, because what he said before counts
for it.
"""

from __future__ import annotations

import hashlib
import secrets
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from chatward import Decision, Guard

_CAPACITY = 1 << 16
_FREE_OF_THE_PAST = frozenset({"history", "tool", "model", "document"})
"""Origins whose texts are decided by what is found in them alone."""


class Unchanged:
    """Digests of what passed; the oldest are forgotten first."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self._digests: dict[bytes, None] = {}
        self._lock = Lock()

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        """Remember a text or a message by its digest."""
        with self._lock:
            self._digests[digest] = None
            if len(self._digests) > _CAPACITY:
                del self._digests[next(iter(self._digests))]


class Past:
    """What one walk over messages needs to know of earlier ones.

    Args:
        guard: The guard.
        conversation: Id of the conversation.
        role: Role of the person in it.
        protected: Texts that must not come out.

    """

    def __init__(
        self, guard: Guard, conversation: str | None, role: str | None, protected: tuple[str, ...]
    ) -> None:
        self._known = _known_to(guard)
        self._about = _begun(guard, self._known.key, conversation, role, protected)
        self._walked = b""
        self._clean = False

    def digest(self, origin: str, text: str, *, bare: bool) -> bytes | None:
        """Return the name of a text; None where it has to be looked at every time."""
        if self._about is None or origin not in _FREE_OF_THE_PAST:
            return None
        return self._named(f"{origin} {bare}\0{text}".encode("utf-8", "surrogatepass"))

    def knows(self, digest: bytes | None) -> bool:
        """Tell whether a text of this name passed, and nothing was found in it."""
        return digest is not None and digest in self._known

    def note(self, digest: bytes | None, seen: Decision, *, same: bool) -> None:
        """Take in a decision; remember the text where nothing was found in it.

        Args:
            digest: The text's name; None = it has none.
            seen: The decision.
            same: Whether the text passes as it is.

        """
        if not same or seen.findings or seen.failed or seen.overridden:
            self._clean = False
        elif digest is not None:
            self._known.add(digest)

    def doubt(self) -> None:
        """Take in a decision that may be another one next time."""
        self._clean = False

    def passes(self, whole: bytes) -> bool:
        """Tell whether an earlier message passes as it is; asked again when it was walked.

        It does from then on, where it was walked without anything being found.
        """
        if self._about is None:
            return False
        name = self._named(b"whole\0" + whole)
        if name in self._known:
            return True
        if name == self._walked and self._clean:
            self._known.add(name)
        self._walked, self._clean = name, True
        return False

    def _named(self, data: bytes) -> bytes:
        made = self._about.copy()
        made.update(data)
        named: bytes = made.digest()
        return named


def _begun(
    guard: Guard,
    key: bytes,
    conversation: str | None,
    role: str | None,
    protected: tuple[str, ...],
) -> Any:
    """Return a digest of what all texts of a walk share; None where the store cannot tell."""
    name = ""
    if conversation is not None:
        try:
            # As this process last knew it: forgotten elsewhere since, it has nothing to lose here.
            dossier = guard.review.memory.assume(conversation)
        except Exception:  # noqa: BLE001 (a store may fail in any way; then all is looked at)
            return None
        if not dossier.saved:
            return None
        name = dossier.key.pseudonym
    shared = repr((name, role, protected)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(shared, key=key, digest_size=16)


_OF_GUARDS: WeakKeyDictionary[Guard, Unchanged] = WeakKeyDictionary()
_LOCK = Lock()


def _known_to(guard: Guard) -> Unchanged:
    found = _OF_GUARDS.get(guard)
    if found is None:
        with _LOCK:
            found = _OF_GUARDS.setdefault(guard, Unchanged())
    return found
