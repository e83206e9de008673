"""Look for events in audit logs: files are sifted before they are decoded, databases are asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import msgspec

from chatward.audit.query import Query, prefilter
from chatward.audit.reading import STANDARD_INPUT, lines_backwards, read_lines, segments_of
from chatward.audit.sqlite_reading import is_database, read_rows

_BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Head(msgspec.Struct):
    """What every line of an audit log has."""

    event: str
    reference: str
    time: float


_HEAD = msgspec.json.Decoder(_Head)
_FIELDS = msgspec.json.Decoder(dict[str, Any])


@dataclass
class Search:
    """Looks for events in audit logs.

    Attributes:
        query: What they must be like.
        broken: So many lines were no events, of those that had to be looked at so far.

    """

    query: Query
    broken: int = field(default=0, init=False)

    def lines(self, files: Sequence[Path]) -> Iterator[bytes]:
        """Return the lines that match, as they stand in the logs; arguments as for `read_lines`.

        Raises:
            AuditError: A file cannot be read.

        """
        for is_asked, group in groupby(files, is_database):
            if not is_asked:
                yield from self.among(read_lines(list(group)))
                continue
            where, values = self.query.where()
            for path in group:
                yield from self.among(read_rows(path, where, values))

    def last(self, path: Path, number: int) -> list[bytes]:
        """Return the last lines of a log that match, oldest first.

        Args:
            path: The log.
            number: How many at most.

        Raises:
            AuditError: A file cannot be read.

        """
        if path == STANDARD_INPUT:
            return list(deque(self.lines([path]), maxlen=max(0, number)))
        newest_first = self._backwards(path)
        return list(islice(self.among(newest_first), max(0, number)))[::-1]

    def among(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Return those of the lines that match, and count the broken ones."""
        may_match, by_time = prefilter(self.query), self.query.asks_for_time_alone
        for line in lines:
            if may_match(line) and self._matches(line, by_time=by_time):
                yield line

    def _backwards(self, path: Path) -> Iterator[bytes]:
        if is_database(path):
            where, values = self.query.where()
            yield from read_rows(path, where, values, newest_first=True)
            return
        for segment in reversed(segments_of(path)):
            yield from lines_backwards(segment)

    def _matches(self, line: bytes, *, by_time: bool) -> bool:
        query = self.query
        try:
            if by_time or query.is_timed:  # then most need not be decoded wholly
                in_time = query.is_in_time(_HEAD.decode(line).time)
                if by_time or not in_time:
                    return in_time
            fields = _FIELDS.decode(line)
        except _BROKEN:
            self.broken += 1
            return False
        return query.matches(fields)
