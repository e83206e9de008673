"""Verify a signed log: is every record as it was written, and are all of them there?

One pass over the files, in constant memory. What is wrong is told with its place; a log that a
crash has left unfinished is told from one that was tampered with.
"""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import zlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from chatward.audit.chain import ChainKey, chain_keys
from chatward.audit.following import Follower, no_key, tell_witness
from chatward.audit.head import HEAD_BYTES, Head, head_path, opened_head, read_head
from chatward.audit.rotation import kept, open_segment, trouble
from chatward.audit.verdict import Problem, Report
from chatward.audit.witness import Testimony, heard
from chatward.errors import AuditError, KeyringError
from chatward.memory.keys import VARIABLE, Keyring


@dataclass(frozen=True)
class _Opened:
    """A log as it was at one moment."""

    path: Path
    image: bytes
    grows: BinaryIO | None
    aside: Mapping[int, Path] = field(default_factory=dict)


def verify_log(path: Path, keys: Keyring, witness: Path | None = None) -> Report:
    """Verify a log.

    It may be written to meanwhile: what was there at the beginning is verified.

    Args:
        path: The file that grows; those put aside, and FILE.head, stand beside it.
        keys: The master key, and the older ones whose records stand in the log.
        witness: What another place was told about the log.

    Raises:
        AuditError: It cannot be read, or is no signed log.
        KeyringError: The key of a part of it is not at hand.

    """
    if keys.ephemeral:
        msg = f"a signed log can be verified only with its master key: set {VARIABLE}"
        raise KeyringError(msg)
    testimony = None if witness is None else heard(witness)
    chain = chain_keys(keys)
    with _opened(path) as log:
        report = Report(path.name)
        head = _head(log, chain, report)
        loose = _follow(log, head, chain, report, testimony)
    _tell_tail(log, head, report, loose)
    if testimony is not None:
        _ask(testimony, chain, report)
    return report


@contextlib.contextmanager
def _opened(path: Path) -> Generator[_Opened]:
    """Open a log while none of its writers is about to change it."""
    with contextlib.ExitStack() as stack:
        try:
            with _held_head(path) as image:
                grows = stack.enter_context(path.open("rb")) if path.exists() else None
                aside = kept(path)
        except OSError as error:
            raise AuditError(trouble(path, error)) from None
        if grows is None and not aside and not image:
            msg = f"audit file {path.name!r}: no such file"
            raise AuditError(msg)
        yield _Opened(path, image, grows, aside)


@contextlib.contextmanager
def _held_head(path: Path) -> Generator[bytes]:
    """Read the head, and keep writers from renewing it meanwhile."""
    try:
        file = head_path(path).open("rb")
    except FileNotFoundError:
        yield b""
        return
    with file:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_SH)
        yield file.read(HEAD_BYTES + 1)


def _head(log: _Opened, chain: Mapping[str, ChainKey], report: Report) -> Head | None:
    """Return the head, or put into the report why there is none to go by."""
    name = head_path(log.path).name
    if not log.image:
        _require_chained(log)
        report.add(Problem("head", "there is no head: nobody knows where the log ends", name))
        return None
    head = opened_head(log.image, chain)
    if head is None:
        claimed = read_head(log.image)
        if claimed is not None and claimed.key not in chain:
            raise KeyringError(no_key(claimed.key))
        report.add(Problem("head", "the head is not as it was written", name))
        return None
    report.first, report.head = head.skipped + 1, head.count
    if head.signed is not None:
        _check_signature(head, chain, report, name)
    return head


def _check_signature(head: Head, chain: Mapping[str, ChainKey], report: Report, name: str) -> None:
    point = head.signed
    assert point is not None
    key = chain.get(point.key)
    if key is None:
        raise KeyringError(no_key(point.key))
    if point.holds(key.public()):
        report.signed, report.signed_at = point.count, point.at
    else:
        report.add(Problem("head", "the signature in the head is not genuine", name))


def _require_chained(log: _Opened) -> None:
    """Refuse a log that was never signed.

    Raises:
        AuditError: It has neither a head nor chained records.

    """
    files = [*log.aside.values(), *([log.path] if log.grows else [])]
    try:
        with _read(files[0]) as file:
            chained = b',"mac":"' in file.readline(1 << 20)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        chained = False
    if not chained:
        msg = f"audit file {log.path.name!r} is not a signed log"
        raise AuditError(msg)


def _follow(
    log: _Opened,
    head: Head | None,
    chain: Mapping[str, ChainKey],
    report: Report,
    testimony: Testimony | None,
) -> int:
    """Read all segments, oldest first, and tell what is wrong with them.

    Returns the bytes of an incomplete last line.
    """
    follower = Follower(chain, report, head, testimony)
    first = 1 if head is None else head.first
    numbered = {number: each for number, each in log.aside.items() if number >= first}
    if stale := len(log.aside) - len(numbered):
        report.notes.append(f"{stale} files that retention has dropped are still there")
    for number, each in numbered.items():
        try:
            with _read(each) as file:
                follower.segment(number, each.name, file)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            said = "the compressed file is damaged: what comes after cannot be read"
            report.add(Problem("segment", said, each.name))
    if log.grows is not None:
        number = max(numbered, default=first - 1) + 1
        if head is not None and head.segment not in log.aside:
            number = head.segment
        follower.segment(number, log.path.name, log.grows)
    return follower.finish()


@contextlib.contextmanager
def _read(path: Path) -> Generator[BinaryIO]:
    try:
        with open_segment(path) as file:
            yield file
    except gzip.BadGzipFile:
        raise
    except OSError as error:
        raise AuditError(trouble(path, error)) from None


def _tell_tail(log: _Opened, head: Head | None, report: Report, loose: int) -> None:
    """Say why there is more than the head covers: a crash, or a log that is in use."""
    beyond = 0 if head is None else max(0, report.last - head.count)
    if not beyond and not loose:
        return
    with _held_head(log.path) as image:  # a writer that is between record and head ends first
        if image != log.image:
            report.notes.append(f"the log is being written to: verified up to {report.last}")
            return
    if beyond:
        report.notes.append(f"crash tail: {beyond} genuine records beyond the head")
    if loose:
        report.notes.append(f"crash tail: an incomplete last line of {loose} bytes")


def _ask(testimony: Testimony, chain: Mapping[str, ChainKey], report: Report) -> None:
    """Compare the end of the log with what the witness saw beyond it."""
    report.witnessed = len(testimony)
    point = testimony.beyond()
    if point is not None:
        said = f"the witness was told of {point.count} records; the log has {report.last}"
        tell_witness(chain, point, said, report)
