"""The head of a signed log: how many records there are, and the MAC of the last one.

It stands in FILE.head, one line of 512 bytes that is always written at once: a write within one
page is not torn by a kill, and one sector is not torn by a disk.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from pathlib import Path

import msgspec

from chatward.audit.chain import ChainKey, is_signature

HEAD_BYTES = 512
_HMAC = b',"hmac":"'


class Signed(msgspec.Struct, frozen=True):
    """A point of the log that was signed: what a witness is told.

    Attributes:
        count: Number of the last record it speaks about.
        mac: Its MAC, and so all records up to it.
        at: When it was signed, seconds since the epoch.
        key: Id of the key.
        signature: Ed25519, in base64.

    """

    count: int
    mac: str
    at: float
    key: str
    signature: str

    def said(self) -> bytes:
        """Return what is signed."""
        return b"chatward audit head " + msgspec.json.encode((self.count, self.mac, self.at))

    def holds(self, public: str) -> bool:
        """Tell whether it was signed with the key behind a public one."""
        return is_signature(self.signature, self.said(), public)


class Head(msgspec.Struct, frozen=True):
    """How far a log goes.

    Attributes:
        count: Number of the last record.
        mac: Its MAC.
        segment: Number of the file that grows, from 1; 0 before there is any.
        bytes: Its length.
        key: Id of the key of its last record.
        first: Number of the oldest segment that is kept.
        skipped: Number of the last record before it.
        anchor: MAC of that one; empty where nothing was dropped.
        signed: The last point that was signed.
        version: Of this layout.

    """

    count: int
    mac: str
    segment: int
    bytes: int
    key: str
    first: int = 1
    skipped: int = 0
    anchor: str = ""
    signed: Signed | None = None
    version: int = 1


def head_path(path: Path) -> Path:
    """Return where the head of a log stands."""
    return path.with_name(path.name + ".head")


def sealed_head(head: Head, key: ChainKey) -> bytes:
    """Return a head as it is written: a line of 512 bytes."""
    body = msgspec.json.encode(head)[:-1]
    line = b'%b%b%b"}' % (body, _HMAC, key.head(body).encode())
    return line.ljust(HEAD_BYTES - 1) + b"\n"


def opened_head(image: bytes, keys: Mapping[str, ChainKey]) -> Head | None:
    """Return a head, or None where none of these keys has made it, or it is damaged."""
    head = read_head(image)
    key = None if head is None else keys.get(head.key)
    if head is None or key is None:
        return None
    return head if hmac.compare_digest(sealed_head(head, key), image) else None


def read_head(image: bytes) -> Head | None:
    """Return a head as it says it is, whoever may have written it; None where it is none."""
    try:
        return msgspec.json.decode(image, type=Head)
    except (ValueError, RecursionError):
        return None


def signed_point(head: Head, key: ChainKey, at: float) -> Signed:
    """Sign how far a log goes."""
    point = Signed(head.count, head.mac, at, key.id, "")
    return msgspec.structs.replace(point, signature=key.sign(point.said()))
