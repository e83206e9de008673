"""The data key of one conversation, and what derives from it; all of it dies with the key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from chatward.memory import seal as sealing
from chatward.memory.keys import Keyring
from chatward.memory.placeholder import has_tag, write

DATA_KEY_BYTES = 32
_DIGEST_CHARS = 16
_KEYS_KEPT = 4096
"""Data keys in the memory of a process; a store is still asked whether one is in force."""


@dataclass(frozen=True)
class DataKey:
    """Makes and checks tags, digests and sealed values of one conversation.

    Attributes:
        secret: 32 bytes; not in the repr.

    """

    secret: bytes = field(repr=False)

    def placeholder(self, kind: str, number: int) -> str:
        """Return the placeholder of the n-th value of a kind."""
        return write(kind, number, self._tags)

    def is_genuine(self, word: str, number: int, tag: str) -> bool:
        """Tell whether only this conversation can have made a placeholder of these parts."""
        return has_tag(word, number, tag, self._tags)

    def name_of(self, kind: str, value: str, *, exact: bool = False) -> str:
        """Return a digest of a value, the same for all its spellings, to look it up by."""
        if exact:
            return self._mac(self._names, f"{kind}\0exact\0{value}")
        spelled = unicodedata.normalize("NFKC", value).casefold().strip()
        return self._mac(self._names, f"{kind}\0{spelled}")

    def seal(self, plain: bytes, about: str) -> bytes:
        """Return something encrypted, bound to where it lies."""
        return sealing.seal(self._sealing, plain, about)

    def open(self, sealed: bytes, about: str) -> bytes | None:
        """Return what was sealed; None where it cannot be opened."""
        return sealing.open_sealed(self._sealing, sealed, about)

    def seed(self, about: str) -> bytes:
        """Return bytes that look random and are the same every time."""
        return hmac.digest(self._subkey("seeds"), about.encode("utf-8", "surrogatepass"), "sha256")

    @cached_property
    def pseudonym(self) -> str:
        """What the audit log calls the conversation."""
        return self._mac(self._subkey("pseudonym"), "")[:_DIGEST_CHARS]

    def digester(self) -> hmac.HMAC:
        """Return a keyed digest for the audit log, to feed a text to piece by piece."""
        return hmac.new(self._digests, digestmod=hashlib.sha256)

    @cached_property
    def _tags(self) -> bytes:
        return self._subkey("tags")

    @cached_property
    def _names(self) -> bytes:
        return self._subkey("names")

    @cached_property
    def _sealing(self) -> bytes:
        return self._subkey("sealing")

    @cached_property
    def _digests(self) -> bytes:
        return self._subkey("digests")

    def _subkey(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, b"chatward " + purpose.encode(), "sha256")

    @staticmethod
    def _mac(key: bytes, text: str) -> str:
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def new_data_key() -> DataKey:
    """Make up a data key."""
    return DataKey(secrets.token_bytes(DATA_KEY_BYTES))


@lru_cache(maxsize=_KEYS_KEPT)
def unwrapped(keys: Keyring, wrapped: bytes, owner: str) -> DataKey:
    """Return the data key that lies wrapped in a store.

    Raises:
        KeyringError: It was wrapped by another master key, or is damaged.

    """
    return DataKey(keys.unwrap(wrapped, owner))
