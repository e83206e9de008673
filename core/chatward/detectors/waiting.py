"""Which patterns may have begun where a text ends; asked at every piece of every stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from chatward.matching import syntax
from chatward.matching.pattern import Pattern

_ASCII = [chr(code) for code in range(0x80)]


@dataclass(frozen=True)
class Waiting:
    """The patterns whose matches can have blanks in them; others end with their word.

    Attributes:
        led: Those that have begun only where their lead stands, by number.
        others: The rest, by number.

    """

    led: dict[int, Pattern]
    others: dict[int, Pattern]

    def beginning_in(self, text: str) -> Iterator[int]:
        """Yield the numbers of the others that may begin with a character of the text."""
        if not text.isascii():
            yield from self.others
            return
        mask = 0
        for char in set(text):
            mask |= self._masks[ord(char)]
        for bit, number in enumerate(self.others):
            if mask >> bit & 1:
                yield number

    @cached_property
    def _masks(self) -> tuple[int, ...]:
        """For each ASCII character, a bit for each of the others that may begin with it."""
        firsts = [
            re.compile(syntax.first_form(pattern.items, assertions=False), pattern.flags)
            for pattern in self.others.values()
        ]
        return tuple(
            sum(1 << bit for bit, first in enumerate(firsts) if first.match(char))
            for char in _ASCII
        )


def waiting_among(patterns: Iterable[tuple[int, Pattern]]) -> Waiting:
    """Sort the patterns that can have blanks in them."""
    chosen = [(number, pattern) for number, pattern in patterns if not pattern.solid]
    return Waiting(
        {number: pattern for number, pattern in chosen if pattern.led},
        {number: pattern for number, pattern in chosen if not pattern.led},
    )
