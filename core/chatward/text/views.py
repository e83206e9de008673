"""The views of a text: as it stands, folded, unmasked, respelled, decoded.

Each has a map back to the original. Which there are depends on the text; plain ASCII has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from chatward.text import backwards
from chatward.text.decode import DEPTH, decoded
from chatward.text.fold import fold, unmask
from chatward.text.look_alikes import is_masked
from chatward.text.offsets import Offsets, Same, Through
from chatward.text.respell import SPELLINGS

GAMES = frozenset({"spaced", "leet", "rot13", "reversed"})
"""Views that are made for their words alone; nothing else is looked for inside them."""

ESCAPES = "escapes"


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a text.

    Attributes:
        name: ``"plain"``, ``"folded"``, ``"confusable"``, or the disguise taken off.
        text: What is seen.
        offsets: Back to the original text.
        depth: How many encodings were taken off.
        shadowed: Whether the folded view holds all that this one does, but for what it takes out.
        closed: Whether it is a segment: more text at the end of the original would not follow it.

    """

    name: str
    text: str = field(repr=False)
    offsets: Offsets
    depth: int = 0
    shadowed: bool = False
    closed: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that a span of this view stands for."""
        return self.offsets.span(start, end)


def views_of(text: str) -> list[View]:
    """Return the views that differ; plain ASCII has one."""
    if text.isascii():
        return [View("plain", text, Same())]
    folded, offsets = fold(text)
    views = [View("plain", text, Same(), shadowed=folded is not text)]
    if folded is not text:
        views.append(View("folded", folded, offsets))
    unmasked = unmask(folded)
    if unmasked != folded:
        views.append(View("confusable", unmasked, offsets))
    return views


def as_meant(views: Sequence[View]) -> View:
    """Return, of a text's own views, the one that reads as the text is meant."""
    last = views[-1]
    return views[-2] if last.name == "confusable" and not is_masked(last.text) else last


def may_hold(view: View, disguise: str) -> bool:
    """Tell whether to look for a disguise in a view."""
    if view.depth >= DEPTH or view.name in GAMES or view.name == disguise == ESCAPES:
        return False
    if view.name == "confusable":
        return disguise in GAMES
    return not view.shadowed or disguise == "selectors"  # folding takes selectors out


def views_respelled(spelling: str, outer: View) -> list[View]:
    """Return the views of a text in which one of the `SPELLINGS` is undone in place."""
    text, inner = SPELLINGS[spelling].undo(outer.text)
    if text == outer.text:
        return []
    offsets = _through(inner, outer.offsets)
    if spelling in GAMES:
        return [View(spelling, text, offsets, outer.depth + 1, closed=outer.closed)]
    return _read(text, offsets, View(spelling, text, offsets, outer.depth + 1, closed=outer.closed))


def views_within(encoding: str, outer: View, segments: Sequence[tuple[int, int]]) -> list[View]:
    """Return the views of the encoded segments that stand in another view, ascending by start."""
    depth = outer.depth + 1
    if encoding == backwards.TRIGGER.kind:
        return [
            View(encoding, text, _through(mirrored, outer.offsets), depth, closed=True)
            for text, mirrored in backwards.turn_round(outer.text, segments)
        ]
    text, inner = decoded(encoding, outer.text, segments)
    if not text:
        return []
    offsets = _through(inner, outer.offsets)
    return _read(text, offsets, View(encoding, text, offsets, depth, closed=True))


def chars_of_bytes(data: bytes, ends: list[int]) -> dict[int, int]:
    """Map byte offsets into UTF-8 to code point offsets, in one pass over the bytes."""
    places = sorted({0, *ends})
    mapped = {0: 0}
    for before, place in pairwise(places):
        mapped[place] = mapped[before] + len(data[before:place].decode("utf-8"))
    return mapped


def _read(text: str, offsets: Offsets, model: View) -> list[View]:
    """Return a text folded, and with its look-alikes unmasked where that differs."""
    folded, inner = fold(text)
    through = _through(inner, offsets)
    views = [replace(model, text=folded, offsets=through)]
    unmasked = unmask(folded)
    if unmasked != folded:
        views.append(replace(model, text=unmasked, offsets=through))
    return views


def _through(inner: Offsets, outer: Offsets) -> Offsets:
    if isinstance(outer, Same):
        return inner
    return outer if isinstance(inner, Same) else Through(inner, outer)
