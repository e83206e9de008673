"""Other letters and digits in the places of the original ones; all else stays as it is."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from random import Random

LETTERS = "ABCDEFGHJKLMNPRSTVWXY"
"""Capitals that stand at any place of a plate or a passport; most countries leave out some."""

_CYRILLIC = "АВЕКМНОРСТУХ"  # noqa: RUF001 (the letters of Russian plates)
_CYRILLIC_LETTER = re.compile("[\u0410-\u042f]")
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_DIGIT = re.compile("[0-9]")


def digits_of(value: str) -> str:
    """Return the ASCII digits of a value."""
    return "".join(_DIGIT.findall(value))


def like(value: str, random: Random, letters: str = LETTERS, kept: int = 0) -> str:
    """Return other letters and digits in the same places.

    Args:
        value: The original.
        random: Where they come from.
        letters: The capitals to choose from.
        kept: How many characters at the beginning stay as they are.

    """
    last = ""
    filled = [value[:kept]]
    for char in value[kept:]:
        # A number that begins with a zero does so on purpose, any other must not.
        begins = not last.isdigit()
        filled.append(_other(char, random, letters, begins=begins))
        last = char
    return "".join(filled)


def _other(char: str, random: Random, letters: str, *, begins: bool) -> str:
    if char in string.digits:
        if begins:
            return "0" if char == "0" else random.choice("123456789")
        return random.choice(string.digits)
    if char in string.ascii_uppercase:
        return random.choice(letters)
    if char in string.ascii_lowercase:
        return random.choice(letters).lower()
    if _ACCENTED.match(char):
        letter = random.choice(letters)
        return letter if char.isupper() else letter.lower()
    return random.choice(_CYRILLIC) if _CYRILLIC_LETTER.match(char) else char


def in_hex(value: str, random: Random, fixed: Iterable[int] = ()) -> str:
    """Return other hexadecimal digits in the same places, letters as large as in the original.

    Args:
        value: The original.
        random: Where they come from.
        fixed: Places that stay as they are.

    """
    large = any(char in "ABCDEF" for char in value)
    alphabet = "0123456789ABCDEF" if large else "0123456789abcdef"
    places = frozenset(fixed)
    return "".join(
        random.choice(alphabet) if char in string.hexdigits and i not in places else char
        for i, char in enumerate(value)
    )


def written_like(value: str, digits: str) -> str:
    """Return the value with other digits in the places of its own, as many as there are."""
    left = iter(digits)
    return "".join(next(left, char) if char in string.digits else char for char in value)


def lead_of(value: str, longest: int) -> int:
    """Return how many letters a value begins with; 0 where they are more than `longest`."""
    found = re.match(r"[A-Za-z]*", value)
    size = found.end() if found else 0
    return size if size <= longest else 0


def bare(value: str) -> str:
    """Return what is left of a value for comparing: no case, no width, no separators."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(char for char in folded if char.isalnum()) or folded.strip()


def zero_of(value: str) -> int:
    """Return the code point of the zero that a value's digits count from; that of "0" if mixed."""
    zeros = {ord(char) - int(char) for char in value if char.isdecimal()}
    return zeros.pop() if len(zeros) == 1 else ord("0")


def digits_from(value: str, zero: int, to: int) -> str:
    """Return the value with its digits in another script."""
    return value.translate({zero + i: to + i for i in range(10)})
