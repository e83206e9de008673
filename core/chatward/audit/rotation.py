"""The files that a log is kept in: how those put aside are called, and which are too old."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from chatward.errors import AuditError

LONGEST_LINE = 1 << 24
"""Bytes of a record; what is longer is none."""

DAY_SECONDS = 86_400.0
_NUMBER = re.compile(r"\.(\d{6,})(\.gz)?")


class _Timed(msgspec.Struct):
    time: float


def put_aside(path: Path, number: int) -> Path:
    """Return the name of a segment that does not grow any more."""
    return path.with_name(f"{path.name}.{number:06d}")


def is_put_aside(path: Path, number: int) -> bool:
    """Tell whether a segment was put aside; it may have been compressed since."""
    plain = put_aside(path, number)
    return plain.exists() or plain.with_name(plain.name + ".gz").exists()


def holds_something(path: Path) -> bool:
    """Tell whether a file is there and not empty."""
    return path.exists() and path.stat().st_size > 0


def is_begun(path: Path) -> bool:
    """Tell whether there is a log; an empty file is none."""
    return holds_something(path) or bool(kept(path))


def kept(path: Path) -> dict[int, Path]:
    """Return the segments that were put aside, by number, oldest first.

    Of one that is there twice, because it is just being compressed, the plain one.
    """
    found: dict[int, Path] = {}
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    for each in beside:
        match = _NUMBER.fullmatch(each.name[len(path.name) :])
        if match and each.name.startswith(path.name) and not (match[2] and int(match[1]) in found):
            found[int(match[1])] = each
    return dict(sorted(found.items()))


def open_segment(path: Path) -> BinaryIO:
    """Open a segment to be read, compressed or not."""
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Return lines with their line feeds; what is too long for a record in pieces."""
    while line := file.readline(LONGEST_LINE):
        yield line


def last_time(segment: Path) -> float | None:
    """Return the time of the last record in a segment; None where it has none.

    Raises:
        AuditError: It cannot be read.

    """
    last = b""
    try:
        with open_segment(segment) as file:
            if segment.suffix != ".gz":
                file.seek(max(0, segment.stat().st_size - LONGEST_LINE // 16))
            for line in lines_of(file):
                last = line if line.endswith(b"\n") else last
        return msgspec.json.decode(last, type=_Timed).time
    except (ValueError, RecursionError):
        return None
    except (OSError, EOFError, zlib.error) as error:
        raise AuditError(trouble(segment, error)) from None


def too_old(segments: Mapping[int, Path], keep_days: float, now: float) -> list[int]:
    """Return the numbers of the oldest segments whose last record is older than so many days.

    Raises:
        AuditError: One cannot be read.

    """
    old: list[int] = []
    for number, segment in segments.items():
        time = last_time(segment)
        if time is None or time >= now - keep_days * DAY_SECONDS:
            break
        old.append(number)
    return old


def trouble(path: Path, error: Exception) -> str:
    """Return one line about a file that could not be read or written."""
    return f"audit file {path.name!r}: {getattr(error, 'strerror', None) or type(error).__name__}"
