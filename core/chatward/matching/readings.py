"""Shared candidates: one pattern finds number-like runs, many readings say what one can be.

Ninety patterns for ninety kinds of numbers would all fire on every run of digits. Instead a few
candidates are found once, and of all readings only those are asked whose words were heard or
whose form is enough, by length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from chatward.matching.reading import CODE, NUMBER, Reading, Sense
from chatward.matching.words import Heard, WordIndex

_GAPS = {NUMBER: re.compile("[ ./\u2010-\u2013-]"), CODE: re.compile("-")}
_MOST_ENDS = 4
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")  # what logs are full of is nobody's number


class Readings:
    """The readings of one candidate, found by what was heard and by length."""

    def __init__(self, candidate: str, readings: Sequence[Reading]) -> None:
        self._gap = _GAPS.get(candidate)
        self._readings = tuple(readings)
        self.kinds = frozenset(each.kind for each in readings)

    # Built when a first candidate is seen: starting must not wait for it.
    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([each.context for each in self._readings])

    @cached_property
    def _bare(self) -> dict[int, Pool]:
        return _pools(self._readings, _counts_bare)

    @cached_property
    def _alone(self) -> dict[int, Pool]:
        return _pools(self._readings, _counts_alone)

    def read(self, matched: str, hear: Callable[[], Heard], *, alone: bool) -> list[Sense]:
        """Return what the longest readable beginning of a candidate can be.

        Args:
            matched: The candidate as written.
            hear: Returns what stands to the left.
            alone: The candidate is the whole message.

        """
        if _DAY.match(matched):
            return []
        named = self._index.named(hear())
        for end in _ends(matched):
            written = matched[:end]
            compact = self._gap.sub("", written).upper() if self._gap else written
            whole = alone and end == len(matched)
            pool = (self._alone if whole else self._bare).get(len(compact))
            if pool is None or not pool.may_hold(compact, written, alone=whole):
                pool = _EMPTY
            if named or pool.numbers:
                senses = self._senses(compact, written, named, pool, alone=whole)
                if senses:
                    return senses
        return []

    def _senses(
        self, compact: str, written: str, named: frozenset[int], pool: Pool, *, alone: bool
    ) -> list[Sense]:
        """Return what a candidate is by the words before it, or by itself."""
        senses: list[Sense] = []
        for number in named.union(pool.numbers):
            reading = self._readings[number]
            if not reading.widths[0] <= len(compact) <= reading.widths[1]:
                continue
            known = number in named or (alone and reading.is_message(written))
            score = reading.score_of(compact, written, known=known)
            if score > 0:
                senses.append(Sense(len(written), reading.kind, score))
        return senses


@dataclass(frozen=True)
class Pool:
    """Readings of one length that may be what a candidate is without any word.

    Attributes:
        numbers: Their places among all readings.
        members: The readings.

    """

    numbers: tuple[int, ...]
    members: tuple[Reading, ...]

    def may_hold(self, compact: str, written: str, *, alone: bool) -> bool:
        """Tell, with one or two matches instead of many, whether asking each is worth it."""
        if alone or (self._forms is not None and self._forms.fullmatch(compact)):
            return True
        return self._ways is not None and self._ways.fullmatch(written) is not None

    @cached_property
    def _forms(self) -> re.Pattern[str] | None:
        return _any_of({each.form for each in self.members if not each.written})

    @cached_property
    def _ways(self) -> re.Pattern[str] | None:
        return _any_of({each.written for each in self.members if each.written})


_EMPTY = Pool((), ())


def _pools(readings: Sequence[Reading], chosen: Callable[[Reading], bool]) -> dict[int, Pool]:
    """Return the chosen readings by the lengths they can have."""
    found: dict[int, list[int]] = {}
    for number, reading in enumerate(readings):
        low, high = reading.widths
        for length in range(low, high + 1) if chosen(reading) else ():
            found.setdefault(length, []).append(number)
    return {
        length: Pool(tuple(numbers), tuple(readings[number] for number in numbers))
        for length, numbers in found.items()
    }


def _any_of(patterns: set[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{each})" for each in sorted(patterns)), re.ASCII)


def _counts_bare(reading: Reading) -> bool:
    return reading.score_without_context > 0


def _counts_alone(reading: Reading) -> bool:
    return bool(reading.alone) or reading.score_without_context > 0


def _ends(matched: str) -> Iterator[int]:
    """Yield where a candidate may end: at its end, or before a blank inside it."""
    yield len(matched)
    end = matched.rfind(" ")
    for _ in range(_MOST_ENDS):
        if end <= 0:
            return
        yield end
        end = matched.rfind(" ", 0, end)
