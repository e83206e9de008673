"""A set of detectors and the one database of their patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from chatward.matching.cache import DatabaseCache
from chatward.matching.database import Database
from chatward.matching.pattern import Pattern
from chatward.text.decode import TRIGGERS
from chatward.text.fold import fold

CONTEXT_REACH = 256
"""How far to the left of a match, in characters of the original, context is looked for."""

_FOLDED_PAST = 64


@dataclass(frozen=True)
class Detectors:
    """A set of detectors with their one database.

    Attributes:
        modules: The detectors.
        families: Which family a kind belongs to.
        cache: Where the compiled database is kept.

    """

    modules: Sequence[ModuleType]
    families: Mapping[str, str]
    cache: DatabaseCache | None = None

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of all detectors, then the triggers for decoding."""
        own = [p for module in self.modules for p in getattr(module, "PATTERNS", ())]
        return (*own, *TRIGGERS)

    @cached_property
    def procedures(self) -> tuple[ModuleType, ...]:
        """The detectors that look at a text by a procedure of their own."""
        return tuple(module for module in self.modules if hasattr(module, "scan"))

    @cached_property
    def database(self) -> Database:
        """The one database."""
        return Database(self.patterns, self.cache)

    @cached_property
    def solid_reach(self) -> int:
        """Length of the longest match that no boundary interrupts."""
        return max((p.width for p in self.patterns if p.solid), default=0)

    def past(self, text: str, done: int) -> int:
        """Return from where on a stream must keep its text to look left from `done`."""
        keep = max(0, done - 2 * CONTEXT_REACH)
        if keep == 0:
            return 0
        folded, offsets = fold(text[:done])
        return min(keep, offsets.start(max(0, len(folded) - _FOLDED_PAST)))
