"""What was found when a log was verified."""

from __future__ import annotations

import msgspec

SHOWN = 100
"""Problems that a report tells one by one; the rest are counted."""


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as it was written.

    Attributes:
        what: ``"changed"``, ``"removed"``, ``"inserted"``, ``"moved"``, ``"cut-off"``,
            ``"segment"``, ``"head"`` or ``"witness"``.
        said: What, in a sentence.
        file: Name of the file.
        line: Which line of it, from 1; 0 = the file as a whole.
        seq: Number of the record; 0 = none in particular.

    """

    what: str
    said: str
    file: str
    line: int = 0
    seq: int = 0


class Report(msgspec.Struct):
    """What a log was found to be.

    Attributes:
        log: Name of the file.
        records: Records read.
        first: Number of the first record that is kept.
        last: Number of the last record.
        head: Number of the last record that the head covers.
        signed: Number of the last record that is covered by a signature; 0 = none.
        signed_at: When that was signed, seconds since the epoch; 0.0 = never.
        segments: Files it is kept in.
        witnessed: Lines of the witness that were compared; None = there was none.
        problems: What is not as it was written; the first 100.
        found: How many problems there are.
        notes: What is unusual, and no sign of tampering: a crash, files that retention left.

    """

    log: str
    records: int = 0
    first: int = 1
    last: int = 0
    head: int = 0
    signed: int = 0
    signed_at: float = 0.0
    segments: int = 0
    witnessed: int | None = None
    problems: list[Problem] = []
    found: int = 0
    notes: list[str] = []

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.found

    def add(self, problem: Problem) -> None:
        """Put a problem into the report."""
        self.found += 1
        if len(self.problems) < SHOWN:
            self.problems.append(problem)
