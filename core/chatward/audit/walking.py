"""Take up what a writer left behind when it was killed: whole records that no head covers yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chatward.audit.chain import ChainKey
from chatward.audit.head import Head
from chatward.audit.rotation import lines_of, open_segment


class Begins(msgspec.Struct, tag_field="event", tag="segment"):
    """What the first record of a segment says, as far as the chain goes by it."""

    segment: int
    after: str
    key_id: str
    seq: int
    torn: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log really ends.

    Attributes:
        head: It, seen from the file that grows.
        adopted: Whether that is further than the head said.
        left: Bytes after it, which are no records; below 0 where the file is shorter than the
            head says.

    """

    head: Head
    adopted: bool
    left: int


def walk_on(path: Path, head: Head, keys: Mapping[str, ChainKey]) -> Place:
    """Follow the chain beyond the head, as far as there are genuine records."""
    if not path.exists():
        return Place(head, adopted=False, left=0)
    here = head
    with path.open("rb") as file:
        file.seek(here.bytes)
        for line in lines_of(file):
            after = _next(here, line, keys)
            if after is None:
                break
            here = after
    return Place(here, here.count > head.count, path.stat().st_size - here.bytes)


def begins_segment(segment: Path, keys: Mapping[str, ChainKey]) -> Begins | None:
    """Return what the first record of a segment says; None where it is not genuine."""
    with open_segment(segment) as file:
        line = next(lines_of(file), b"")
    begins = read_beginning(line)
    key = None if begins is None else keys.get(begins.key_id)
    if begins is None or key is None or key.genuine(line, begins.after) is None:
        return None
    return begins


def read_beginning(line: bytes) -> Begins | None:
    """Return what a record says about the segment it begins; None where it begins none."""
    try:
        return msgspec.json.decode(line, type=Begins)
    except (ValueError, RecursionError):
        return None


def _next(here: Head, line: bytes, keys: Mapping[str, ChainKey]) -> Head | None:
    """Return the head after one more record, or None where that is not genuine."""
    key, moved = keys[here.key], msgspec.structs.replace
    if not here.bytes:
        begins = read_beginning(line)
        if begins is None or begins.segment != here.segment or begins.key_id not in keys:
            return None
        key = keys[begins.key_id]
    mac = key.genuine(line, here.mac)
    if mac is None:
        return None
    length = here.bytes + len(line)
    return moved(here, count=here.count + 1, mac=mac, bytes=length, key=key.id)
