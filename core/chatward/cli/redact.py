"""``chatward redact``: a filter that lets text through piece by piece."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Protocol, cast

import typer

from chatward.cli import show
from chatward.cli.memory_options import CONVERSATION_HELP, VAULT_HELP, guard_over, require_store
from chatward.cli.options import (
    BLOCKED,
    DOOR,
    AuditOption,
    PolicyOption,
    guard_from,
    open_to_read,
)
from chatward.editing import STORE
from chatward.guard import Guard
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


FileArgument = Annotated[
    str,
    typer.Argument(metavar="FILE|-", show_default=False, help="What to read; else standard input."),
]


def redact(
    context: typer.Context,
    file: FileArgument = "-",
    *,
    policy: PolicyOption = None,
    origin: Annotated[
        Origin | None,
        typer.Option(
            metavar="ORIGIN",
            help=f"Who wrote it: {', '.join(Origin)}; else model, with --pseudonyms user.",
        ),
    ] = None,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Personal data becomes pseudonyms.")
    ] = False,
    conversation: Annotated[
        str | None, typer.Option("--conversation", metavar="ID", help=CONVERSATION_HELP)
    ] = None,
    vault: Annotated[str | None, typer.Option("--vault", metavar="URL", help=VAULT_HELP)] = None,
    audit: AuditOption = None,
) -> None:
    """Edit a text on its way through a pipe.

    A filter: text comes out as soon as nothing that follows can change it.
    If something blocks, a refusal stands in place of the rest; exits with 1.
    """
    if pseudonyms:
        guard = _remembering(conversation, vault, policy, audit)
        written_by = origin or Origin.USER
    else:
        _refuse_alone(conversation, vault)
        guard = guard_from(policy, audit)
        written_by = origin or Origin.MODEL
    stream = guard.stream(origin=written_by, conversation=conversation, door=DOOR)
    with open_to_read(file) as source:
        for piece in pieces(cast("Source", source)):
            write(stream.feed(piece))
    write(stream.finish())
    if STORE in stream.decision.failed:
        show.complain("the store failed on the way; not every value has a pseudonym", context)
    if stream.decision.blocked:
        raise typer.Exit(BLOCKED)


def pieces(source: Source) -> Iterator[str]:
    """Return text as it arrives; a character whose bytes are cut waits for the rest of them."""
    decoder = codecs.getincrementaldecoder("utf-8")(_BYTES_KEPT)
    while data := source.read1(CHUNK_BYTES):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def write(text: str) -> None:
    """Write text to standard output at once."""
    if text:
        sys.stdout.buffer.write(_encoded(text))
        sys.stdout.buffer.flush()


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", _BYTES_KEPT)
    except UnicodeEncodeError:  # a lone surrogate that no byte was: from a value of another door
        return text.encode("utf-8", "surrogatepass")


def _remembering(
    conversation: str | None, vault: str | None, policy: str | None, audit: Path | None
) -> Guard:
    """Return the guard that gives out pseudonyms; its store answers.

    Raises:
        BadParameter: An option is missing.

    """
    if conversation is None or vault is None:
        given = {"--conversation ID": conversation, "--vault URL": vault}
        missing = " and ".join(name for name, value in given.items() if value is None)
        msg = f"pseudonyms belong to a conversation in a vault: add {missing}"
        raise typer.BadParameter(msg, param_hint="--pseudonyms")
    guard = guard_over(vault, policy, audit, new=True)
    require_store(guard, conversation)
    return guard


def _refuse_alone(conversation: str | None, vault: str | None) -> None:
    """Refuse options that would do nothing.

    Raises:
        BadParameter: One was given.

    """
    for name, value in {"--conversation": conversation, "--vault": vault}.items():
        if value is not None:
            msg = "nothing is remembered without --pseudonyms: add it, or leave this out"
            raise typer.BadParameter(msg, param_hint=name)
