"""Encrypt what lies in a store: AES-256-GCM (NIST SP 800-38D), a random nonce each time.

What is sealed says what it is about; under any other address it cannot be opened, so that
nothing can be moved within a store, or from one conversation to another.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_CIPHERS_KEPT = 1024


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """Return nonce, ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, plain, about.encode("utf-8", "surrogatepass"))


def open_sealed(key: bytes, sealed: bytes, about: str) -> bytes | None:
    """Return what was sealed; None where the key or the address is another, or it is damaged."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 (see `_cipher`)

    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _cipher(key).decrypt(nonce, ciphertext, about.encode("utf-8", "surrogatepass"))
    except (InvalidTag, ValueError):  # too short for a nonce or a tag is a ValueError
        return None


@lru_cache(maxsize=_CIPHERS_KEPT)
def _cipher(key: bytes) -> AESGCM:
    # Only on first use: the library takes longer to import than Chatward.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key)
