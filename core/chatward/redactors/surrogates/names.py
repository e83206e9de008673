"""Names of people who do not exist, in the script and with the case of the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.fakes import faker_of

if TYPE_CHECKING:
    from faker import Faker

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_CALLED = """
mr mrs ms miss mx dr prof sir madam herr frau hr fr dame lord lady monsieur madame mme mlle
señor señora sr sra srta don doña dott dottore signor signora sig senhor senhora pan pani ing
mag med phd md jr dipl господин госпожа г-н г-жа
"""  # noqa: RUF001 (titles in other scripts)
_TITLES = frozenset(_CALLED.split())
_TRIES, _TRIES_ABROAD = 24, 4
_PLAIN = "en_US"
_NO_GAPS = frozenset({"ja_JP", "ko_KR", "zh_CN", "zh_TW"})
_WOMENS = ("а", "я", "ová", "ská", "cká", "ska", "cka", "dzka")  # noqa: RUF001 (Russian endings)
_SIGNS = r"\u3400-\u9fff"

# The first script that fits decides; a locale that is written in it goes before the one named.
_SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"[\u3040-\u30ff]", rf"[\u3040-\u30ff{_SIGNS}]+", ("ja_JP",)),
    (r"[\uac00-\ud7a3]", r"[\uac00-\ud7a3]+", ("ko_KR",)),
    (rf"[{_SIGNS}]", rf"[{_SIGNS}]+", ("zh_CN", "zh_TW", "ja_JP")),
    (r"[іїєґІЇЄҐ]", r"[\u0400-\u04ff'\u2019]+", ("uk_UA",)),
    (r"[\u0400-\u04ff]", r"[\u0400-\u04ff]+", ("ru_RU", "bg_BG", "uk_UA", "mk_MK")),
    (r"[\u0370-\u03ff]", r"[\u0370-\u03ff\u1f00-\u1fff]+", ("el_GR",)),
    (r"[\u0590-\u05ff]", r"[\u0590-\u05ff]+", ("he_IL",)),
    (r"[\u0600-\u06ff]", r"[\u0600-\u06ff]+", ("ar_SA", "ar_AA", "ar_EG", "fa_IR")),
    (r"[\u0900-\u097f]", r"[\u0900-\u097f]+", ("hi_IN", "ne_NP")),
    (r"[\u0e00-\u0e7f]", r"[\u0e00-\u0e7f]+", ("th_TH",)),
    (r"[\u10a0-\u10ff]", r"[\u10a0-\u10ff]+", ("ka_GE",)),
    (r"[\u0530-\u058f]", r"[\u0530-\u058f]+", ("hy_AM",)),
    (r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2019]+", ()),
)


def person(value: str, draw: Draw) -> str | None:
    """Return a name of as many words; titles, small words and the length of initials stay."""
    script = _script_of(value)
    words = [found for found in _WORD.finditer(value) if not _stays(found[0], value)]
    if script is None or not words:
        return None
    form, locale = script[0], _locale_for(script[1], draw.locale)
    taken = {found[0].casefold() for found in words}
    made = value
    for i, found in reversed(list(enumerate(words))):
        family = i == len(words) - 1 and _ends_in_family(value, words)
        if locale in _NO_GAPS:
            family = i == 0  # written first, and often without a gap
        word = _word(found[0], form, locale, draw.random, family=family, taken=taken)
        if word is None and not script[1]:  # a locale whose names are in a script of their own
            word = _word(found[0], form, _PLAIN, draw.random, family=family, taken=taken)
        if word is None:
            return None
        made = made[: found.start()] + word + made[found.end() :]
    return made


def ascii_names(source: Callable[[str, Random], Faker], draw: Draw) -> tuple[str, str]:
    """Return a given and a family name in small letters from a to z."""
    for locale, tries in ((draw.locale, _TRIES_ABROAD), (_PLAIN, _TRIES)):
        for _ in range(tries):
            fake = source(locale, draw.random)
            names = _plain(fake.first_name()), _plain(fake.last_name())
            if all(len(name) > 1 for name in names):
                return names
    return "alex", "example"


def cased_like(original: str, word: str) -> str:
    """Return a word in capitals, small letters or with a capital, as the original is."""
    if original.isupper() and len(original) > 1:
        return word.upper()
    if original.islower():
        return word.lower()
    return word.capitalize() if word.islower() and original[:1].isupper() else word


def _script_of(value: str) -> tuple[str, tuple[str, ...]] | None:
    for sign, form, locales in _SCRIPTS:
        if re.search(sign, value):
            return form, locales
    return None


def _locale_for(locales: tuple[str, ...], wanted: str) -> str:
    if not locales:
        foreign = any(wanted in others for _, _, others in _SCRIPTS)
        return _PLAIN if foreign else wanted
    return wanted if wanted in locales else locales[0]


def _stays(word: str, value: str) -> bool:
    """Tell whether a word is a title, or a small one between capitals: van, de, von."""
    if word.casefold() in _TITLES:
        return True
    return word.islower() and any(map(str.isupper, value))


def _ends_in_family(value: str, words: list[re.Match[str]]) -> bool:
    titled = any(found[0].casefold() in _TITLES for found in _WORD.finditer(value))
    return len(words) > 1 or titled


def _word(
    original: str, form: str, locale: str, random: Random, *, family: bool, taken: set[str]
) -> str | None:
    if len(original) == 1 and original.isupper() and original.isascii():
        return random.choice("ABCDEFGHJKLMNPRSTVW")
    for _ in range(_TRIES):
        fake = faker_of(locale, random)
        word = _family(fake, original) if family else _given(fake, original)
        if family and len(original) > 2 and locale in _NO_GAPS:
            word = "" if original.startswith(word) else word + fake.first_name()
        if re.fullmatch(form, word) and word.casefold() not in taken:
            return cased_like(original, word)
    return None


def _given(fake: Faker, original: str) -> str:
    """Return a given name; a woman's where the locale's list has the original among women's."""
    women, men = (_listed(fake, f"first_names_{sex}") for sex in ("female", "male"))
    known = original.casefold()
    if known in women and known not in men:
        return fake.first_name_female()
    if known in men and known not in women:
        return fake.first_name_male()
    return fake.first_name()


def _family(fake: Faker, original: str) -> str:
    """Return a family name; where women's differ from men's, one that ends like the original."""
    if not _listed(fake, "last_names_female"):
        return fake.last_name()
    if original.casefold().endswith(_WOMENS):
        return fake.last_name_female()
    return fake.last_name_male()


def _listed(fake: Faker, name: str) -> frozenset[str]:
    for provider in fake.get_providers():
        names = getattr(provider, name, None)
        if names is not None:
            return frozenset(str(each).casefold() for each in names)
    return frozenset()


def _plain(name: str) -> str:
    flat = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore")
    return "".join(char for char in flat.decode().lower() if char.isalpha())
