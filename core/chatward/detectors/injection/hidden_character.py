"""Characters without a glyph: zero-width, bidi overrides, tags, variation selectors, controls.

Aware of script and emoji: joiners in a family emoji, in Persian and Indic words, variation
selectors after a symbol or an ideograph, the tags of a region's flag, soft hyphens, direction
marks, word breaks of Khmer and Thai, a byte order mark in front are ordinary writing and stay.
Looks at eight characters to the left and one to the right, never further.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from chatward.finding import Finding
from chatward.kinds import HIDDEN
from chatward.text.classes import HIDDEN_CLASS
from chatward.text.views import View

KIND = "hidden-character"
FAMILY = HIDDEN

CAUGHT = (
    "pass\u200bword",
    "hello \U000e0069\U000e0067\U000e006e",
    "user\u202etxt.exe",
    "a\ufe01\ufe02b",
    "nul\x00byte",
    "ig\u200cno\u200dre",
    "\u2764\ufe0f\ufe0f",
    "\U0001f600\U000e0139\U000e0157",
    "\U0001f3f4\U000e0068\U000e0069\U000e0020\U000e0079\U000e006f\U000e0075",
    "two\u3164words",
)
CLEAN = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "\U0001f3f3\ufe0f\u200d\U0001f308 and \u2764\ufe0f\u200d\U0001f525",
    "\U0001f469\U0001f3fd\u200d\U0001f4bb at work",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "PDF\u200c\u0647\u0627 \u06f1\u06f0\u200c\u0633\u0627\u0644\u0647",
    "\u2764\ufe0f and 1\ufe0f\u20e3 and \u2139\ufe0f",
    "\u0915\u094d\u200d\u0937",
    "\u09b0\u200d\u09cd\u09af\u09be\u09ac",
    "soft\u00adhyphen",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a",
    "\u845b\U000e0100\u57ce",
    "\u202b\u05e9\u05dc\u05d5\u05dd\u202c \u2068\u05d0\u05e0\u05d4\u2069",
    "\ufeffa file of its own",
    "tab\tand\nnewline\x0cpage",
)

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_SUSPECT = re.compile(f"[{_CONTROLS}{HIDDEN_CLASS}]")
_HARMLESS = frozenset("\u00ad\u200e\u200f\u061c\u180e")
_JOINERS = frozenset("\u200c\u200d")
_ZERO_WIDTH_SPACE, _BYTE_ORDER_MARK = "\u200b", "\ufeff"
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")  # but no overrides
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf]")
_AT_HOME = (
    ("\u115f-\u1160", re.compile("[\u1100-\u11ff]")),
    ("\u17b4-\u17b5", re.compile("[\u1780-\u17ff]")),
    ("\u180b-\u180f", re.compile("[\u1800-\u18af]")),
    ("\ufe00-\ufe02", re.compile("[\u1000-\u109f\u2190-\u22ff\u3000-\u30ff\u3400-\u9fff]")),
    ("\U000e0100-\U000e01ef", re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
)
"""Characters that are at home after those of one script: Jamo, Khmer, Mongolian, CJK (UTS #37)."""

_SYMBOLS = frozenset("0123456789#*\u2139\u3030")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{0,6}\\Z")
_REACH = 8
_WAITING = _JOINERS | _DIRECTIONS | {_ZERO_WIDTH_SPACE}


def scan(view: View, start: int = 0) -> Iterator[Finding]:
    """Yield one finding per hidden character at or after `start` of the text as it stands."""
    text = view.text
    suspect = _CONTROL if text.isascii() else _SUSPECT
    for match in suspect.finditer(text, start):
        place = match.start()
        if not _is_ordinary(text, place):
            yield Finding(place, place + 1, KIND, 1.0)


def open_from(view: View, start: int) -> int:
    """Return where text must be held back: what its neighbour makes ordinary waits for it."""
    text = view.text
    return len(text) - 1 if len(text) > start and text[-1] in _WAITING else len(text)


def _is_ordinary(text: str, place: int) -> bool:
    char = text[place]
    if char in _HARMLESS or (char == _BYTE_ORDER_MARK and place == 0):
        return True
    if char in _DIRECTIONS:
        near = text[max(0, place - _REACH) : place] + text[place + 1 : place + 2]
        return any(map(_is_right_to_left, near))
    if "\U000e0020" <= char <= "\U000e007f":
        return _in_flag(text, place)
    return _is_at_home(text[place - 1] if place else "", char, text[place + 1 : place + 2])


@lru_cache(maxsize=4096)
def _is_at_home(before: str, char: str, after: str) -> bool:
    """Tell whether ordinary writing has this character between these two."""
    if char in _JOINERS:
        joins = _JOINING.match(before) or _JOINING.match(after)
        return bool(joins) or (_is_emoji(before) and _is_emoji(after))
    if char == _ZERO_WIDTH_SPACE:
        return bool(_WITHOUT_BLANKS.match(before) or _WITHOUT_BLANKS.match(after))
    if char in "\ufe0e\ufe0f":
        return _takes_selector(before)
    return any(re.match(f"[{chars}]", char) and home.match(before) for chars, home in _AT_HOME)


def _is_emoji(char: str) -> bool:
    return bool(char) and (char == "\ufe0f" or unicodedata.category(char) in {"So", "Sk"})


def _is_right_to_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"R", "AL"}


def _takes_selector(char: str) -> bool:
    return bool(char) and (char in _SYMBOLS or unicodedata.category(char) in {"So", "Sm", "Po"})


def _in_flag(text: str, place: int) -> bool:
    """Tell whether the tag character continues or ends a subdivision's flag (UTS #51)."""
    if text[place] == "\U000e007f" or _FLAG.match(f"\U0001f3f4{text[place]}"):
        return _FLAG.search(text, max(0, place - _REACH), place) is not None
    return False
