"""Exact spans: where the database says a match may end, `re` finds where matches begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatward.matching.pattern import Pattern
from chatward.matching.syntax import LOOK_AHEAD

_FEW = 8


def spans(pattern: Pattern, text: str, ends: list[int]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield (start, end, match) of every match near the given ends, by start.

    Each start yields its own match, also inside another one; who wins is decided later.

    Args:
        pattern: What to match.
        text: The text scanned.
        ends: Offsets where a match may end, ascending, in code points.

    """
    beyond = pattern.width + LOOK_AHEAD
    for low, high in _windows(ends, pattern.reach):
        for match in _matches(pattern, text, low, high, min(len(text), high + beyond)):
            if match.end(1) > match.start():
                yield match.start(), match.end(1), match


def _matches(
    pattern: Pattern, text: str, low: int, high: int, stop: int
) -> Iterator[re.Match[str]]:
    """Yield a match for every place in low..high where one begins; it may end up to `stop`."""
    if (high - low) * _FEW < stop - high:
        # A search would run on to the stop each time; it is cheaper to ask place by place.
        for place in range(low, high):
            match = pattern.at_each_start.match(text, place, stop)
            if match is not None:
                yield match
        return
    place = low
    while place < high:
        match = pattern.at_each_start.search(text, place, stop)
        if match is None or match.start() >= high:
            return
        yield match
        place = match.start() + 1


def _windows(ends: list[int], width: int) -> Iterator[tuple[int, int]]:
    """Merge the places where a match may begin; (low, high), high not included."""
    low, high = -1, -1
    for end in ends:
        begin = max(0, end - width)
        if begin > high:
            if high > 0:
                yield low, high
            low = begin
        high = end
    if high > 0:
        yield low, high
