"""Which characters folding has to look at, found from the interpreter's own Unicode data.

Built once, on the first text that is not ASCII: a few milliseconds. Beyond the first plane the
class is a coarse one of four ranges, because `re` looks the first plane up in a table and goes
through the rest one by one; what it holds too many folds to itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

# Default-ignorable and format characters, joiners, fillers; not soft scripts' vowel signs.
HIDDEN_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
HIDDEN = re.compile(f"[{HIDDEN_CLASS}]")

# Marks that belong to no script and pile up on any letter.
GENERIC_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)

PLAIN_FORMS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
    **dict.fromkeys("\u1680\u2800", " "),
    **dict.fromkeys("\u0085\u2028\u2029", "\n"),
}
"""Dashes, quotation marks, blanks and line ends that NFKC leaves alone, as ASCII writes them."""

_BLOCK = 64
_PLANE = 0x10000
_IDEOGRAPHS = range(0x3400, 0xA000)
_HANGUL_TO_PRIVATE_USE = range(0xAC00, 0xF900)
_FAR = "\U00010000-\U0001f2ff\U0001fbf0-\U0001fbf9\U0002f800-\U0002fa1f\U000e0000-\U000e0fff"
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"


@dataclass(frozen=True, slots=True)
class Classes:
    """Compiled classes.

    Attributes:
        changing: A character that folds to something else, or a mark of no script.
        joining: A mark or vowel that may compose with the letter before it.
        marks: A mark of a script.
        awkward: Such a mark where it does not belong: on a Latin letter, on what changes.
        piled: A mark of no script, or the end of a flag: single characters are not enough.
        single: Splits a text without such marks into what stays and single characters.
        clusters: Splits any text into what stays and clusters: a character and its marks.

    """

    changing: re.Pattern[str]
    joining: re.Pattern[str]
    marks: re.Pattern[str]
    awkward: re.Pattern[str]
    piled: re.Pattern[str]
    single: re.Pattern[str]
    clusters: re.Pattern[str]


@cache
def classes() -> Classes:
    """Return the classes, found on the first call."""
    special, script_marks, joining = map(_ranges, _sorted_out())
    changing = f"{special}{HIDDEN_CLASS}{_FAR}"
    joins = f"{GENERIC_MARKS}{joining}"
    marks = f"{joins}{script_marks}"
    return Classes(
        changing=re.compile(f"[{changing}{GENERIC_MARKS}]"),
        joining=re.compile(f"[{joining}]"),
        marks=re.compile(f"[{marks}]"),
        awkward=re.compile(f"[{_LATIN}{changing}][{marks}]"),
        piled=re.compile(f"[{GENERIC_MARKS}\U000e007f]"),
        single=re.compile(f"([{changing}])"),
        clusters=re.compile(
            f"({_FLAG}|[^{changing}{marks}]?[{joins}][{marks}]*|[{_LATIN}][{marks}]+|"
            f"[{changing}][{marks}]*)"
        ),
    )


def _sorted_out() -> tuple[list[int], list[int], list[int]]:
    """Return code points that change, marks of scripts, and what composes with a letter before."""
    special = [ord(char) for char in PLAIN_FORMS]
    script_marks: list[int] = []
    joining = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]  # Hangul vowels and finals
    for char in _candidates():
        if HIDDEN.match(char):
            continue
        if unicodedata.category(char) in {"Mn", "Me"}:
            script_marks.append(ord(char))
        elif unicodedata.normalize("NFKC", char) != char or char.isdecimal():
            special.append(ord(char))
        decomposed = unicodedata.decomposition(char).split()
        if len(decomposed) == 2 and not decomposed[0].startswith("<"):
            joining.append(int(decomposed[1], 16))
    return special, script_marks, joining


def _candidates() -> Iterator[str]:
    """Yield the characters of the first plane outside the blocks that hold nothing of interest."""
    for first in range(0x80, _PLANE, _BLOCK):
        if first in _IDEOGRAPHS or first in _HANGUL_TO_PRIVATE_USE:
            continue
        block = "".join(map(chr, range(first, first + _BLOCK)))
        if (
            unicodedata.normalize("NFKD", block) != block
            or any(map(unicodedata.combining, block))
            or any(map(str.isdecimal, block))
            or not block.isalnum()
        ):
            yield from block


def _ranges(codes: Iterable[int]) -> str:
    """Write code points as the inside of a character class."""
    written: list[str] = []
    ordered = sorted(set(codes))
    first = 0
    for place, code in enumerate(ordered):
        if place + 1 == len(ordered) or ordered[place + 1] != code + 1:
            written.append(f"\\u{ordered[first]:04x}-\\u{code:04x}")
            first = place + 1
    return "".join(written)
