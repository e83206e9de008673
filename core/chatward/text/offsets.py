"""From a place in a view back to the place in the original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Protocol


class Offsets(Protocol):
    """Maps a span of a view to the smallest span of the original that holds it."""

    def start(self, place: int) -> int:
        """Return where the character at this place of the view begins in the original."""
        ...

    def end(self, place: int) -> int:
        """Return where the character before this place of the view ends in the original."""
        ...


@dataclass(frozen=True, slots=True)
class Same:
    """The view is the original, character for character."""

    def start(self, place: int) -> int:
        """Return the place itself."""
        return place

    def end(self, place: int) -> int:
        """Return the place itself."""
        return place


@dataclass(frozen=True, slots=True)
class Within:
    """The view is what a segment decodes to: everything in it maps to the whole segment."""

    first: int
    last: int

    def start(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return the first character of the segment."""
        return self.first

    def end(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return the end of the segment."""
        return self.last


class Pieces:
    """The view is the original with some runs replaced; only where runs meet is remembered.

    Runs alternate freely: a kept run has the same length on both sides, a replaced one maps
    as a whole. Empty replacements (hidden characters) belong to the character before them.
    """

    def __init__(self) -> None:
        self._view: list[int] = [0]
        self._original: list[int] = [0]
        self._kept: list[bool] = []

    def keep(self, chars: int) -> None:
        """Add a run that stands unchanged in the view."""
        self._add(chars, chars, kept=True)

    def replace(self, original_chars: int, view_chars: int) -> None:
        """Add a run of the original that the view shows as `view_chars` other characters."""
        self._add(original_chars, view_chars, kept=False)

    def start(self, place: int) -> int:
        """Return where the character at this place of the view begins in the original."""
        # The last run that begins here: earlier ones of no width show nothing in the view.
        run = min(bisect_right(self._view, place) - 1, len(self._kept))
        if run == len(self._kept):
            return self._original[-1]
        inside = place - self._view[run] if self._kept[run] else 0
        return self._original[run] + inside

    def end(self, place: int) -> int:
        """Return where the character before this place of the view ends in the original."""
        if place <= 0:
            return 0
        run = bisect_left(self._view, place) - 1
        inside = place - self._view[run]
        whole = not self._kept[run]
        end = self._original[run + 1] if whole else self._original[run] + inside
        if end == self._original[run + 1]:
            end = self._after_hidden(run + 1)
        return end

    def _after_hidden(self, run: int) -> int:
        """Take along runs that show nothing, so that no hidden character is left behind."""
        while run < len(self._kept) and self._view[run + 1] == self._view[run]:
            run += 1
        return self._original[run]

    def _add(self, original_chars: int, view_chars: int, *, kept: bool) -> None:
        self._original.append(self._original[-1] + original_chars)
        self._view.append(self._view[-1] + view_chars)
        self._kept.append(kept)
