"""Characters without a glyph: zero-width, bidi overrides, tags, variation selectors, controls.

Aware of script and emoji: a joiner inside a family emoji, ZWNJ in Persian, joiners in Indic
scripts, one variation selector after a symbol, direction marks and soft hyphens are ordinary
writing and stay. Looks at eight characters to the left and one to the right, never further.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from chatward.finding import Finding
from chatward.kinds import HIDDEN
from chatward.text.fold import HIDDEN_CLASS
from chatward.text.views import View

KIND = "hidden-character"
FAMILY = HIDDEN

CAUGHT = (
    "pass\u200bword",
    "hello \U000e0069\U000e0067\U000e006e",
    "user\u202etxt.exe",
    "a\ufe01\ufe02b",
    "nul\x00byte",
)
CLEAN = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u2764\ufe0f and 1\ufe0f\u20e3",
    "\u0915\u094d\u200d\u0937",
    "soft\u00adhyphen",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "tab\tand\nnewline",
)

_SUSPECT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{HIDDEN_CLASS}]")
_HARMLESS = frozenset("\u00ad\u200e\u200f\u061c\u180e")
_JOINERS = frozenset("\u200c\u200d")
_BLACK_FLAG = "\U0001f3f4"
_FLAG_CHARS = 8


def scan(view: View, start: int = 0) -> Iterator[Finding]:
    """Yield one finding per hidden character at or after `start` of the text as it stands."""
    text = view.text
    for match in _SUSPECT.finditer(text, start):
        place = match.start()
        if not _is_ordinary(text, place):
            yield Finding(place, place + 1, KIND, 1.0)


def open_from(view: View, start: int) -> int:
    """Return where text must be held back: a joiner at the end waits for its neighbour."""
    text = view.text
    return len(text) - 1 if len(text) > start and text[-1] in _JOINERS else len(text)


def _is_ordinary(text: str, place: int) -> bool:
    char = text[place]
    before = text[place - 1] if place else ""
    if char in _HARMLESS:
        return True
    if char in _JOINERS:
        after = text[place + 1 : place + 2]
        return _joins(before) and _joins(after)
    if "\ufe00" <= char <= "\ufe0f":
        return char in "\ufe0e\ufe0f" and _takes_selector(before)
    if "\U000e0100" <= char <= "\U000e01ef":
        return "\u3400" <= before <= "\U0003ffff"  # ideographic variation (UTS #37)
    if "\U000e0020" <= char <= "\U000e007f":
        return _in_flag(text, place)
    return False


def _joins(char: str) -> bool:
    """Tell whether a joiner is at home beside this character."""
    if not char or char.isascii():
        return False
    return unicodedata.category(char) in {"So", "Sk", "Lo", "Mn", "Mc"}


def _takes_selector(char: str) -> bool:
    return bool(char) and (
        char in "0123456789#*" or unicodedata.category(char) in {"So", "Sm", "Po"}
    )


def _in_flag(text: str, place: int) -> bool:
    """Tell whether the tag character continues a subdivision flag (UTS #51)."""
    left = text[max(0, place - _FLAG_CHARS) : place]
    flag = left.rfind(_BLACK_FLAG)
    return flag >= 0 and all("\U000e0020" <= char <= "\U000e007e" for char in left[flag + 1 :])
