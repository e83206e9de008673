"""Exact spans: where the database says a match may end, `re` finds where matches begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatward.matching.pattern import Pattern
from chatward.matching.syntax import LOOK_AHEAD


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
        stop = min(len(text), high + beyond)
        for begin in pattern.starts.finditer(text, low, high):
            match = pattern.at_each_start.match(text, begin.start(), stop)
            if match is not None and match.end(1) > match.start():
                start, end = match.span(1)
                if pattern.has_lead(text, start, end):
                    yield start, end, match


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
