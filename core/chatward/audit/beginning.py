"""Begin the next file of a signed log, and put the one before it aside."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

import msgspec

from chatward.audit.chain import ChainKey
from chatward.audit.head import Head
from chatward.audit.log import encoded
from chatward.audit.rotation import holds_something, is_put_aside, put_aside
from chatward.audit.running_events import SegmentEvent
from chatward.errors import AuditError


def begin_segment(
    path: Path, head: Head, key: ChainKey, *, now: float, torn: int, sync: bool
) -> Head:
    """Begin the next file; return the head that covers its first record, still to be written.

    The new file is whole before it gets its name, so that a writer that is killed anywhere in
    here leaves either no new file or one that can be gone on with.

    Args:
        path: The file that grows.
        head: How far the log goes.
        key: What the new file is chained with.
        now: Seconds since the epoch.
        torn: Bytes at the end of the file before that are no records.
        sync: Whether it has to be on the disk.

    Raises:
        AuditError: Another file has the name that this one is to be put aside under.
        OSError: A file cannot be written or renamed.

    """
    there = holds_something(path)
    number = head.segment + 1 if there or head.bytes else head.segment
    event = SegmentEvent(
        time=now,
        reference=secrets.token_hex(8),
        segment=number,
        after=head.mac,
        key_id=key.id,
        dropped=head.first - 1,
        torn=torn,
    )
    record, mac = key.seal(encoded(event), head.count + 1, head.mac)
    coming = path.with_name(path.name + ".new")
    _write_whole(coming, record, sync=sync)
    if there:
        _put_aside(path, head.segment)
    coming.rename(path)
    if sync:
        _sync_folder(path.parent)
    longer = msgspec.structs.replace(head, count=head.count + 1, mac=mac, key=key.id)
    return msgspec.structs.replace(longer, segment=number, bytes=len(record))


def _put_aside(path: Path, number: int) -> None:
    name = put_aside(path, number)
    if is_put_aside(path, number):
        msg = f"audit file {path.name!r}: {name.name!r} stands where it is to be put aside"
        raise AuditError(msg)
    path.rename(name)


def _write_whole(path: Path, content: bytes, *, sync: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        if os.write(descriptor, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
