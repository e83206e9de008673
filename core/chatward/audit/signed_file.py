"""The durable audit log: records are chained, and the head that covers them is signed.

`write` returns once the operating system has the record and a head, with a MAC, that covers it.
Threads that wait for one another are written together. The Ed25519 signature, which takes longer
than all the rest, the witness and the taking away of old files are not waited for.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from pathlib import Path

from chatward.audit.chain import ChainKey, chain_keys
from chatward.audit.chained_file import ChainedFile
from chatward.audit.dropping import dropped, unlink
from chatward.audit.head import Signed, signed_point
from chatward.audit.log import Event, encoded
from chatward.audit.rotation import LONGEST_LINE, is_begun, too_old, trouble
from chatward.audit.signer import SECONDS, Signer
from chatward.audit.signing import sign
from chatward.audit.witness import witness_named
from chatward.errors import AuditError, KeyringError
from chatward.memory.keys import VARIABLE, Keyring
from chatward.policy.model import AuditPlan

_log = logging.getLogger(__name__)

LONGEST_EVENT = LONGEST_LINE - 1024
"""Bytes of an event; its number and its MAC come on top."""

_open: weakref.WeakSet[SignedFile] = weakref.WeakSet()
_unsigned: set[SignedFile] = set()
"""Logs with records that are not signed or witnessed yet: they live until they are."""


class _Waiting:
    """An event that a thread waits for: written, or what was the trouble."""

    __slots__ = ("done", "line", "problem")

    def __init__(self, line: bytes) -> None:
        self.line = line
        self.done = False
        self.problem: str | None = "was interrupted"


class SignedFile:
    """Appends events to a chained and signed log; many threads and processes may share one."""

    def __init__(
        self,
        path: str | Path,
        keys: Keyring,
        plan: AuditPlan | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Put a log together; its files are opened by the first event.

        Args:
            path: The file that grows; its folder must be there.
            keys: The master key, and older ones whose records may stand in it.
            plan: How it is written.
            clock: Returns seconds since the epoch.

        Raises:
            KeyringError: The master key dies with this process.

        """
        if keys.ephemeral:
            msg = f"a signed audit log outlives the process: set {VARIABLE}"
            raise KeyringError(msg)
        self._path = Path(path)
        self._keys = keys
        self._plan = plan or AuditPlan()
        self._clock = clock
        chain = chain_keys(keys)
        self._chain = chain
        self._file = ChainedFile(self._path, chain, self._plan, clock)
        self._witness = witness_named(self._plan.witness)
        self._signer = Signer(_weakly(self._keep_house))
        self._swept = 0
        self._told_witness = float("-inf")
        self._unwitnessed: Signed | None = None
        self._warned_of = ""
        self.renew()
        _open.add(self)

    def write(self, event: Event) -> None:
        """Append one event.

        Raises:
            AuditError: It could not be kept.

        """
        waiting = _Waiting(self._encoded(event))
        self._queue.append(waiting)
        written = 0
        with self._lock:
            if not waiting.done:
                written = self._write_queued()
        if waiting.problem is not None:
            msg = f"audit file {self._path.name!r}: {waiting.problem}"
            raise AuditError(msg)
        if written:
            _unsigned.add(self)
            self._signer.note(written)

    def drop_old(self, now: float) -> int:
        """Take away the files put aside whose last record is too old; return how many.

        Raises:
            AuditError: The log cannot be read or gone on with.

        """
        keep_days = self._plan.keep_days
        if keep_days is None or not is_begun(self._path):
            return 0
        try:
            with self._lock:
                gone = self._file.drop(lambda segments: too_old(segments, keep_days, now))
        except OSError as error:
            raise AuditError(trouble(self._path, error)) from None
        count = unlink(gone)
        if count:
            self.write(sign(dropped(count, self._path, now), self._keys))
        return count

    def close(self) -> None:
        """Sign what is not signed yet, tell the witness, and close the files."""
        _unsigned.discard(self)
        with contextlib.suppress(AuditError, OSError):
            self._sign()
        self._tell_witness(at_once=True)
        with self._lock:
            self._file.let_go()

    def _encoded(self, event: Event) -> bytes:
        line = encoded(event)
        if len(line) > LONGEST_EVENT:
            msg = f"audit file {self._path.name!r}: an event of {len(line)} bytes is too long"
            raise AuditError(msg)
        return line

    def _write_queued(self) -> int:
        """Write what all threads wait for; return how many events that were."""
        batch: list[_Waiting] = []
        while self._queue:
            batch.append(self._queue.popleft())
        problem: str | None = "was interrupted"
        try:
            self._file.append([each.line for each in batch])
            problem = None
        except AuditError as error:
            problem = str(error).partition(": ")[2]
        except OSError as error:
            problem = error.strerror or type(error).__name__
        finally:
            for each in batch:
                each.done, each.problem = True, problem
        return len(batch)

    def _keep_house(self) -> None:
        """Do what nobody waits for; trouble with it is tried again after the next records."""
        _unsigned.discard(self)
        try:
            self._sign()
            with self._lock:
                segment = self._file.head.segment
                if self._file.moved():
                    self._file.let_go()
            if segment != self._swept:
                self._swept = segment
                self.drop_old(self._clock())
        except (AuditError, OSError) as error:
            self._warn(error)
        self._tell_witness()
        if self._witness is not None and self._unwitnessed is not None:
            _unsigned.add(self)

    def _sign(self) -> None:
        with self._lock:
            head = self._file.head
        if not head.count or (head.signed is not None and head.signed.count >= head.count):
            return
        point = signed_point(head, self._chain[head.key], self._clock())
        with self._lock:
            self._file.put_signature(point)
        self._unwitnessed = point

    def _tell_witness(self, *, at_once: bool = False) -> None:
        point, now = self._unwitnessed, time.monotonic()
        if point is None or self._witness is None:
            return
        if not at_once and now < self._told_witness + SECONDS:
            return
        try:
            self._witness.tell(point)
        except (AuditError, OSError) as error:
            self._warn(error)
            return
        self._told_witness = now
        self._unwitnessed = None
        self._warned_of = ""

    def _warn(self, error: Exception) -> None:
        """Say that something nobody waits for went wrong; once for each kind of trouble."""
        reason = getattr(error, "strerror", None) or str(error)
        if reason != self._warned_of:
            _log.warning("audit file %r was not signed or witnessed: %s", self._path.name, reason)
        self._warned_of = reason

    def renew(self) -> None:
        """Begin anew in a process that was forked: locks and files were its parent's."""
        self._lock = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._file.let_go()
        self._signer.renew()


def public_key(keys: Keyring) -> str:
    """Return the public key that the heads of a log are signed with, in base64."""
    newest: ChainKey = next(iter(chain_keys(keys).values()))
    return newest.public()


def _weakly(method: Callable[[], None]) -> Callable[[], None]:
    """Return a call of a method that does not keep its object alive."""
    reference = weakref.WeakMethod(method)

    def call() -> None:
        alive = reference()
        if alive is not None:
            alive()

    return call


def _close_all() -> None:
    for each in list(_open):
        each.close()


def _renew_all() -> None:
    for each in list(_open):
        each.renew()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_renew_all)
