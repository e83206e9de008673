"""The chain: every record carries a MAC over itself and over the MAC of the one before it.

A record is an event's JSON object with ``"seq":N,"mac":"..."`` as its last fields. The bytes are
spliced, so that what is verified is what was written, byte by byte.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from chatward.memory.keys import Keyring

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAC_CHARS = 32
BEFORE_MAC, AFTER_MAC = b',"mac":"', b'"}\n'
TAIL_BYTES = len(BEFORE_MAC) + MAC_CHARS + len(AFTER_MAC)
_BLOCK_BYTES = 64
_MAC_BYTES = MAC_CHARS // 2


class Mac:
    """HMAC-SHA256, cut to 16 bytes, as 32 hex digits.

    The two keyed states are made once and copied, which takes half the time of `hmac.digest`.
    """

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def __call__(self, said: bytes) -> str:
        """Return the MAC of some bytes."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(said)
        outer.update(inner.digest())
        return outer.digest()[:_MAC_BYTES].hex()


@dataclass(frozen=True)
class ChainKey:
    """What one master key gives the log: a key for the chain, the head and the signature.

    Attributes:
        id: Tells it from others; says nothing about it.
        link: Makes the MAC of a record.
        head: Makes the MAC of the head.
        seed: Of the key that signs; not in the repr.

    """

    id: str
    link: Mac = field(repr=False)
    head: Mac = field(repr=False)
    seed: bytes = field(repr=False)

    def seal(self, line: bytes, seq: int, before: str) -> tuple[bytes, str]:
        """Return the record of an event, and its MAC.

        Args:
            line: The event, a JSON object with at least one field.
            seq: Its number, from 1.
            before: MAC of the record before; empty for the first.

        """
        body = b'%b,"seq":%d' % (line[:-1], seq)
        mac = self.link(before.encode() + body)
        return b"%b%b%b%b" % (body, BEFORE_MAC, mac.encode(), AFTER_MAC), mac

    def genuine(self, record: bytes, before: str) -> str | None:
        """Return the MAC of a record, with its line feed; None where it does not follow."""
        mac = self.link(before.encode() + record[:-TAIL_BYTES])
        return mac if record[-TAIL_BYTES:] == BEFORE_MAC + mac.encode() + AFTER_MAC else None

    def sign(self, said: bytes) -> str:
        """Return the Ed25519 signature of some bytes, in base64."""
        return base64.b64encode(_private(self.seed).sign(said)).decode()

    def public(self) -> str:
        """Return the public key that goes with the signatures, in base64."""
        return base64.b64encode(_private(self.seed).public_key().public_bytes_raw()).decode()


def chain_keys(keys: Keyring) -> dict[str, ChainKey]:
    """Return what each master key gives the log, by id, the newest first."""
    made = (_chain_key(Keyring(master)) for master in (keys.master, *keys.older))
    return {each.id: each for each in made}


def is_signature(signature: str, said: bytes, public: str) -> bool:
    """Tell whether a signature over some bytes was made with the key behind a public one."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (slow to import)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 (the same)
        Ed25519PublicKey,
    )

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def _chain_key(keys: Keyring) -> ChainKey:
    return ChainKey(
        id=keys.subkey("audit-key-id")[:4].hex(),
        link=Mac(keys.subkey("audit-chain")),
        head=Mac(keys.subkey("audit-head")),
        seed=keys.subkey("audit-sign"),
    )


@cache
def _private(seed: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 (slow to import)
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(seed)
