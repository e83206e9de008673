"""Digits and signs for letters: ``1gn0r3 pr3v10us`` becomes ``ignore previous``.

Only whole words that orders are made of are put back; ``b2b`` and ``h264`` stay.
"""

from __future__ import annotations

import re
from itertools import groupby

from chatward.matching.pattern import Pattern
from chatward.text.attack_words import COMMON, TELLING
from chatward.text.offsets import Offsets, respelled

_SIGNS = {"a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!|", "l": "1|", "o": "0", "s": "5$"}
_SIGNS["t"] = "7+"
_WORDS = {word for word in (*TELLING, *COMMON) if word.isascii()}
_CHAR = r"A-Za-z0-9@$!|+"
_LONGEST = max(map(len, _WORDS))
_LETTERS = 6
_READINGS = tuple(
    str.maketrans("4@83910!|5$7+", f"aabeg{one}o{one}{bar}ss" + "tt")
    for one, bar in (("i", "l"), ("l", "i"))
)


def _disguised(word: str) -> str:
    """Return a pattern for the word with one sign or more in it, by the place of the first."""
    ways = [
        f"{word[:place]}[{re.escape(_SIGNS[char])}]"
        + "".join(f"[{each}{re.escape(_SIGNS.get(each, ''))}]" for each in word[place + 1 :])
        for place, char in enumerate(word)
        if char in _SIGNS
    ]
    return "|".join(ways)


# By their first letters, because the database refuses a pattern of more than 16,000 characters.
TRIGGERS = tuple(
    Pattern("leet", "|".join(filter(None, map(_disguised, words))), ignore_case=True, once=True)
    for _, words in groupby(sorted(_WORDS), key=lambda word: ord(word[0]) // _LETTERS)
)
_TOKEN = re.compile(
    rf"((?<![{_CHAR}])(?=[A-Za-z]{{0,{_LONGEST}}}[0-9@$!|+])[{_CHAR}]{{2,{_LONGEST + 1}}})"
)
_BEGUN = re.compile(rf"(?<![{_CHAR}])(?=[A-Za-z]*[0-9@$!|+])[{_CHAR}]{{1,{_LONGEST + 1}}}\Z")


def spell_out(text: str) -> tuple[str, Offsets]:
    """Return the text with disguised words spelled in letters, and its map."""
    parts = _TOKEN.split(text)
    return respelled(parts, list(map(_spell_out, parts[1::2])))


def open_from(text: str) -> int:
    """Return where a disguised word begins that the end of the text cuts off, or its length."""
    begun = _BEGUN.search(text, max(0, len(text) - _LONGEST - 2))
    return begun.start() if begun else len(text)


def _spell_out(token: str) -> str:
    word = token.rstrip("!|+")
    for reading in _READINGS:
        for said in (token, word):
            plain = said.lower().translate(reading)
            if plain in _WORDS:
                return plain + token[len(said) :]
    return token
