"""Sinks that every program has: logs, standard output and error, warnings."""

from __future__ import annotations

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable, Generator, MutableMapping
from typing import Any, TextIO

import structlog

from chatward.testing.sinks import Sinks

_OWN = frozenset(logging.makeLogRecord({}).__dict__)


class _Records(logging.Handler):
    """Keeps what any handler could write: the line, its arguments, extras and traceback."""

    def __init__(self, kept: list[object]) -> None:
        super().__init__(level=1)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        extras = {key: said for key, said in record.__dict__.items() if key not in _OWN}
        self._kept += [self.format(record), repr(record.args), repr(extras)]


@contextlib.contextmanager
def capturing(sinks: Sinks) -> Generator[None, None, None]:
    """Watch "logs", "stdout", "stderr" and "warnings" while inside; nothing is held back.

    Logs are those of every level that reach the root logger, and structlog's events before its
    processors. Loggers with a level or without propagation keep what they have.
    """
    with contextlib.ExitStack() as stack:
        for capture in (_logs, _structlog, _output, _warned):
            stack.enter_context(capture(sinks))
        yield


@contextlib.contextmanager
def _logs(sinks: Sinks) -> Generator[None, None, None]:
    kept: list[object] = []
    sinks.watch("logs", kept)
    root, handler = logging.getLogger(), _Records(kept)
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


@contextlib.contextmanager
def _structlog(sinks: Sinks) -> Generator[None, None, None]:
    kept: list[object] = []
    sinks.watch("logs", kept)
    # The list itself is changed, because loggers that are cached keep it.
    processors = structlog.get_config()["processors"]

    def keep(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        kept.append(repr(event))
        return event

    processors.insert(0, keep)
    try:
        yield
    finally:
        processors.remove(keep)


@contextlib.contextmanager
def _output(sinks: Sinks) -> Generator[None, None, None]:
    out, err = sinks.watch_stream("stdout"), sinks.watch_stream("stderr")
    with _heard(sys.stdout, out.add), _heard(sys.stderr, err.add):
        yield


@contextlib.contextmanager
def _heard(stream: TextIO, keep: Callable[[object], None]) -> Generator[None, None, None]:
    """Keep what is written to a stream as well.

    The stream stays where it is: pytest puts its own back between a fixture and its test, and
    loggers hold on to the one they were made with.
    """
    write = stream.write

    def kept(text: str) -> int:
        keep(text)
        return write(text)

    vars(stream)["write"] = kept
    try:
        yield
    finally:
        vars(stream).pop("write", None)


@contextlib.contextmanager
def _warned(sinks: Sinks) -> Generator[None, None, None]:
    kept: list[object] = []
    sinks.watch("warnings", kept)
    show = warnings.showwarning

    def keep(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        kept.append(message)
        show(message, category, filename, lineno, file, line)

    warnings.showwarning = keep
    try:
        yield
    finally:
        warnings.showwarning = show
