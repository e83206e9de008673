"""Read audit logs back: files of JSON lines, those they were rotated into, and SQLite.

Lines are read as bytes: who wants one field of a million events need not read the others.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from chatward.audit.rotation import LONGEST_LINE, kept
from chatward.audit.sqlite_reading import is_database, read_rows
from chatward.errors import AuditError

STANDARD_INPUT = Path("-")
_CHUNK = 1 << 18


def segments_of(path: Path) -> list[Path]:
    """Return the files that a log is kept in, oldest first; the one that grows is last."""
    rotated = rotated_of(path)
    grows = [path] if path.exists() or not rotated else []
    return [*rotated, *grows]


def rotated_of(path: Path) -> list[Path]:
    """Return the files that were put aside of a log, oldest first."""
    return list(kept(path).values())


def read_lines(files: Sequence[Path]) -> Iterator[bytes]:
    """Return the lines of audit logs, oldest first, without their line feeds; blank ones left out.

    Args:
        files: Logs; each is read with the files that it was rotated into, and no file twice.
            ``-`` is standard input.

    Raises:
        AuditError: A file cannot be read.

    """
    seen: set[tuple[int, int]] = set()
    for path in files:
        if path == STANDARD_INPUT:
            yield from _lines(path, _standard_input())
        elif is_database(path):
            yield from read_rows(path)
        else:
            yield from _rotated_and_growing(path, seen)


def lines_of(path: Path) -> Iterator[bytes]:
    """Return the lines of one file, without those it was rotated into.

    Raises:
        AuditError: The file cannot be read.

    """
    with open_log(path) as file:
        yield from _lines(path, file)


def lines_backwards(path: Path) -> Iterator[bytes]:
    """Return the lines of one file, the last one first.

    Raises:
        AuditError: The file cannot be read.

    """
    with open_log(path) as file:
        if path.suffix == ".gz" or not file.seekable():
            yield from reversed(list(_lines(path, file)))
            return
        try:
            yield from _split_backwards(path, file)
        except OSError as error:
            raise failed(path, error) from None


def open_log(path: Path) -> BinaryIO:
    """Open one file to read.

    Raises:
        AuditError: It cannot be read.

    """
    try:
        return path.open("rb")
    except OSError as error:
        raise failed(path, error) from None


def failed(path: Path, error: Exception) -> AuditError:
    """Return the error for what went wrong with a file."""
    damaged = isinstance(error, EOFError | zlib.error | gzip.BadGzipFile)
    reason = "damaged, or cut off" if damaged else getattr(error, "strerror", None)
    return AuditError(f"audit file {path.name!r}: {reason or type(error).__name__}")


def _rotated_and_growing(path: Path, seen: set[tuple[int, int]]) -> Iterator[bytes]:
    """Return the lines of a log whose files may be put aside while they are read."""
    # The file that grows is opened first: put aside later, it is still the one that was meant.
    grows = open_log(path) if path.exists() or not rotated_of(path) else None
    try:
        for segment in rotated_of(path):
            try:
                file = segment.open("rb")
            except FileNotFoundError:  # retention took it away, or it was just packed
                continue
            except OSError as error:
                raise failed(segment, error) from None
            with file:
                yield from _unseen(segment, file, seen)
        if grows is not None:
            yield from _unseen(path, grows, seen)
    finally:
        if grows is not None:
            grows.close()


def _unseen(path: Path, file: BinaryIO, seen: set[tuple[int, int]]) -> Iterator[bytes]:
    """Return the lines of a file, unless it was among those before: `log*` names some twice."""
    stat = os.fstat(file.fileno())
    if (stat.st_dev, stat.st_ino) not in seen:
        seen.add((stat.st_dev, stat.st_ino))
        yield from _lines(path, file)


def _lines(path: Path, file: BinaryIO) -> Iterator[bytes]:
    try:
        if path.suffix == ".gz":
            with gzip.open(file, "rb") as unpacked:
                yield from _split(path, cast("BinaryIO", unpacked))
        else:
            yield from _split(path, file)
    except (OSError, EOFError, zlib.error) as error:
        raise failed(path, error) from None


def _split(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file that is open, the last one also without a line feed."""
    rest = b""
    read = getattr(file, "read1", file.read)  # does not wait for a pipe to fill a whole chunk
    while chunk := read(_CHUNK):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        check_length(path, rest)
        for line in lines:
            if stripped := line.strip():
                yield stripped
    if stripped := rest.strip():
        yield stripped


def check_length(path: Path, line: bytes) -> None:
    """Refuse what is too long for a record, before the rest of it is read, too.

    Raises:
        AuditError: It is longer than any record.

    """
    if len(line) > LONGEST_LINE:
        msg = f"audit file {path.name!r}: a line is longer than {LONGEST_LINE} bytes"
        raise AuditError(msg)


def _split_backwards(path: Path, file: BinaryIO) -> Iterator[bytes]:
    at = file.seek(0, os.SEEK_END)
    rest = b""
    while at:
        start = max(0, at - _CHUNK)
        file.seek(start)
        first, *lines = (file.read(at - start) + rest).split(b"\n")
        at, rest = start, first
        check_length(path, rest)
        for line in reversed(lines):
            if stripped := line.strip():
                yield stripped
    if stripped := rest.strip():
        yield stripped


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise AuditError("standard input is closed")
    return sys.stdin.buffer
