"""Where audit events go: the logger ``chatward.audit``, and a file of JSON lines.

The logger is wrapped with structlog on our own account; `structlog.configure` belongs to the
application and is never called. Nothing goes to standard output unless a handler sends it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import structlog

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
        if self._logger.hasHandlers():
            fields = event.fields()
            self._log.info(fields.pop("event"), **fields)


class FileAudit:
    """Appends events to a file, one JSON line each; readable by its owner only.

    Every line is one `write` to a descriptor opened for appending, so that several processes
    can share a file and the operating system has the record when `write` returns.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._process = 0

    def write(self, event: Event) -> None:
        """Append one event."""
        line = msgspec.json.encode(event) + b"\n"
        try:
            with self._lock:
                written = os.write(self._open(), line)
        except OSError as error:
            msg = f"audit file {self._path.name!r}: {error.strerror or type(error).__name__}"
            raise AuditError(msg) from None
        if written != len(line):
            msg = f"audit file {self._path.name!r}: wrote {written} of {len(line)} bytes"
            raise AuditError(msg)

    def _open(self) -> int:
        if self._descriptor is None or self._process != os.getpid():
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._descriptor = os.open(self._path, flags, 0o600)
            self._process = os.getpid()
        return self._descriptor


class AllOf:
    """Writes every event to several logs, in order."""

    def __init__(self, logs: Sequence[AuditLog]) -> None:
        self._logs = tuple(logs)

    def write(self, event: Event) -> None:
        """Write to each log."""
        for log in self._logs:
            log.write(event)


def _to_json(fields: object, **_: object) -> str:
    return msgspec.json.encode(fields).decode()
