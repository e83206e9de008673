"""Read the lines of a scan's files in batches, so that no file is ever wholly in memory.

A line ends at a line feed and nowhere else: texts hold carriage returns, NEL and U+2028.
"""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import typer

ROWS = 256
BYTES = 1 << 19
"""A batch is full at so many rows or bytes, whatever comes first."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines in a row.

    Attributes:
        first: Number of the first of them, counted through all files from 0.
        lines: Without their line feeds.
        position: How far all files have been read, in bytes of the files.

    """

    first: int
    lines: list[bytes] = field(repr=False)
    position: int


def check_readable(files: Sequence[Path], hint: str = "FILES") -> None:
    """Tell about missing files before the work begins; pipes are not opened for it.

    Args:
        files: They.
        hint: The option or argument that names them.

    Raises:
        BadParameter: A file cannot be read.

    """
    for path in files:
        if not path.exists():
            _refuse(path, "no such file", hint)
        if path.is_dir():
            _refuse(path, "is a folder", hint)
        if not os.access(path, os.R_OK):
            _refuse(path, "may not be read", hint)


def size_of(files: Sequence[Path]) -> int | None:
    """Return how many bytes there are to read; None where a pipe is among the files."""
    return sum(path.stat().st_size for path in files) if all(map(Path.is_file, files)) else None


def read_batches(files: Sequence[Path]) -> Iterator[Batch]:
    """Read the files one after the other; names that end in ``.gz`` are decompressed.

    Raises:
        BadParameter: A file cannot be read to its end.

    """
    number, before = 0, 0
    for path in files:
        with path.open("rb") as raw:
            for lines in _grouped(_lines(path, raw)):
                yield Batch(number, lines, before + _position(raw))
                number += len(lines)
            before += _position(raw)


def _lines(path: Path, raw: BinaryIO) -> Iterator[bytes]:
    """Return lines without line feeds; a feed at the very end begins no further line."""
    unpacked = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
    start = codecs.BOM_UTF8
    try:
        for line in unpacked:
            yield line.removesuffix(b"\n").removeprefix(start)
            start = b""
    except (OSError, EOFError, zlib.error) as error:
        _refuse(path, f"cannot be read on: {type(error).__name__}")


def _grouped(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if len(batch) >= ROWS or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _position(raw: BinaryIO) -> int:
    return raw.tell() if raw.seekable() else 0


def _refuse(path: Path, problem: str, hint: str = "FILES") -> None:
    msg = f"{path}: {problem}"
    raise typer.BadParameter(msg, param_hint=hint) from None
