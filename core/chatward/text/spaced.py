"""Spaced-out letters: ``i g n o r e   a l l`` and ``i-g-n-o-r-e`` become words again.

Four single letters in a row or more; between two words the gap is wider than within one. Where
there are no gaps, words that orders are made of are set apart from one another.
"""

from __future__ import annotations

import re

from chatward.matching.pattern import Pattern
from chatward.text.attack_words import COMMON, TELLING
from chatward.text.offsets import Offsets, respelled

_LETTER = "[A-Za-z\u00c0-\u024f\u0386-\u0481\u048a-\u052f]"
_GAP = r"[ \t.,\-_*|/~+\u00b7\u2022]{1,3}"
_LEAST = 3
_MOST = 127
_TAIL = 512

TRIGGER = Pattern(
    "spaced",
    rf"(?<!\w){_LETTER}(?:{_GAP}{_LETTER}){{{_LEAST},{_MOST}}}(?!\w)",
    unicode=True,
    lead=rf"{_LETTER}(?:{_GAP}{_LETTER}){{{_LEAST}}}",
    once=True,
)
_RUN = re.compile(rf"((?<!\w){_LETTER}(?:{_GAP}{_LETTER}){{{_LEAST},}}(?!\w))")
_BEGUN = re.compile(rf"(?<!\w){_LETTER}(?:{_GAP}{_LETTER})*(?:{_GAP})?\Z")
_LETTER_AND_GAP = re.compile(f"({_LETTER})")
_SQUEEZED_CHARS = 8


def _by_first_letter(words: tuple[str, ...]) -> str:
    """Return an alternation, longest words first, that looks at each first letter once."""
    ordered = sorted((word for word in words if len(word) > 2), key=len, reverse=True)
    letters = sorted({word[0] for word in ordered})
    tails = {first: [word[1:] for word in ordered if word[0] == first] for first in letters}
    return "|".join(f"{first}(?:{'|'.join(tails[first])})" for first in letters)


_WORD = re.compile(_by_first_letter((*COMMON, *TELLING)), re.IGNORECASE)


def close_up(text: str) -> tuple[str, Offsets]:
    """Return the text with spaced-out letters closed up, and its map."""
    parts = _RUN.split(text)
    return respelled(parts, list(map(_close_up, parts[1::2])))


def open_from(text: str) -> int:
    """Return where a run begins that the end of the text cuts off, or the text's length."""
    begun = _BEGUN.search(text, max(0, len(text) - _TAIL))
    return begun.start() if begun else len(text)


def _widths(between: list[str]) -> list[int]:
    """Return how wide gaps are; where words are dashed, a mere blank parts two of them."""
    if any(gap.isspace() for gap in between) and not all(gap.isspace() for gap in between):
        return [2 if gap.isspace() else 1 for gap in between]
    return list(map(len, between))


def _close_up(run: str) -> str:
    """Write a run as words: a gap wider than one of its neighbours parts them."""
    pieces = _LETTER_AND_GAP.split(run)
    letters, between = pieces[1::2], pieces[2:-1:2]
    gaps = _widths(between)
    if len(set(gaps)) == 1:
        word = "".join(letters)
        if len(word) < _SQUEEZED_CHARS:
            return word
        return " ".join(_WORD.sub(r" \g<0> ", word).split())
    beside = zip([9, *gaps], gaps, [*gaps[1:], 9], strict=False)
    blanks = [" " if gap > min(left, right) else "" for left, gap, right in beside]
    return "".join(letter + blank for letter, blank in zip(letters, [*blanks, ""], strict=True))
