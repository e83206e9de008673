"""Where audit events go: the logger ``chatward.audit``, and a plain file of JSON lines.

What makes a file that can be trusted is in `chatward.audit.signed_file`.

The logger is wrapped with structlog on our own account; `structlog.configure` belongs to the
application and is never called. Nothing goes to standard output unless a handler sends it.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import structlog

from chatward.audit.lines import line_of
from chatward.audit.rotation import kept, put_aside, trouble
from chatward.errors import AuditError

LOGGER = "chatward.audit"


class Event(Protocol):
    """What is written to an audit log."""

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values; ``event`` among them says what happened."""
        ...


class AuditLog(Protocol):
    """Takes audit events."""

    def write(self, event: Event) -> None:
        """Keep one event; returns once it is kept.

        Raises:
            AuditError: It could not be kept.

        """
        ...


class LoggerAudit:
    """Sends events to the standard library's logger ``chatward.audit``, one JSON line each."""

    def __init__(self) -> None:
        self._logger = logging.getLogger(LOGGER)
        if self._logger.level == logging.NOTSET:
            self._logger.setLevel(logging.INFO)
        self._log = structlog.wrap_logger(
            self._logger,
            processors=[structlog.processors.JSONRenderer(serializer=_to_json)],
            wrapper_class=structlog.BoundLogger,
            context_class=dict,
        )

    def write(self, event: Event) -> None:
        """Log one event at level INFO."""
        self._logger.disabled = False  # dictConfig switches off loggers that it does not name
        if self._logger.hasHandlers():
            fields = event.fields()
            self._log.info(fields.pop("event"), **fields)


class FileAudit:
    """Appends events to a file, one JSON line each; readable by its owner only.

    Every line is one `write` to a descriptor opened for appending, so that several processes
    can share a file and the operating system has the record when `write` returns.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        rotate_bytes: int | None = None,
        keep_days: float | None = None,
        fsync: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Put a log together; its file is opened by the first event.

        Args:
            path: The file; its folder must be there.
            rotate_bytes: A file that has grown to so many bytes is put aside, with a number; None
                = it grows for ever.
            keep_days: Files put aside are deleted so long after their last record, whenever
                another one is put aside; None = kept.
            fsync: Whether every event is on the disk before it counts as written.
            clock: Returns seconds since the epoch.

        """
        self._path = Path(path)
        self._rotate_bytes = rotate_bytes
        self._keep_days = keep_days
        self._clock = clock
        self._fsync = fsync
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._process = 0
        self._due = b""  # to be written before the next event

    def write(self, event: Event) -> None:
        """Append one event.

        Raises:
            AuditError: It could not be kept, or the file is a signed log.

        """
        line = encoded(event) + b"\n"
        try:
            with self._lock:
                descriptor = self._open()
                line, self._due = self._due + line, b""
                written = os.write(descriptor, line)
                if self._fsync:
                    os.fdatasync(descriptor)
        except OSError as error:
            raise AuditError(trouble(self._path, error)) from None
        if written != len(line):
            msg = f"audit file {self._path.name!r}: wrote {written} of {len(line)} bytes"
            raise AuditError(msg)

    def close(self) -> None:
        """Close the file; the next event opens it again."""
        with self._lock:
            self._let_go()

    def _open(self) -> int:
        if self._process != os.getpid() or self._rotated_by_others():
            self._let_go()
        if self._descriptor is None:
            self._refuse_signed()
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags, 0o600)
            self._process = os.getpid()
        if self._rotate_bytes and os.fstat(self._descriptor).st_size >= self._rotate_bytes:
            self._rotate(self._descriptor)
            return self._open()
        return self._descriptor

    def _rotated_by_others(self) -> bool:
        if self._rotate_bytes is None or self._descriptor is None:
            return False
        try:
            return os.stat(self._path).st_ino != os.fstat(self._descriptor).st_ino  # noqa: PTH116
        except FileNotFoundError:
            return True

    def _rotate(self, descriptor: int) -> None:
        """Put the file aside, unless another process has just done that."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if not self._rotated_by_others():
            number = max(kept(self._path), default=0) + 1
            self._path.rename(put_aside(self._path, number))
            self._drop_old()
        self._let_go()

    def _drop_old(self) -> None:
        if self._keep_days is None:
            return
        now = self._clock()
        from chatward.audit.dropping import dropped, unlink_old  # noqa: PLC0415 (now and then)

        if count := unlink_old(self._path, self._keep_days, now):
            self._due = encoded(dropped(count, self._path, now)) + b"\n"

    def _refuse_signed(self) -> None:
        if self._path.with_name(self._path.name + ".head").exists():
            msg = (
                f"audit file {self._path.name!r} is a signed log; only who has the master key can"
                " write to it"
            )
            raise AuditError(msg)

    def _let_go(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


class AllOf:
    """Writes every event to several logs, in order."""

    def __init__(self, logs: Sequence[AuditLog]) -> None:
        self._logs = tuple(logs)

    def write(self, event: Event) -> None:
        """Write to each log, also where one before it failed.

        Raises:
            AuditError: What the first that failed said.

        """
        problem: AuditError | None = None
        for log in self._logs:
            try:
                log.write(event)
            except AuditError as error:
                problem = problem or error
        if problem is not None:
            raise problem


def encoded(event: Event) -> bytes:
    """Return an event as a JSON object; half a surrogate pair in it becomes U+FFFD.

    Raises:
        AuditError: A field holds what JSON does not know.

    """
    try:
        return msgspec.json.encode(event)
    except (TypeError, ValueError):  # half a surrogate pair, in a role say
        return line_of(event.fields())


def _to_json(fields: dict[str, Any], **_: object) -> str:
    return line_of(fields).decode()
