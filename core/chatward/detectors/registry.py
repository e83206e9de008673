"""A set of detectors and the one database of their patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType

from chatward.detectors.detector import Detector, detector_of
from chatward.detectors.waiting import Waiting, waiting_among
from chatward.kinds import to_presidio
from chatward.matching.cache import DatabaseCache
from chatward.matching.candidates import candidate_patterns
from chatward.matching.database import Database
from chatward.matching.pattern import Pattern
from chatward.matching.words import CONTEXT_CHARS
from chatward.text.fold import fold
from chatward.text.triggers import TRIGGERS

CONTEXT_REACH = 256
"""How far to the left of a match, in characters of the original, context is looked for."""

# A little more than context reaches, so that no word is cut where a stream's memory begins.
_FOLDED_PAST = CONTEXT_CHARS + 16


@dataclass(frozen=True)
class Detectors:
    """A set of detectors with their one database.

    Attributes:
        detectors: The detectors, or the modules that describe them.
        families: Which family a kind belongs to.
        cache: Where the compiled database is kept.

    """

    detectors: Sequence[ModuleType | Detector]
    families: Mapping[str, str]
    cache: DatabaseCache | None = None
    _waiting: dict[frozenset[str], Waiting] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns of all detectors, the shared candidates, the triggers for decoding."""
        own = [pattern for detector in self._all for pattern in detector.patterns]
        readings = [reading for detector in self._all for reading in detector.readings]
        return (*own, *candidate_patterns(readings), *TRIGGERS)

    @cached_property
    def families_of_patterns(self) -> tuple[frozenset[str], ...]:
        """The families that the matches of each pattern can belong to."""
        return tuple(
            frozenset(self.families.get(kind, "") for kind in pattern.kinds)
            for pattern in self.patterns
        )

    @cached_property
    def procedures(self) -> tuple[Detector, ...]:
        """The detectors that look at a text by a procedure of their own."""
        return tuple(detector for detector in self._all if detector.scan)

    @cached_property
    def whole(self) -> tuple[Detector, ...]:
        """The detectors that look at a text as a whole."""
        return tuple(detector for detector in self._all if detector.whole)

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """The words that placeholders of the kinds begin with."""
        return frozenset(map(to_presidio, self.families))

    @cached_property
    def database(self) -> Database:
        """The one database."""
        return Database(self.patterns, self.cache)

    @cached_property
    def solid_reach(self) -> int:
        """Length of the longest match that no boundary interrupts."""
        return max((p.width for p in self.patterns if p.solid), default=0)

    def waiting(self, kinds: frozenset[str]) -> Waiting:
        """Return the patterns of these kinds that a stream has to wait for."""
        known = self._waiting.get(kinds)
        if known is None:
            first_trigger = len(self.patterns) - len(TRIGGERS)
            known = self._waiting[kinds] = waiting_among(
                (number, pattern)
                for number, pattern in enumerate(self.patterns)
                if number >= first_trigger or not pattern.kinds.isdisjoint(kinds)
            )
        return known

    def past(self, text: str, done: int) -> int:
        """Return from where on a stream must keep its text to look left from `done`."""
        keep = max(0, done - 2 * CONTEXT_REACH)
        if keep == 0:
            return 0
        folded, offsets = fold(text[:done])
        return min(keep, offsets.start(max(0, len(folded) - _FOLDED_PAST)))

    @cached_property
    def _all(self) -> tuple[Detector, ...]:
        return tuple(detector_of(each) for each in self.detectors)
