"""One master key, and a sub-key for every purpose (HKDF-SHA256, RFC 5869)."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from functools import cache

from chatward.errors import KeyringError

MASTER_KEY_BYTES = 32
VARIABLE = "CHATWARD_MASTER_KEY"


@dataclass(frozen=True)
class Keyring:
    """Derives sub-keys from the master key.

    Attributes:
        master: The master key, 32 bytes; not in the repr.
        ephemeral: True when the key was made up by this process and dies with it.

    """

    master: bytes = field(repr=False)
    ephemeral: bool = False

    def __post_init__(self) -> None:
        """Refuse a key of the wrong length."""
        if len(self.master) != MASTER_KEY_BYTES:
            msg = f"the master key has {len(self.master)} bytes; it must have {MASTER_KEY_BYTES}"
            raise KeyringError(msg)

    def subkey(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose, such as ``"audit-digest"``."""
        return _derive(self.master, purpose)

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
    """Read a master key written in base64.

    Raises:
        KeyringError: It is no base64 of 32 bytes.

    """
    try:
        return Keyring(base64.b64decode(written.strip(), validate=True))
    except (binascii.Error, ValueError):
        msg = f"{VARIABLE} is not base64; write 32 random bytes in base64"
        raise KeyringError(msg) from None


@cache
def _derive(master: bytes, purpose: str) -> bytes:
    # Only on first use: the library takes longer to import than Chatward.
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    kdf = HKDF(algorithm=SHA256(), length=32, salt=b"chatward", info=purpose.encode())
    return kdf.derive(master)
