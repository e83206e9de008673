"""The files of a signed log, as one of its writers sees them.

Every change is made under a lock on FILE.head that all writers share, so there is one chain,
whoever writes. What another writer did meanwhile is read from the head; what one that was killed
left half done is put right by whoever comes next (`_catch_up`).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from chatward.audit.beginning import begin_segment
from chatward.audit.chain import ChainKey
from chatward.audit.head import (
    HEAD_BYTES,
    Head,
    Signed,
    head_path,
    opened_head,
    sealed_head,
    signed_point,
)
from chatward.audit.rotation import is_begun, is_put_aside, kept
from chatward.audit.walking import begins_segment, walk_on
from chatward.errors import AuditError
from chatward.policy.model import AuditPlan

_NOTHING = Head(count=0, mac="", segment=0, bytes=0, key="")
_replace = msgspec.structs.replace


class ChainedFile:
    """Appends records to a log. Not safe for threads: `SignedFile` sees to that."""

    def __init__(
        self,
        path: Path,
        keys: Mapping[str, ChainKey],
        plan: AuditPlan,
        clock: Callable[[], float],
    ) -> None:
        self._path = path
        self._name = str(path)
        self._keys = keys
        self._newest = next(iter(keys.values()))
        self._plan = plan
        self._clock = clock
        self._head = _NOTHING
        self._image = b""
        self._inode = 0
        self._head_file: int | None = None
        self._log_file: int | None = None
        self._begun = False

    @property
    def head(self) -> Head:
        """How far the log went when this writer last wrote."""
        return self._head

    def append(self, lines: Sequence[bytes]) -> None:
        """Append events, each a JSON object, together.

        Raises:
            AuditError: The log cannot be gone on with.
            OSError: The files cannot be written.

        """
        locked = self._lock()
        try:
            self._catch_up(locked)
            if self._head.bytes >= self._plan.rotate_bytes:
                self._begin_segment(locked, self._keys[self._head.key])
            self._append(locked, lines)
        finally:
            self._unlock(locked)

    def put_signature(self, point: Signed) -> None:
        """Put a signed point into the head, unless a later one is there."""
        locked = self._lock()
        try:
            self._catch_up(locked)
            there = self._head.signed
            if there is None or there.count < point.count <= self._head.count:
                self._put_head(locked, _replace(self._head, signed=point))
        finally:
            self._unlock(locked)

    def drop(self, choose: Callable[[dict[int, Path]], Sequence[int]]) -> list[Path]:
        """Take the oldest segments out of the log; return their files, which may now go.

        Args:
            choose: Tells the numbers of those to be dropped, of those that were put aside.

        Raises:
            AuditError: As for `append`.
            OSError: As for `append`.

        """
        locked = self._lock()
        try:
            self._catch_up(locked)
            segments = kept(self._path)
            numbers = choose(segments)
            if numbers:
                self._keep_from(locked, numbers[-1] + 1)
            first = self._head.first
            return [each for number, each in segments.items() if number < first]
        finally:
            self._unlock(locked)

    def moved(self) -> bool:
        """Tell whether the head that this writer holds is no longer where it was."""
        if self._head_file is None:
            return False
        try:
            there, here = head_path(self._path).stat(), os.fstat(self._head_file)
        except OSError:
            return True
        return (there.st_ino, there.st_dev) != (here.st_ino, here.st_dev)

    def let_go(self) -> None:
        """Close the files; the next call opens them again."""
        for descriptor in (self._head_file, self._log_file):
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        self._head_file = self._log_file = None
        self._image = b""

    def _lock(self) -> int:
        if self._head_file is None:
            self._head_file = self._open_head()
        fcntl.flock(self._head_file, fcntl.LOCK_EX)
        return self._head_file

    def _unlock(self, locked: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(locked, fcntl.LOCK_UN)

    def _open_head(self) -> int:
        """Open the head; make one only where there is no log yet.

        Whether there is one is asked first: others, who begin it now, make the head first.
        """
        path = head_path(self._path)
        begun = is_begun(self._path)
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        if begun:
            raise AuditError(self._told("there is a log, but no head to go on from"))
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _catch_up(self, locked: int) -> None:
        """See what others have done since this writer last wrote."""
        image = os.pread(locked, HEAD_BYTES + 1, 0)
        if image and image == self._image:
            with contextlib.suppress(FileNotFoundError):
                there = os.stat(self._name)  # noqa: PTH116 (every event waits for this)
                if there.st_ino == self._inode and there.st_size == self._head.bytes:
                    return
        self._recover(locked, image)

    def _recover(self, locked: int, image: bytes) -> None:
        """Go on from the head, and put right what was left half done."""
        if image:
            self._head = self._accepted(image)
        elif is_begun(self._path):
            raise AuditError(self._told("there is a log, but its head is empty"))
        else:
            self._put_head(locked, _replace(_NOTHING, key=self._newest.id))
        place = walk_on(self._path, self._in_file(), self._keys)
        if place.adopted:
            self._put_head(locked, place.head)
        self._head = place.head
        self._open_log()
        outdated = not self._begun and place.head.key != self._newest.id
        if outdated or place.left or not place.head.bytes or self._log_file is None:
            key = self._newest if outdated else self._keys[place.head.key]
            self._begin_segment(locked, key, torn=max(0, place.left))
        self._image = os.pread(locked, HEAD_BYTES + 1, 0)
        self._begun = True

    def _accepted(self, image: bytes) -> Head:
        head = opened_head(image, self._keys)
        if head is None:
            raise AuditError(self._told("its head is damaged, or of a key that is not at hand"))
        return head

    def _in_file(self) -> Head:
        """Return the head, seen from the file that grows.

        After a rotation that was cut short that is the next one already.
        """
        head = self._head
        while not head.segment or is_put_aside(self._path, head.segment):
            head = _replace(head, segment=head.segment + 1, bytes=0)
        return head

    def _open_log(self) -> None:
        if self._log_file is not None:
            os.close(self._log_file)
            self._log_file = None
        with contextlib.suppress(FileNotFoundError):
            self._log_file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            self._inode = os.fstat(self._log_file).st_ino

    def _begin_segment(self, locked: int, key: ChainKey, torn: int = 0) -> None:
        """Begin the next file; the head is renewed last."""
        sync, now = self._plan.fsync, self._clock()
        head = begin_segment(self._path, self._head, key, now=now, torn=torn, sync=sync)
        self._open_log()
        self._put_head(locked, head)

    def _append(self, locked: int, lines: Sequence[bytes]) -> None:
        """Write records, then the head that covers them; all or, as far as it can be, none."""
        head, log = self._head, self._log_file
        assert log is not None
        key, count, mac = self._keys[head.key], head.count, head.mac
        records: list[bytes] = []
        for line in lines:
            count += 1
            record, mac = key.seal(line, count, mac)
            records.append(record)
        whole = b"".join(records)
        longer = _replace(head, count=count, mac=mac, bytes=head.bytes + len(whole))
        try:
            self._write(log, whole)
            self._put_head(locked, longer)
        except (OSError, AuditError):
            with contextlib.suppress(OSError):
                os.ftruncate(log, head.bytes)
            raise

    def _write(self, log: int, whole: bytes) -> None:
        if (written := os.write(log, whole)) != len(whole):
            raise AuditError(self._told(f"wrote {written} of {len(whole)} bytes"))
        if self._plan.fsync:
            os.fdatasync(log)

    def _put_head(self, locked: int, head: Head) -> None:
        key = self._keys[head.key]
        if self._plan.fsync and head.count and (not head.signed or head.signed.mac != head.mac):
            head = _replace(head, signed=signed_point(head, key, self._clock()))
        image = sealed_head(head, key)
        os.pwrite(locked, image, 0)
        if self._plan.fsync:
            os.fsync(locked)
        self._head, self._image = head, image

    def _keep_from(self, locked: int, number: int) -> None:
        """Renew the head so that the log begins with a segment; it says what came before it."""
        segment = kept(self._path).get(number, self._path)
        begins = begins_segment(segment, self._keys)
        if begins is None or begins.segment != number:
            raise AuditError(self._told(f"{segment.name!r} does not begin as segment {number}"))
        shorter = _replace(self._head, first=number, skipped=begins.seq - 1, anchor=begins.after)
        self._put_head(locked, shorter)

    def _told(self, problem: str) -> str:
        return f"audit file {self._path.name!r}: {problem}"
