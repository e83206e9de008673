"""A value to put into a sentence, and ways to draw one."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_ALPHABETS = {
    "#": string.digits,
    "!": "123456789",
    "@": string.ascii_uppercase,
    "^": "ACDEFGHJKMNPQRTUVWXY",
    "~": string.ascii_lowercase,
    "%": "0123456789abcdef",
    "*": string.ascii_uppercase + string.digits,
}
"""What the characters of a pattern stand for; all others stand for themselves."""


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a sentence.

    Attributes:
        text: As written there.
        type: What the row's labels call it; empty = nothing to find.
        part: What of it must not be seen; empty = all.

    """

    text: str
    type: str = ""
    part: str = ""


Draw = Callable[[Random, str], Value]
"""Draws a value for a language."""


def drawn(chance: Random, pattern: str) -> str:
    """Return a text of a pattern: ``#`` a digit, ``!`` none but 0, ``@`` a letter, ``%`` hex."""
    return "".join(
        chance.choice(_ALPHABETS[char]) if char in _ALPHABETS else char for char in pattern
    )


def valid(chance: Random, draw: Callable[[Random], str], check: Callable[[str], bool]) -> str:
    """Draw until a check holds; check digits fit sooner or later."""
    while not check(text := draw(chance)):
        pass
    return text


def grouped(compact: str, mask: str) -> str:
    """Put characters into a mask, ``_`` by ``_``; what is left over follows at the end.

    >>> grouped("123456789", "___-__-____")
    '123-45-6789'
    """
    rest = iter(compact)
    return "".join(next(rest, "") if char == "_" else char for char in mask) + "".join(rest)


def birthday(chance: Random) -> date:
    """Return a day on which an adult of today was born."""
    return date(1948, 1, 1) + timedelta(days=chance.randrange(57 * 365))


def recent(chance: Random) -> date:
    """Return a day that a conversation may speak about."""
    return date(2023, 1, 1) + timedelta(days=chance.randrange(4 * 365))
