"""The confusable view: look-alikes of other scripts written as the ASCII they pass for.

Cyrillic and Greek letters, small capitals, letters with accents, in boxes, of rare scripts;
what passes for what is data (UTS #39, see `confusables.txt`). The view stands beside the folded
one and never replaces it: most of these letters are at home in other languages.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

_FEW = 48
_OTHERS = 0.1


def unmask(folded: str) -> str:
    """Return the folded text with look-alikes written in ASCII; same length."""
    if folded.isascii():
        return folded
    passes_for = _table()
    found = set(folded) & passes_for.keys()
    if len(found) > _FEW:
        return folded.translate({ord(char): passes_for[char] for char in found})
    # A pass for each of a few characters is several times faster than `str.translate`.
    for char in found:
        folded = folded.replace(char, passes_for[char])
    return folded


def is_masked(unmasked: str) -> bool:
    """Tell whether look-alikes hide ASCII, as they do if little else is left once unmasked.

    A text in Cyrillic or Greek letters has others that pass for nothing.
    """
    others = len(unmasked) - len(unmasked.encode("ascii", "ignore"))
    return others <= _OTHERS * len(unmasked)


@cache
def _table() -> dict[str, str]:
    """Return which character passes for which, read on the first call."""
    data = resources.files("chatward.text").joinpath("confusables.txt").read_text(encoding="utf-8")
    table: dict[str, str] = {}
    for line in data.splitlines():
        if not line.startswith("#"):
            plain, _, chars = line.partition(" ")
            # A letter that passes for a digit does so in words, where it would make numbers.
            table.update((char, plain) for char in chars if plain.isalpha() or not char.isalpha())
    return table
