"""Read an audit log while it grows: over the end of one file into the next, or from SQLite."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from chatward.audit.reading import check_length, failed, lines_of, open_log, rotated_of
from chatward.audit.sqlite_reading import is_database, read_numbered

POLL_SECONDS = 0.2
_CHUNK = 1 << 18


class Growing(Protocol):
    """A log that is being written to."""

    def skip(self) -> None:
        """Leave out what is there now."""
        ...

    def lines(self) -> Iterator[bytes]:
        """Return the whole lines that were not read before.

        Raises:
            AuditError: The log cannot be read.

        """
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


def follow(
    log: Growing, *, stop: Callable[[], bool] = lambda: False, poll_seconds: float = POLL_SECONDS
) -> Iterator[bytes]:
    """Return the lines of a log as they are written, and wait for more.

    Args:
        log: The log.
        stop: Asked while nothing is there; True ends it.
        poll_seconds: How long to wait before looking again, more than 0.

    """
    while True:
        yield from log.lines()
        if stop():
            return
        time.sleep(poll_seconds)


def growing(path: Path) -> Growing:
    """Return what reads a log as it grows; it begins with what is there already.

    Raises:
        AuditError: There is no such file.

    """
    return GrowingDatabase(path) if is_database(path) else GrowingFile(path)


class GrowingFile:
    """A file of lines; where it is put aside and a new one begins, that is read on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = open_log(path)
        self._rest = b""

    def skip(self) -> None:
        """Leave out what is there now, but not a line that is half written."""
        try:
            end = self._file.seek(0, os.SEEK_END)
            start = self._file.seek(max(0, end - _CHUNK))
            whole = self._file.read(end - start).rfind(b"\n") + 1
            self._file.seek(start + whole if whole or not start else end)
        except OSError as error:
            raise failed(self._path, error) from None

    def lines(self) -> Iterator[bytes]:
        """Return the whole lines that were not read before."""
        try:
            while True:
                put_aside = self._was_put_aside()  # asked first: what comes after is in the next
                yield from self._more()
                if not put_aside:
                    return
                yield from self._between()
                self._begin_anew()
        except OSError as error:
            raise failed(self._path, error) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _more(self) -> Iterator[bytes]:
        if os.fstat(self._file.fileno()).st_size < self._file.tell():
            self._file.seek(0)  # it was emptied
            self._rest = b""
        while chunk := self._file.read(_CHUNK):
            lines = (self._rest + chunk).split(b"\n")
            self._rest = lines.pop()
            check_length(self._path, self._rest)
            yield from (stripped for line in lines if (stripped := line.strip()))

    def _between(self) -> Iterator[bytes]:
        """Return the lines of files that began and were put aside since we last looked."""
        aside = rotated_of(self._path)
        ours = os.fstat(self._file.fileno())
        places = [at for at, each in enumerate(aside) if _is(each, ours)]
        for each in aside[places[0] + 1 :] if places else ():
            yield from lines_of(each)

    def _was_put_aside(self) -> bool:
        try:
            now = self._path.stat()
        except FileNotFoundError:
            return False  # between one file and the next
        return not os.path.samestat(now, os.fstat(self._file.fileno()))

    def _begin_anew(self) -> None:
        opened: BinaryIO = open_log(self._path)
        self._file.close()
        self._file = opened
        self._rest = b""


class GrowingDatabase:
    """A database; its rows are numbered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = 0

    def skip(self) -> None:
        """Leave out what is there now."""
        for number, _ in read_numbered(self._path, newest_first=True):
            self._last = number
            return

    def lines(self) -> Iterator[bytes]:
        """Return the lines that were not read before."""
        for number, line in read_numbered(self._path, after=self._last):
            self._last = number
            yield line

    def close(self) -> None:
        """Do nothing: no connection outlives a look."""


def _is(path: Path, stat: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), stat)
    except OSError:
        return False
