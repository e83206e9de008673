"""Names that are known: frequent given and family names, from the lists beside this file."""

from __future__ import annotations

import unicodedata
from functools import cache

from chatward.detectors.personal.persons.lists import section

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def plain(word: str) -> str:
    """Return a word in lower case and without accents, as names are compared."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.lower().translate(_PLAIN))
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_given(word: str) -> bool:
    """Tell whether this is a frequent given name, or two with a hyphen: Anne-Marie."""
    return _part_of(word, _given())


def is_only_given(word: str) -> bool:
    """Tell whether this is a frequent given name and no ordinary word or place as well."""
    return is_given(word) and plain(word) not in _ambiguous()


def is_family(word: str) -> bool:
    """Tell whether this is a frequent family name."""
    return _part_of(word, _family())


def _part_of(word: str, names: frozenset[str]) -> bool:
    whole = plain(word)
    return whole in names or ("-" in whole and all(part in names for part in whole.split("-")))


@cache
def _given() -> frozenset[str]:
    return _names(section("given_names.txt")) | _ambiguous()


@cache
def _ambiguous() -> frozenset[str]:
    return _names(section("given_names.txt", "ambiguous"))


@cache
def _family() -> frozenset[str]:
    return _names(section("family_names.txt"))


def _names(listed: str) -> frozenset[str]:
    return frozenset(plain(name) for name in listed.replace("|", " ").split())
