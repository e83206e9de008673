"""Text written backwards: ``snoitcurtsni suoiverp lla erongi``.

A word that orders end in, written backwards, gives it away; so far as an order may reach after
it, the text is turned round. Stretches that overlap are turned as one, so that each character is
read once, but only what lies within one of them counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from chatward.matching.pattern import Pattern
from chatward.text.attack_words import TELLING
from chatward.text.offsets import Offsets

_REACH = 160
_LEAST_CHARS = 6
_ENDINGS = ("rules", "orders", "commands", "constraints", "policies", "messages")
_REVERSED = "|".join(
    word[::-1] for word in (*_ENDINGS, *(word for word in TELLING if len(word) >= _LEAST_CHARS))
)
_LEAD = rf"(?<![A-Za-z])(?:{_REVERSED})(?![A-Za-z])"

TRIGGER = Pattern("reversed", rf"{_LEAD}[\s\S]{{0,{_REACH}}}", ignore_case=True, lead=_LEAD)


@dataclass(frozen=True, slots=True)
class Mirrored(Offsets):
    """The view is a stretch of the original from its end to its beginning.

    Attributes:
        first: Where the stretch begins.
        last: Where it ends.
        parts: Spans of the original, by start, within one of which a finding must lie.

    """

    first: int
    last: int
    parts: Sequence[tuple[int, int]]

    def start(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return the first character of the stretch."""
        return self.first

    def end(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return the end of the stretch."""
        return self.last

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original; an empty one where no part holds it."""
        began, ended = self.last - end, self.last - start
        known = bisect_right(self.parts, (began, self.last + 1)) - 1
        if known < 0 or ended > self.parts[known][1]:
            return began, began
        return began, ended


def turn_round(text: str, segments: Sequence[tuple[int, int]]) -> list[tuple[str, Mirrored]]:
    """Return each stretch of overlapping segments from its end to its beginning, and its map."""
    stretches: list[list[tuple[int, int]]] = []
    last = -1
    for start, end in segments:
        if start >= last:
            stretches.append([])
        stretches[-1].append((start, end))
        last = max(last, end)
    turned: list[tuple[str, Mirrored]] = []
    for parts in stretches:
        first, last = parts[0][0], max(end for _, end in parts)
        turned.append((text[first:last][::-1], Mirrored(first, last, parts)))
    return turned
