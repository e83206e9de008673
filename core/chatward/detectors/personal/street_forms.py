"""The ways to write a street with its number, and what says whether one is meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from chatward.detectors.personal import street_words
from chatward.detectors.personal.address_tail import HOUSE, LETTER, PARTICLE, SHORTENED, UPPER
from chatward.detectors.personal.month_names import is_month

Judge = Callable[["re.Match[str]"], "bool | None"]
"""Says of a match that it names a street, that it does not, or (None) that it may if backed."""

START = r"(?<![A-Za-z0-9_])"
NUMBER = rf"{HOUSE}(?![A-Za-z0-9\u00aa\u00ba])"
_NAME = rf"(?:{SHORTENED}\.|[{UPPER}][{LETTER}'\u2019-]{{0,24}}(?![{LETTER}0-9]))"
_ANY_NAME = (
    rf"(?:(?:{PARTICLE})[ ]|[dlDL]['\u2019])?"
    rf"(?:[{LETTER}]{{1,3}}\.|[{LETTER}][{LETTER}'\u2019-]{{0,24}}|"
    rf"\d{{1,3}}-[\u0430-\u044f]{{1,2}})"
)
_FIRST_NAME = rf"(?:{_ANY_NAME}|\d{{1,3}}(?:[A-Z]|[\u00aa\u00ba.])?(?: de)?)"
_CALLED = rf"(?:{_NAME}|\d{{1,3}}(?:st|nd|rd|th))"
# What may stand between a street and its number: no., nr., n°, д.
NO = r"(?:(?:[Nn][\u00ba\u00b0]|[Nn]o|[Nn]r|[Nn]um|\u2116|#|[дД]|[дД]ом|буд)[.:]?[ ]?)?"
_FLAT = (
    r"(?:(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt\.?|[Uu]nit|UNIT|[Ss]tudio|[Ss]uite|[Rr]oom|[Ll]evel|"
    r"[Ff]loor|Shop)[ ][A-Za-z]?\d{1,4}[A-Za-z]?|"
    r"(?:Block|Blk\.?|B)[ ]?\d{1,3},?[ ](?:Lot|L)[ ]?\d{1,3})"
)
_HOUSE_NO = r"(?:(?:H\.?[ ]?No\.?|House No\.?|Plot(?: No\.?)?|Flat No\.?|Door No\.?|No\.)[ ]?)?"
NUMBERED = rf"(?:{_FLAT},?(?:[ ]|\r?\n[ ]{{0,4}})(?:{NUMBER},?[ ])?|{_HOUSE_NO}{NUMBER},?[ ])"


def surely(_street: re.Match[str]) -> bool:
    """Take every match for a street."""
    return True


def if_backed(_street: re.Match[str]) -> None:
    """Leave it to the postcode or the flat behind what could be anything."""


def if_cued(street: re.Match[str]) -> bool:
    """Take whatever can be a name for a street."""
    return may_be_named(street[0])


def may_be_named(street: str) -> bool:
    """Tell whether none of the words says that this is no street."""
    names = [name.strip(",.") for name in street.lower().split()]
    return not any(
        name in street_words.NO_NAMES or name in street_words.NEVER or is_month(name)
        for name in names
    )


# 12 Baker Street; 8 Cook Mission, Westchester, HG8 2WW
# No clock time, no date, no decimal: the log line "10:45:12 INFO" has no house in it.
NUMBER_START = rf"{START}(?<!\d[:.-])"
NUMBER_FIRST = (
    rf"{NUMBER_START}{NUMBERED}{_CALLED}(?:[ ](?:{_CALLED}|of|the|on|de|la)){{0,4}}(?:[ ]{NUMBER})?"
)
STREETS = frozenset(street_words.AFTER_NAME.lower().split("|"))
_FLAT_AND_HOUSE = re.compile(rf"{_FLAT},?[ ]\d")


def is_street(street: re.Match[str]) -> bool | None:
    """Tell whether it ends in a word for street, or names a flat and a house."""
    last = street[0].rpartition(" ")[2].rstrip(".")
    if last.lower() in STREETS:
        return True
    return True if street[0][0].isalpha() and _FLAT_AND_HOUSE.match(street[0]) else None


# 12 baker street
IN_SMALL_LETTERS = (
    rf"{START}{NUMBERED}(?:[a-z]{{2,15}}[ ]){{1,2}}(?:{street_words.AFTER_NAME_LOWER})(?![a-z])"
)
# 8 cook mission, after "my address is"
ANY_IN_SMALL_LETTERS = rf"{START}{NUMBERED}[a-z]{{3,15}}(?:[ ][a-z]{{3,15}})?(?![a-z])"
# 12 rue de la Paix; no number stands behind the name
WORD_SECOND = (
    rf"{START}\d{{1,5}}(?:[ ]?(?:bis|ter|quater|[A-Da-d]))?(?:[ ]?[-/][ ]?\d{{1,4}})?,?[ ]"
    rf"(?P<type>{street_words.BEFORE_NAME_NUMBER_FIRST})[ ]"
    rf"{_ANY_NAME}(?:[ ](?:(?:{PARTICLE})[ ])?{_NAME}){{0,4}}(?P<number>)"
)


def is_called(street: re.Match[str]) -> bool:
    """Tell whether it is the name of a street; "3 square metres", "Plaza Inn has 2" are none."""
    end = street.start("number") if street["number"] else street.end()
    words = _WORD.findall(street[0], street.end("type"), end)
    names = [word for word in words if word not in _PARTICLES]
    if street_words.NEVER.intersection(names):
        return False
    small = [name[0].islower() for name in names]
    if not all(small):
        return not any(small)
    return len(names) < len(words) or street["type"].lower() not in street_words.ENGLISH_TOO


_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset(PARTICLE.replace("|", " ").replace("'", "").split())
# Calle Mayor 3; rue Bruneau, 44647 Lille
WORD_FIRST = (
    rf"{START}(?P<type>{street_words.BEFORE_NAME})(?:(?<=[./])[ ]?|"
    rf"[ ]){_FIRST_NAME}(?:(?:[ ]{_ANY_NAME}){{0,4}}?"
    rf"(?P<number>(?:,[ ]?|[ ])(?:{NO}{NUMBER}"
    rf"(?:[ ](?:\d{{1,3}}(?![\d-])|Este|Sur|Norte|Oeste))?|[Ss]/[Nn]))|"
    rf"(?:[ ]{_ANY_NAME}){{0,4}})"
)


def is_called_and_numbered(street: re.Match[str]) -> bool | None:
    """Tell whether a street has a number; without one a postcode must follow."""
    if not is_called(street):
        return False
    return bool(street["number"]) or None


# Váci utca 12; Frankfurter Allee 5
WORD_BETWEEN = rf"{START}(?:{_NAME}[ ]){{1,3}}(?:{street_words.BETWEEN})[ ]{NO}{NUMBER}"
# Hauptstraße 5
WORD_AT_END = (
    rf"{START}(?P<word>[{LETTER}][{LETTER}-]{{1,40}}(?:{street_words.COMPOUND}))[ ]{NO}{NUMBER}"
)


def is_no_other_place(street: re.Match[str]) -> bool:
    """Tell whether people live there; "Parkplatz 12" is for cars."""
    return street["word"].lower() not in street_words.NO_STREETS


# Dašická 641, 530 03 Pardubice
NUMBER_LAST = rf"{START}{_NAME}(?:[ ](?:(?:{PARTICLE})[ ])?{_NAME}){{0,3}},?[ ]{NO}{NUMBER}"
NUMBER_LAST_CUED = rf"{START}{_NAME}(?:[ ]{_ANY_NAME}){{0,3}},?[ ]{NO}{NUMBER}"
