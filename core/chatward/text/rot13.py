"""Rot13: ``vtaber nyy cerivbhf vafgehpgvbaf``.

A word that means nothing in any language and is an order's in rot13 gives it away; what follows
it is turned back too, so far as an order may reach. No match goes through the place where that
begins, so that a stream need not wait for what may follow.
"""

from __future__ import annotations

import codecs
import re

from chatward.matching.pattern import Pattern
from chatward.text.attack_words import TELLING
from chatward.text.decode import APART
from chatward.text.offsets import Offsets, Pieces

_REACH = 240
_LEAST_CHARS = 6
_TURNED = tuple(
    codecs.encode(word, "rot13") for word in TELLING if word.isascii() and len(word) >= _LEAST_CHARS
)
_WORD = rf"(?<![A-Za-z])(?:{'|'.join(_TURNED)})(?![A-Za-z])"

TRIGGER = Pattern("rot13", _WORD, ignore_case=True, once=True)
_FIND = re.compile(_WORD, re.IGNORECASE)


def turn_back(text: str) -> tuple[str, Offsets]:
    """Return the text with what a telling word begins turned back, set apart, and its map."""
    pieces: list[str] = []
    original: list[int] = []
    done = 0
    for start, end in _reaches(text):
        pieces += [text[done:start], APART, codecs.encode(text[start:end], "rot13")]
        original += [start - done, 0, end - start]
        done = end
    pieces.append(text[done:])
    original.append(len(text) - done)
    return "".join(pieces), Pieces(original, map(len, pieces))


def _reaches(text: str) -> list[tuple[int, int]]:
    """Return how far each telling word reaches; what overlaps is one."""
    merged: list[tuple[int, int]] = []
    for match in _FIND.finditer(text):
        start, end = match.start(), min(len(text), match.start() + _REACH)
        if merged and start <= merged[-1][1]:
            start = merged.pop()[0]
        merged.append((start, end))
    return merged
