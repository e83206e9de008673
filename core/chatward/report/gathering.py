"""Read audit logs once and count; memory does not grow with their length."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from chatward.audit.reading import STANDARD_INPUT, read_lines, rotated_of
from chatward.report import lines
from chatward.report.counting import Count, counters
from chatward.report.days import DAY, Days
from chatward.report.gathered import Gathered, Log

_AHEAD = DAY
"""So far ahead of the reader's a clock may be."""


def gather(files: Iterable[Path], longest: float | None, now: float) -> Gathered:
    """Read logs and count.

    Args:
        files: The logs; each is read with the files that it was rotated into.
        longest: Length of the period that will be reported, in seconds; None = all there is.
        now: Clock time, seconds since the epoch; what is of a later day is left out.

    Raises:
        AuditError: A file cannot be read.

    """
    found = Gathered(Days(longest))
    count = counters(found)
    for path in _apart(list(files)):
        log = Log(path)
        found.logs.append(log)
        _read(log, found, count, now + _AHEAD)
    return found


def _apart(files: list[Path]) -> list[Path]:
    """Return logs without those that others were rotated into, each once."""
    rotated = {each for path in files if path != STANDARD_INPUT for each in rotated_of(path)}
    return [path for path in dict.fromkeys(files) if path not in rotated]


def _read(log: Log, found: Gathered, count: dict[type, Count], latest: float) -> None:
    for line in read_lines([log.path]):
        try:
            said = lines.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            _count_odd(line, log)
            continue
        if not 0 <= said.time < latest:
            log.future += 1
            continue
        log.events += 1
        if type(said) is lines.SegmentLine:
            log.signed = True
            continue
        if found.last is None or said.time > found.last:
            found.last = said.time
        if found.first is None or said.time < found.first:
            found.first = said.time
        count[type(said)](said, found.days.at(said.time))


def _count_odd(line: bytes, log: Log) -> None:
    """Count a line that could not be read: of another version, or broken."""
    try:
        said = lines.decode_unknown(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        log.broken += 1
        return
    if said.event in lines.KNOWN:
        log.broken += 1
    else:
        log.unknown += 1
