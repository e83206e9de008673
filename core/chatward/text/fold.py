"""The folded view: what a text says once its disguise is taken off.

Compatibility forms become plain ones (NFKC, UAX #15), digits of all scripts become ASCII,
characters without a glyph vanish, the Unicode tag block becomes the ASCII it spells, piled-up
combining marks are dropped. A letter that composes with its marks into one character does so.

Folding looks at one character and the marks after it, never further: a text folds the same
whether it arrives at once or in pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from chatward.text.classes import GENERIC_MARKS, HIDDEN, HIDDEN_CLASS, PLAIN_FORMS, classes
from chatward.text.look_alikes import unmask
from chatward.text.offsets import Offsets, Same, respelled

__all__ = ["HIDDEN_CLASS", "fold", "unmask"]

_TAG_FIRST, _TAG_LAST, _TAG_BASE = "\U000e0020", "\U000e007e", 0xE0000
_FLAG, _FLAG_END = "\U0001f3f4", "\U000e007f"
_CLUSTERS_KEPT, _LONGEST_KEPT = 8192, 8
_GENERIC = re.compile(f"[{GENERIC_MARKS}]+")


def fold(text: str) -> tuple[str, Offsets]:
    """Return the folded text and its map; the same object and `Same` where nothing changes."""
    if text.isascii():
        return text, Same()
    known = classes()
    needs_clusters = _needs_clusters(text)
    if not needs_clusters and known.changing.search(text) is None:
        return text, Same()
    parts = (known.clusters if needs_clusters else known.single).split(text)
    fold_one: Callable[[str], str] = _fold_cluster
    if needs_clusters and max(map(len, parts[1::2]), default=0) > _LONGEST_KEPT:
        fold_one = _fold_cluster.__wrapped__  # floods of marks are not worth remembering
    folded, offsets = respelled(parts, list(map(fold_one, parts[1::2])))
    return (text, Same()) if folded == text else (folded, offsets)


def _needs_clusters(text: str) -> bool:
    """Tell whether marks matter; where they are ordinary writing, single characters will do."""
    known = classes()
    if known.piled.search(text) is not None:
        return True
    if known.marks.search(text) is None:
        return False
    if known.awkward.search(text) is not None:
        return True
    return known.joining.search(text) is not None and not unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=_CLUSTERS_KEPT)
def _fold_cluster(cluster: str) -> str:
    """Fold a character and the marks that follow it."""
    first = cluster[0]
    if first in PLAIN_FORMS:
        return PLAIN_FORMS[first]
    if first == _FLAG and cluster[-1] == _FLAG_END:
        return first
    if HIDDEN.match(first):
        spelled = chr(ord(first) - _TAG_BASE) if _TAG_FIRST <= first <= _TAG_LAST else ""
        return spelled + _GENERIC.sub("", cluster[1:])
    plain = unicodedata.normalize("NFKC", cluster)
    if len(cluster) > 1 and len(plain) > 1:
        plain = _without_marks(plain)
    elif _GENERIC.match(plain):
        return ""  # a mark without a letter
    return "".join(map(_fold_char, plain))


def _fold_char(char: str) -> str:
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return PLAIN_FORMS.get(char, char)


def _without_marks(text: str) -> str:
    """Drop all marks from a Latin letter, from others those of no script."""
    apart = unicodedata.normalize("NFKD", text)
    if apart[0].isascii() and apart[0].isalpha():
        return "".join(char for char in apart if unicodedata.category(char) not in {"Mn", "Me"})
    return _GENERIC.sub("", text)
