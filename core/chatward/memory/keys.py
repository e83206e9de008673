"""One master key, a sub-key for every purpose (HKDF-SHA256, RFC 5869), and wrapped data keys.

To rotate the master key, write the new one before the old one, separated by a comma: what is
new is wrapped by the first, what is old can still be read; `chatward vault rotate` wraps all of
it anew, and the old one can go.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from functools import cache

from chatward.errors import KeyringError
from chatward.memory.seal import NONCE_BYTES, open_sealed, seal

MASTER_KEY_BYTES = 32
VARIABLE = "CHATWARD_MASTER_KEY"
_ID_BYTES = 4


@dataclass(frozen=True)
class Keyring:
    """Derives sub-keys from the master key, and wraps data keys with it.

    Attributes:
        master: The master key, 32 bytes; not in the repr.
        ephemeral: True when the key was made up by this process and dies with it.
        older: Master keys of the past that data keys may still be wrapped with.

    """

    master: bytes = field(repr=False)
    ephemeral: bool = False
    older: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of the wrong length."""
        for key in (self.master, *self.older):
            if len(key) != MASTER_KEY_BYTES:
                msg = f"the master key has {len(key)} bytes; it must have {MASTER_KEY_BYTES}"
                raise KeyringError(msg)

    def subkey(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose, such as ``"audit-digest"``."""
        return _derive(self.master, purpose)

    def wrap(self, key: bytes, about: str) -> bytes:
        """Return a data key, encrypted; only to be unwrapped as what it is about."""
        wrapping = _derive(self.master, "wrap")
        return _id_of(wrapping) + seal(wrapping, key, about)

    def unwrap(self, wrapped: bytes, about: str) -> bytes:
        """Return a data key from what `wrap` made of it.

        Raises:
            KeyringError: It was wrapped by another master key, or is damaged.

        """
        for master in (self.master, *self.older):
            wrapping = _derive(master, "wrap")
            if wrapped[:_ID_BYTES] == _id_of(wrapping) and len(wrapped) > _ID_BYTES + NONCE_BYTES:
                key = open_sealed(wrapping, wrapped[_ID_BYTES:], about)
                if key is not None:
                    return key
        msg = f"a key in the store was not wrapped by the master key in {VARIABLE}, or is damaged"
        raise KeyringError(msg)

    def wraps(self, wrapped: bytes) -> bool:
        """Tell whether a data key was wrapped by the newest master key."""
        return wrapped[:_ID_BYTES] == _id_of(_derive(self.master, "wrap"))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Refuse to be pickled: a key must not end up in a cache or a trace."""
        msg = "a keyring is not pickled; hand the key over by environment or file"
        raise KeyringError(msg)


def keyring_from_environment() -> Keyring:
    """Read CHATWARD_MASTER_KEY; without it make up a key that lives as long as the process.

    Raises:
        KeyringError: The variable is set and no base64 of 32 bytes.

    """
    written = os.environ.get(VARIABLE)
    if not written:
        return Keyring(secrets.token_bytes(MASTER_KEY_BYTES), ephemeral=True)
    return keyring_from_base64(written)


def keyring_from_base64(written: str) -> Keyring:
    """Read master keys written in base64, the newest first, separated by commas.

    Raises:
        KeyringError: One is no base64 of 32 bytes.

    """
    try:
        keys = [base64.b64decode(each.strip(), validate=True) for each in written.split(",")]
    except (binascii.Error, ValueError):
        msg = f"{VARIABLE} is not base64; write 32 random bytes in base64"
        raise KeyringError(msg) from None
    return Keyring(keys[0], older=tuple(keys[1:]))


@cache
def _id_of(wrapping: bytes) -> bytes:
    """Return what tells one wrapping key from another, and nothing about it."""
    return hashlib.sha256(b"chatward key id" + wrapping).digest()[:_ID_BYTES]


@cache
def _derive(master: bytes, purpose: str) -> bytes:
    # Only on first use: the library takes longer to import than Chatward.
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    kdf = HKDF(algorithm=SHA256(), length=32, salt=b"chatward", info=purpose.encode())
    return kdf.derive(master)
