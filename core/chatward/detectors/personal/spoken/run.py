"""A run of number words, in any of the four languages, as a pattern."""

from __future__ import annotations

import re

from chatward.detectors.personal.spoken.numerals import LANGUAGES

_MOST_WORDS = 24
_ENDING = 5


def _in_any_writing(word: str) -> str:
    """Write a number word so that it matches with accents and without."""
    for bare, written in (("zero", "z[eé]ro"), ("funf", "f[uü]nf"), ("zwolf", "zw[oö]lf")):
        word = word.replace(bare, written)
    word = word.replace("dreissig", "drei(?:ss|ß)ig").replace("dieciseis", "diecis[eé]is")
    return (
        word.replace("veintidos", "veintid[oó]s")
        .replace("veintitres", "veintitr[eé]s")
        .replace("veintiseis", "veintis[eé]is")
    )


def _any_of(words: set[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_in_any_writing, longest_first)) + ")"


_ALL = {word for language in LANGUAGES for word in language.words}
_JOINTS = {word for language in LANGUAGES for word in language.joints}
# "a", "one", "a hundred" in the middle of any sentence: none of these begins a number here.
_NO_BEGINNING = _JOINTS | {"un", "una", "une", "ein", "eine", "o", "hundred", "thousand"}
_FIRST = _any_of(_ALL - _NO_BEGINNING)
_GAP = "(?:[ \\xa0]{1,2}|-|,[ ])"


def _endings() -> set[str]:
    """Return the last characters of every number word, with what is before it if it is short.

    German numbers of two digits end like a word for tens.
    """
    spoken = {word for word in _ALL - _NO_BEGINNING if "und" not in word}
    written = {word.replace("funf", "f[uü]nf").replace("zero", "z[eé]ro") for word in spoken}
    return {_ending(word) for word in written}


def _ending(word: str) -> str:
    letters = re.findall(r"\[..\]|.", word)
    short = _ENDING - len(letters)
    if short <= 0:
        return "".join(letters[-_ENDING:])
    return "." * (short - 1) + "[ ,-]" + word


_BEGIN = "(?<![A-Za-z0-9_])"

FIRST = rf"{_BEGIN}{_FIRST}"
"""The word that a run begins with."""

_AFTER_NUMBER = "|".join(sorted(_endings()))

RUN = (
    rf"{_BEGIN}(?<!(?:{_AFTER_NUMBER})[ -])(?<!(?:{_AFTER_NUMBER}),[ ]){_FIRST}"
    rf"(?:{_GAP}{_any_of(_ALL)}){{1,{_MOST_WORDS - 1}}}(?![^\W_])"
)
"""Two or more number words; begins only where no number word stands before it."""
