"""Follow the chain from record to record, and find the way back to it where it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from chatward.audit.chain import ChainKey
from chatward.audit.gaps import Odd, tell_gap
from chatward.audit.head import Head, Signed
from chatward.audit.rotation import lines_of
from chatward.audit.verdict import Problem, Report
from chatward.audit.walking import Begins, read_beginning
from chatward.audit.witness import Testimony
from chatward.errors import KeyringError
from chatward.memory.keys import VARIABLE

_TAIL = re.compile(rb',"seq":(\d{1,18}),"mac":"([0-9a-f]{32})"}\n\Z')
_TAIL_CHARS = 80
_REMEMBERED = 1000
_NEVER = 1 << 63


class Follower:
    """Reads segments one after the other, and puts what is wrong with them into a report."""

    def __init__(
        self,
        keys: Mapping[str, ChainKey],
        report: Report,
        head: Head | None,
        testimony: Testimony | None,
    ) -> None:
        self._keys = keys
        self._key = next(iter(keys.values()))
        self._report = report
        self._head = head
        self._testimony = testimony
        self._number = head.first - 1 if head else 0
        self._name = ""
        self._mac: str = head.anchor if head else ""
        self._seq = head.skipped if head else 0
        self._odd: list[Odd] = []  # lines since the last genuine record
        self._stored: dict[int, str] = {}  # MACs that odd lines say they have, by number
        self._loose = 0  # bytes at the end of a segment that are no line
        self._unknown = ""  # key of this segment, where it is not at hand
        if testimony is not None:
            testimony.skip(self._seq)
        self._stop = self._next_stop()

    def segment(self, number: int, name: str, file: BinaryIO) -> None:
        """Follow the chain through a segment."""
        self._enter(number, name)
        place, good = 0, 0
        try:
            for line in lines_of(file):
                place += 1
                if place == 1:
                    self._begin(line)
                mac = self._key.genuine(line, self._mac)
                if mac is None:
                    good += self._meet(line, place)
                    continue
                if self._odd:
                    self._return_to(self._seq + 1)
                self._mac = mac
                self._seq += 1
                good += 1
                if self._seq >= self._stop:
                    self._compare()
        finally:
            self._report.records += good

    def finish(self) -> int:
        """Say what is wrong at the end of the log; return the bytes of an incomplete last line."""
        head = self._head
        if self._unknown:
            raise KeyringError(no_key(self._unknown))
        end = max([self._seq, *(each.seq for each in self._odd)]) if head is None else head.count
        behind = self._seq < end
        self._return_to(max(end, self._seq) + 1, at_end=True)
        self._report.last = self._seq
        return 0 if behind else self._loose

    def _enter(self, number: int, name: str) -> None:
        for missing in range(self._number + 1, min(number, self._number + 100)):
            said = f"segment {missing} is missing"
            self._report.add(Problem("segment", said, f"{self._base(name)}.{missing:06d}"))
        self._report.segments += 1
        self._number, self._name = number, name

    def _begin(self, line: bytes) -> None:
        """Read what a segment says about itself; the chain tells whether that is genuine."""
        begins = read_beginning(line)
        if begins is None:
            return
        if begins.key_id not in self._keys:
            self._unknown = begins.key_id
            return
        self._key = self._keys[begins.key_id]
        if self._key.genuine(line, begins.after) is None:
            return
        self._compare_segment(begins)
        if begins.after != self._mac:
            self._return_to(begins.seq)
            self._mac, self._seq = begins.after, begins.seq - 1

    def _compare_segment(self, begins: Begins) -> None:
        if begins.segment != self._number:
            said = f"this is segment {begins.segment}, not {self._number}"
            self._report.add(Problem("segment", said, self._name))
        loose, self._loose = self._loose + sum(each.bytes for each in self._odd), 0
        if loose != begins.torn and begins.segment == self._number:
            said = f"the segment before has {loose} bytes at its end that are no records"
            said += f", and had {begins.torn}"
            self._report.add(Problem("segment", said, self._name, line=1))
        elif loose and not self._odd:
            self._report.notes.append(
                f"crash tail: {loose} bytes of an incomplete record before {self._name}"
            )

    def _meet(self, line: bytes, place: int) -> int:
        """Take a line that does not follow; return 1 if it is genuine all the same."""
        tail = _TAIL.search(line[-_TAIL_CHARS:])
        seq, stored = (int(tail[1]), tail[2].decode()) if tail else (0, "")
        for before in self._ways_back(seq):
            if before and self._key.genuine(line, before) is not None:
                self._unknown = ""
                self._return_to(seq)
                self._seq, self._mac = seq, stored
                if seq >= self._stop:
                    self._compare()
                return 1
        if line.endswith(b"\n"):
            self._odd.append(Odd(self._name, place, seq, stored, len(line)))
            if tail and len(self._stored) < _REMEMBERED:
                self._stored.setdefault(seq, stored)
            if len(self._odd) >= _REMEMBERED:
                self._return_to(self._seq + 1)
        else:
            self._loose += len(line)
        return 0

    def _ways_back(self, seq: int) -> Iterator[str]:
        """Return MACs that a record with this number may go on from."""
        if self._odd:
            yield self._odd[-1].mac
        yield self._stored.get(seq - 1, "")

    def _return_to(self, seq: int, *, at_end: bool = False) -> None:
        """Say what is wrong between the last genuine record and one with this number."""
        moved = self._stored if seq > self._seq + 1 else {}
        tell_gap(self._report, self._odd, self._seq, seq, moved, self._name, at_end=at_end)
        self._odd = []

    def _compare(self) -> None:
        """Compare a record with the head, and with what the witness was told."""
        head, report = self._head, self._report
        if head is not None and self._seq == head.count and self._mac != head.mac:
            said = f"record {self._seq} is not the one that the head covers"
            report.add(Problem("head", said, self._name, seq=self._seq))
        if self._testimony is not None:
            for point in self._testimony.contradicts(self._seq, self._mac):
                self._hear(point)
        self._stop = self._next_stop()

    def _hear(self, point: Signed) -> None:
        said = f"the witness was told of another record {point.count}"
        tell_witness(self._keys, point, said, self._report)

    def _next_stop(self) -> int:
        """Return the number of the next record that is to be compared with something."""
        due = self._testimony.due if self._testimony is not None else 0
        ends = self._head.count if self._head is not None else 0
        return min([each for each in (due, ends) if each > self._seq], default=_NEVER)

    def _base(self, name: str) -> str:
        return re.sub(r"\.\d{6,}(\.gz)?\Z", "", name)


def tell_witness(keys: Mapping[str, ChainKey], point: Signed, said: str, report: Report) -> None:
    """Put into a report what a witness says otherwise, if it was really told that.

    Raises:
        KeyringError: Nobody can tell: its key is not at hand.

    """
    key = keys.get(point.key)
    if key is None:
        raise KeyringError(no_key(point.key))
    if point.holds(key.public()):
        report.add(Problem("witness", said, report.log, seq=point.count))
    else:
        report.notes.append(f"the witness has a line about record {point.count} that nobody signed")


def no_key(key_id: str) -> str:
    """Return the line about a key that is not at hand."""
    return f"a part of the log was written with master key {key_id}, which is not in {VARIABLE}"
