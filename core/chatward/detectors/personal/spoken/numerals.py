"""Number words from zero to ninety-nine in English, German, Spanish and French, as digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chatward.detectors.personal.persons.names import plain

_WORD = re.compile(r"[^\W\d_]+")


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    """Number a list of words; variants of one are joined by a slash."""
    numbered: dict[str, int] = {}
    for count, variants in enumerate(words.split()):
        numbered.update(dict.fromkeys(variants.split("/"), first + step * count))
    return numbered


@dataclass(frozen=True)
class Language:
    """The number words of a language, without accents.

    Attributes:
        units: Zero to nine.
        teens: Words for ten to nineteen, and whole words for other numbers of two digits.
        tens: Twenty, thirty ...
        joints: What may stand between tens and units.
        repeats: "Double" and "triple".
        hundreds: "Hundred" and "thousand": how many zeros they stand for.
        unit_first: Units stand before tens: "ein und vierzig".
        by_twenties: Seventy is sixty-ten, eighty is four twenties.

    """

    units: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    joints: frozenset[str]
    repeats: Mapping[str, int]
    hundreds: Mapping[str, int] = field(default_factory=dict)
    unit_first: bool = False
    by_twenties: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Every word that may stand in a number."""
        numbers = {*self.units, *self.teens, *self.tens, *self.repeats, *self.hundreds}
        return frozenset(numbers | self.joints)


ENGLISH = Language(
    units=_numbered("zero/oh/o/nought one two three four five six seven eight nine", 0),
    teens=_numbered(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
    ),
    tens=_numbered("twenty thirty forty/fourty fifty sixty seventy eighty ninety", 20, 10),
    joints=frozenset(),
    repeats={"double": 2, "triple": 3},
    hundreds={"hundred": 2, "thousand": 3},
)

_GERMAN_TENS = _numbered(
    "zwanzig dreissig vierzig funfzig/fuenfzig sechzig siebzig achtzig neunzig", 20, 10
)
_GERMAN_UNITS = _numbered(
    "null eins/ein/eine zwei/zwo drei vier funf/fuenf sechs sieben acht neun", 0
)
GERMAN = Language(
    units=_GERMAN_UNITS,
    teens={
        **_numbered(
            "zehn elf zwolf/zwoelf dreizehn vierzehn funfzehn/fuenfzehn sechzehn siebzehn achtzehn "
            "neunzehn",
            10,
        ),
        **{
            f"{unit}und{ten}": tens + units
            for unit, units in _GERMAN_UNITS.items()
            for ten, tens in _GERMAN_TENS.items()
            if units
        },
    },
    tens=_GERMAN_TENS,
    joints=frozenset({"und"}),
    repeats={"doppel": 2, "zweimal": 2, "dreimal": 3},
    unit_first=True,
)

SPANISH = Language(
    units=_numbered("cero uno/un/una dos tres cuatro cinco seis siete ocho nueve", 0),
    teens={
        **_numbered(
            "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte "
            "veintiuno/veintiun veintidos veintitres veinticuatro veinticinco veintiseis "
            "veintisiete veintiocho veintinueve",
            10,
        ),
    },
    tens=_numbered("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
    joints=frozenset({"y"}),
    repeats={"doble": 2, "triple": 3},
)

FRENCH = Language(
    units=_numbered("zero un/une deux trois quatre cinq six sept huit neuf", 0),
    teens=_numbered("dix onze douze treize quatorze quinze seize", 10),
    tens=_numbered(
        "vingt/vingts trente quarante cinquante soixante septante huitante nonante", 20, 10
    ),
    joints=frozenset({"et"}),
    repeats={"double": 2, "triple": 3},
    by_twenties=True,
)

LANGUAGES = (ENGLISH, GERMAN, SPANISH, FRENCH)


def spoken_digits(text: str) -> list[tuple[int, str]]:
    """Return the digits that number words say, group by group.

    Each item is where a group ends in the text, and all digits up to there; in the language that
    explains most of the text, empty if it does not begin with a number.
    """
    words = [(plain(found.group()), found.end()) for found in _WORD.finditer(text)]
    read = [[*_groups(words, language)] for language in LANGUAGES]
    return max(read, key=lambda groups: groups[-1][0] if groups else 0)


def _groups(words: list[tuple[str, int]], language: Language) -> Iterator[tuple[int, str]]:
    spelled = [word for word, _ in words]
    digits = ""
    place = 0
    while place < len(spelled):
        group, used = _group(spelled[place : place + 5], language)
        if not used:
            return
        place += used
        digits += group
        yield words[place - 1][1], digits


def _group(words: list[str], language: Language) -> tuple[str, int]:
    """Read one number from the beginning; return its digits and how many words they took."""
    first = words[0]
    second = words[1] if len(words) > 1 else ""
    if first in language.repeats:
        unit = language.units.get(second)
        return ("", 0) if unit is None else (str(unit) * language.repeats[first], 2)
    if language.by_twenties:
        value, used = _by_twenties(words)
    elif language.unit_first and first in language.units and second in language.joints:
        value, used = _reversed(words, language)
    else:
        value, used = _forwards(words, language)
    if used and used < len(words) and words[used] in language.hundreds:
        return str(value) + "0" * language.hundreds[words[used]], used + 1
    return (str(value), used) if used else ("", 0)


def _forwards(words: list[str], language: Language) -> tuple[int, int]:
    """Read "forty one", "cuarenta y uno", "eleven", "four"."""
    first = words[0]
    if first in language.tens:
        after = 2 if len(words) > 2 and words[1] in language.joints else 1
        unit = language.units.get(words[after], 0) if after < len(words) else 0
        return (language.tens[first] + unit, after + 1) if unit else (language.tens[first], 1)
    value = language.units.get(first, language.teens.get(first))
    return (0, 0) if value is None else (value, 1)


def _reversed(words: list[str], language: Language) -> tuple[int, int]:
    """Read "ein und vierzig"."""
    tens = language.tens.get(words[2]) if len(words) > 2 else None
    unit = language.units[words[0]]
    return (unit, 1) if tens is None else (tens + unit, 3)


def _by_twenties(words: list[str]) -> tuple[int, int]:
    """Read "soixante et onze", "quatre-vingt-dix-sept"."""
    value, used = _forwards(words, FRENCH)
    if words[0] == "quatre" and len(words) > 1 and words[1] in {"vingt", "vingts"}:
        value, used = 80, 2
    if value in {60, 80} and used < len(words):
        after = used + 1 if words[used] in FRENCH.joints and used + 1 < len(words) else used
        more = FRENCH.teens.get(words[after], FRENCH.units.get(words[after], 0))
        if more:
            value, used = value + more, after + 1
    if value % 20 == 10 and used < len(words) and words[used - 1] == "dix":
        unit = FRENCH.units.get(words[used], 0)
        if unit > 6:
            return value + unit, used + 1
    return value, used
