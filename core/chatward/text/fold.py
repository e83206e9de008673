"""The folded view: what a text says once its disguise is taken off.

Compatibility forms become plain ones (NFKC, UAX #15), characters without a glyph vanish, the
Unicode tag block becomes the ASCII it spells, piled-up combining marks are dropped from Latin
letters. The confusable view then writes look-alikes of other scripts as the Latin letters they
pass for (a selection of UTS #39); it stands beside the folded view and never replaces it.

Folding looks at one character and the marks after it, never further: a text folds the same
whether it arrives at once or in pieces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from chatward.text.offsets import Offsets, Pieces, Same

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_TAG_FIRST, _TAG_LAST, _TAG_BASE = 0xE0020, 0xE007E, 0xE0000

# Default-ignorable and format characters, joiners, fillers; not soft scripts' vowel signs.
HIDDEN_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
HIDDEN = re.compile(f"[{HIDDEN_CLASS}]")

_LATIN_FOR_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеорсухіјѕһԁԛԝкмтвнгпьΑΒΕΖΗΙΚΜΝΟΡΤΥΧαερονικτυχγωɑɡıℓ",
    "ABESIJKMHOPCTYX3aeopcyxijshdqwkmtbhrnbABEZHIKMNOPTYXaepoviktuxywagil",
)


def fold(text: str) -> tuple[str, Offsets]:
    """Return the folded text and its map; the same object and `Same` where nothing changes."""
    if text.isascii() or _is_plain(text):
        return text, Same()
    folded: list[str] = []
    pieces = Pieces()
    done = 0
    for run in _NON_ASCII.finditer(text):
        begin, end = run.span()
        if _is_plain(run.group()):
            continue
        if begin > done and _is_mark(text[begin]):
            begin -= 1  # a mark changes the letter before it
        if begin > done:
            folded.append(text[done:begin])
            pieces.keep(begin - done)
        _fold_run(text, begin, end, folded, pieces)
        done = end
    if done == 0:
        return text, Same()
    folded.append(text[done:])
    pieces.keep(len(text) - done)
    return "".join(folded), pieces


def unmask(folded: str) -> str:
    """Return the folded text with look-alikes written in Latin; same length."""
    return folded if folded.isascii() else folded.translate(_LATIN_FOR_LOOK_ALIKE)


def _is_plain(run: str) -> bool:
    return (
        unicodedata.is_normalized("NFKC", run) and HIDDEN.search(run) is None and not _has_mark(run)
    )


def _fold_run(text: str, begin: int, end: int, folded: list[str], pieces: Pieces) -> None:
    """Fold cluster by cluster: one character and the marks that follow it."""
    place = begin
    while place < end:
        after = place + 1
        while after < end and _is_mark(text[after]):
            after += 1
        written = _fold_cluster(text[place:after])
        folded.append(written)
        pieces.replace(after - place, len(written))
        place = after


def _fold_cluster(cluster: str) -> str:
    first = ord(cluster[0])
    if _TAG_FIRST <= first <= _TAG_LAST:
        return chr(first - _TAG_BASE)
    if HIDDEN.match(cluster):
        return ""
    plain = unicodedata.normalize("NFKC", cluster)
    if len(cluster) > 1 and unicodedata.normalize("NFKD", plain)[0].isascii():
        return _without_marks(plain)
    return plain


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not _is_mark(char))


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char) == "Mn" and HIDDEN.match(char) is None


def _has_mark(run: str) -> bool:
    near, far = _marks()
    if near.search(run):
        return True
    return _ASTRAL.search(run) is not None and far.search(run) is not None


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Classes of the combining marks in and beyond the first plane of Unicode.

    Found once, from the interpreter's own data. Apart, because `re` looks the first plane up in
    a table and goes through the rest one by one.
    """
    marks = [chr(code) for code in range(0x300, 0x1F000) if _is_mark(chr(code))]
    near = "".join(mark for mark in marks if mark <= "\uffff")
    far = "".join(mark for mark in marks if mark > "\uffff")
    return re.compile(f"[{near}]"), re.compile(f"[{far}]")
