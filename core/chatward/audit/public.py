"""What can be told of a log without its master key: whether its head was signed by the owner."""

from __future__ import annotations

import re
from pathlib import Path

from chatward.audit.head import HEAD_BYTES, head_path, read_head
from chatward.audit.rotation import kept, lines_of, open_segment, trouble
from chatward.audit.verdict import Problem, Report
from chatward.errors import AuditError

_TAIL = re.compile(rb',"seq":(\d{1,18}),"mac":"([0-9a-f]{32})"}\n\Z')
_TAIL_CHARS = 80


def verify_signature(path: Path, public: str) -> Report:
    """Check the signature in the head of a log, and the MAC of the record that it covers.

    Whether the records before it are as they were written, only the master key can tell.

    Args:
        path: The file that grows.
        public: The key that the head is to be signed with, in base64.

    Raises:
        AuditError: The log or its head cannot be read.

    """
    report = Report(path.name)
    name = head_path(path).name
    try:
        image = head_path(path).read_bytes()
    except FileNotFoundError:
        msg = f"audit file {path.name!r}: no head {name!r} stands beside it, so it is not signed"
        raise AuditError(msg) from None
    except OSError as error:
        raise AuditError(trouble(path, error)) from None
    try:
        head = read_head(image) if len(image) == HEAD_BYTES else None
        if head is None:
            report.add(Problem("head", "the head is not as it was written", name))
            return report
        report.head = head.count
        point = head.signed
        if point is None:
            report.add(Problem("head", "the head is not signed", name))
        elif not point.holds(public):
            report.add(Problem("head", "the signature in the head is not genuine", name))
        else:
            report.signed, report.signed_at = point.count, point.at
            _find(path, point.count, point.mac, report)
    except OSError as error:
        raise AuditError(trouble(path, error)) from None
    return report


def _find(path: Path, count: int, mac: str, report: Report) -> None:
    """Look for the record that the signature covers."""
    wanted, there = mac.encode(), False
    for each in [*kept(path).values(), *([path] if path.exists() else [])]:
        report.segments += 1
        with open_segment(each) as file:
            for line in lines_of(file):
                tail = _TAIL.search(line[-_TAIL_CHARS:])
                if tail is None:
                    continue
                report.records += 1
                report.last = max(report.last, int(tail[1]))
                there = there or (int(tail[1]) == count and tail[2] == wanted)
    if not there:
        said = f"record {count}, which was signed, is not in the log"
        report.add(Problem("cut-off", said, path.name, seq=count))
