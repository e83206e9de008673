"""All patterns in one Hyperscan database: one pass tells where matches end.

A scan costs the same however many patterns there are. One scratch per thread and process:
Hyperscan refuses to share one.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import hyperscan

from chatward.errors import DetectorError
from chatward.matching import syntax
from chatward.matching.cache import DatabaseCache
from chatward.matching.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Hits:
    """Where matches of one pattern may end.

    Attributes:
        pattern: Index of the pattern.
        ends: Byte offsets after the last byte, ascending.

    """

    pattern: int
    ends: list[int]


@dataclass
class Database:
    """The compiled patterns, built on first use.

    Attributes:
        patterns: What is looked for; a hit names a pattern by its place here.
        cache: Where the compiled form is kept between processes; None = nowhere.

    """

    patterns: Sequence[Pattern]
    cache: DatabaseCache | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _compiled: hyperscan.Database | None = field(default=None, repr=False)
    _local: threading.local = field(default_factory=threading.local, repr=False)

    def scan(self, data: bytes) -> list[Hits]:
        """Return the hits of every pattern in UTF-8 text, by pattern, in one pass."""
        found: dict[int, list[int]] = {}

        def note(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
            ends = found.get(pattern)
            if ends is None:
                found[pattern] = [end]
            else:
                ends.append(end)

        database = self.warm()
        database.scan(data, match_event_handler=note, scratch=self._scratch(database))
        return [Hits(pattern, ends) for pattern, ends in sorted(found.items())]

    def warm(self) -> hyperscan.Database:
        """Load the database from the cache, or compile it and put it there."""
        if self._compiled is None:
            with self._lock:
                if self._compiled is None:
                    self._compiled = self._build()
        return self._compiled

    def _build(self) -> hyperscan.Database:
        recipe = _recipe(self.patterns) if self.cache else ""
        cached = self.cache.load(recipe) if self.cache else None
        if cached is not None:
            return cached
        expressions = [pattern.expression for pattern in self.patterns]
        flags = [_flags(pattern) for pattern in self.patterns]
        try:
            database = _compile(expressions, flags)
        except hyperscan.error:
            raise self._refused(expressions, flags) from None
        if self.cache:
            self.cache.save(recipe, database)
        return database

    def _refused(self, expressions: list[str], flags: list[int]) -> DetectorError:
        """Return the error that names the pattern which cannot be compiled."""
        for pattern, expression, flag in zip(self.patterns, expressions, flags, strict=True):
            try:
                _compile([expression], [flag])
            except hyperscan.error as error:
                return DetectorError(
                    f"pattern of {pattern.kind!r}: {error}; give it a shorter lead"
                )
        return DetectorError("the patterns are too many for one database")

    def _scratch(self, database: hyperscan.Database) -> hyperscan.Scratch:
        # A forked child inherits the parent's scratch memory; it gets its own.
        if getattr(self._local, "process", None) != os.getpid():
            self._local.scratch = hyperscan.Scratch(database)
            self._local.process = os.getpid()
        scratch: hyperscan.Scratch = self._local.scratch
        return scratch


def _recipe(patterns: Sequence[Pattern]) -> str:
    """Return all that decides what the database becomes, without parsing a single pattern."""
    translator = hashlib.sha256(Path(syntax.__file__).read_bytes()).hexdigest()
    return "\n".join(
        [translator, *(f"{_flags(each)} {each.lead or each.regex}" for each in patterns)]
    )


def _compile(expressions: list[str], flags: list[int]) -> hyperscan.Database:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[each.encode() for each in expressions],
        ids=list(range(len(expressions))),
        flags=flags,
    )
    return database


def _flags(pattern: Pattern) -> int:
    flags = int(hyperscan.HS_FLAG_UTF8)
    if pattern.ignore_case:
        flags |= int(hyperscan.HS_FLAG_CASELESS)
    if pattern.unicode:
        flags |= int(hyperscan.HS_FLAG_UCP)
    if pattern.once:
        flags |= int(hyperscan.HS_FLAG_SINGLEMATCH)
    return flags
