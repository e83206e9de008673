"""``chatward redact``: a filter that lets text through piece by piece."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from typing import Annotated, Protocol, cast

import typer

from chatward.cli.options import (
    BLOCKED,
    DOOR,
    AuditOption,
    OriginOption,
    PolicyOption,
    guard_from,
    open_to_read,
)
from chatward.passage import Origin

CHUNK_BYTES = 65_536
"""How much is read at once; less where less has arrived."""

# Bytes that are no UTF-8 pass through the guard as lone surrogates and come out as they were.
_BYTES_KEPT = "surrogateescape"


class Source(Protocol):
    """Bytes that may still be arriving."""

    def read1(self, size: int, /) -> bytes:
        """Return what is there, at most `size` bytes; nothing at the end."""
        ...


def redact(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", show_default=False, help="What to read; else standard input."
        ),
    ] = "-",
    *,
    policy: PolicyOption = None,
    origin: OriginOption = Origin.MODEL,
    audit: AuditOption = None,
) -> None:
    """Edit a text on its way through a pipe.

    A filter: text comes out as soon as nothing that follows can change it.
    If something blocks, a refusal stands in place of the rest; exits with 1.
    """
    stream = guard_from(policy, audit).stream(origin=origin, door=DOOR)
    with open_to_read(file) as source:
        for piece in pieces(cast("Source", source)):
            _write(stream.feed(piece))
    _write(stream.finish())
    if stream.decision.blocked:
        raise typer.Exit(BLOCKED)


def pieces(source: Source) -> Iterator[str]:
    """Return text as it arrives; a character whose bytes are cut waits for the rest of them."""
    decoder = codecs.getincrementaldecoder("utf-8")(_BYTES_KEPT)
    while data := source.read1(CHUNK_BYTES):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _write(text: str) -> None:
    if text:
        sys.stdout.buffer.write(text.encode("utf-8", _BYTES_KEPT))
        sys.stdout.buffer.flush()
