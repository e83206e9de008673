"""From a place in a view back to the place in the original text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol


class Offsets(Protocol):
    """Maps a span of a view to the smallest span of the original that holds it."""

    def start(self, place: int) -> int:
        """Return where the character at this place of the view begins in the original."""
        ...

    def end(self, place: int) -> int:
        """Return where the character before this place of the view ends in the original."""
        ...

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the view stands for."""
        return self.start(start), self.end(end)


@dataclass(frozen=True, slots=True)
class Same(Offsets):
    """The view is the original, character for character."""

    def start(self, place: int) -> int:
        """Return the place itself."""
        return place

    def end(self, place: int) -> int:
        """Return the place itself."""
        return place


@dataclass(frozen=True, slots=True)
class Through(Offsets):
    """A view of a view: places go through the inner map, then through the outer one."""

    inner: Offsets
    outer: Offsets

    def start(self, place: int) -> int:
        """Return where the character at this place of the view begins in the original."""
        return self.outer.start(self.inner.start(place))

    def end(self, place: int) -> int:
        """Return where the character before this place of the view ends in the original."""
        return self.outer.end(self.inner.end(place))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the view stands for."""
        return self.outer.span(*self.inner.span(start, end))


class Pieces(Offsets):
    """The view is the original with some pieces written in another way.

    A piece maps character for character where it stands unchanged or is one character on both
    sides; any other maps as a whole. What shows nothing (a hidden character) belongs to the
    character before it.
    """

    def __init__(self, original_chars: Iterable[int], view_chars: Iterable[int]) -> None:
        """Take the lengths of all pieces, from left to right; 0 and 0 is allowed."""
        self._original = list(accumulate(original_chars, initial=0))
        self._view = list(accumulate(view_chars, initial=0))
        self._whole: frozenset[int] = frozenset()

    def keep_whole(self, pieces: Iterable[int]) -> None:
        """Name the pieces that map as a whole although they are as long on both sides."""
        self._whole = frozenset(pieces)

    def start(self, place: int) -> int:
        """Return where the character at this place of the view begins in the original."""
        # The last piece that begins here: earlier ones of no width show nothing in the view.
        piece = bisect_right(self._view, place) - 1
        if piece + 1 >= len(self._view):
            return self._original[-1]
        inside = place - self._view[piece] if self._is_aligned(piece) else 0
        return self._original[piece] + inside

    def end(self, place: int) -> int:
        """Return where the character before this place of the view ends in the original."""
        if place <= 0:
            return 0
        piece = bisect_right(self._view, place) - 1
        inside = place - self._view[piece]
        if inside and piece + 1 < len(self._view):
            if self._is_aligned(piece):
                return self._original[piece] + inside
            piece = bisect_right(self._view, self._view[piece + 1]) - 1
        return self._original[piece]

    def _is_aligned(self, piece: int) -> bool:
        if piece in self._whole:
            return False
        original = self._original[piece + 1] - self._original[piece]
        return original == self._view[piece + 1] - self._view[piece]


def respelled(parts: list[str], written: list[str]) -> tuple[str, Offsets]:
    """Put a text together again of which every second part is written in another way.

    Args:
        parts: What `re.split` with one group returns: what stays, a match, what stays, ...
        written: What stands in the view for each match.

    """
    original = list(map(len, parts))
    whole = [
        2 * number + 1
        for number, view in enumerate(written)
        if len(view) > 1 and parts[2 * number + 1] != view
    ]
    parts[1::2] = written
    view_chars = list(map(len, parts))
    if original == view_chars and not whole:
        return "".join(parts), Same()
    pieces = Pieces(original, view_chars)
    pieces.keep_whole(whole)
    return "".join(parts), pieces
