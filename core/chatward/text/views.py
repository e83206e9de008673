"""The views of a text: as it stands, folded, unmasked; each with a map back to the original."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from chatward.text.fold import fold, unmask
from chatward.text.offsets import Offsets, Same, Within


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a text.

    Attributes:
        name: ``"plain"``, ``"folded"``, ``"confusable"``, or the encoding taken off.
        text: What is seen.
        offsets: Back to the original text.
        depth: How many encodings were taken off.

    """

    name: str
    text: str
    offsets: Offsets
    depth: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of this view stands for."""
        return self.offsets.start(start), self.offsets.end(end)


def views_of(text: str) -> list[View]:
    """Return the views that differ; plain ASCII has one."""
    views = [View("plain", text, Same())]
    if text.isascii():
        return views
    folded, offsets = fold(text)
    if folded is not text:
        views.append(View("folded", folded, offsets))
    unmasked = unmask(folded)
    if unmasked != folded:
        views.append(View("confusable", unmasked, offsets))
    return views


def views_within(decoded: str, encoding: str, outer: View, start: int, end: int) -> list[View]:
    """Return the views of a decoded segment that stands at start..end of another view."""
    within = Within(*outer.span(start, end))
    depth = outer.depth + 1
    return [View(encoding, view.text, within, depth) for view in views_of(decoded)]


def chars_of_bytes(data: bytes, ends: list[int]) -> dict[int, int]:
    """Map byte offsets into UTF-8 to code point offsets, in one pass over the bytes."""
    places = sorted({0, *ends})
    mapped = {0: 0}
    for before, place in pairwise(places):
        mapped[place] = mapped[before] + len(data[before:place].decode("utf-8"))
    return mapped
