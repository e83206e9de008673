"""Telephone numbers that ring nowhere.

Regulators keep ranges for films and books: NANPA's 555-0100 to 555-0199, Ofcom's "numbers for
drama use", the Bundesnetzagentur's notice 148/2021, ARCEP's numbers for audiovisual works, ACMA's
numbers for use in radio and drama, ComReg's 020 91, PTS's 2020 decision. That makes 2,000 numbers
in North America, 16,000 in Great Britain, 5,210 in Germany, 60,000 in France, 80,010 in Australia,
100,000 in Ireland and 95 mobile ones in Sweden. In other countries, and where none is as long as
the original, it is a number that libphonenumber calls possible and not valid: no range that it
knows of has it.
"""

from __future__ import annotations

import re

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.pattern import digits_of, like, written_like

_AMERICAN = "202 212 303 305 312 404 415 503 512 602 615 617 702 713 804 808 816 907 919 971"
_BRITISH = "113496 114496 115496 116496 117496 118496 121496 131496 141496 151496 161496 191498"
_FICTION: dict[str, tuple[str, ...]] = {
    "1": (*(f"{area}55501xx" for area in _AMERICAN.split()), "55501xx"),
    "44": (
        "2079460xxx",
        *(f"{area}0xxx" for area in _BRITISH.split()),
        *("1632960xxx", "7700900xxx", "8081570xxx"),
    ),
    "49": (
        *("3023125xxx", "6990009xxx", "4066969xxx", "2214710xxx", "8999998xxx"),
        *("17139200xx", "176040690xx", "15228817386", "15228895456", "15254599371"),
        *("1729925904", "1729968532", "1729973185", "1729973186", "1729980752"),
        *("1749091317", "1749464308"),
    ),
    "33": ("19900xxxx", "26191xxxx", "35301xxxx", "46571xxxx", "53649xxxx", "63998xxxx"),
    "61": (
        *(f"{area}{block}xxxx" for area in "2378" for block in ("5550", "7010")),
        *("491570006", "491570156", "491570157", "491570158", "491570159", "491570110"),
        *("491570313", "491570737", "491571266", "491571491"),
    ),
    "353": ("2091xxxxx",),
    "46": tuple(f"70174060{last}" for last in "56789") + tuple(f"7017406{n}x" for n in "123456789"),
}
_LIKELY = ("US", "GB", "DE", "FR", "AU")
_TRUNKS = {("1", "1"), ("7", "8")}
_ABROAD = re.compile(r"\s*(?:\+|00|011)")
_TAIL = re.compile(r"[ ,;]*(?:#|[^\W\d_]).*", re.DOTALL)
_FEWEST, _MOST = 6, 17
_TRIES = 60


def telephone(value: str, draw: Draw) -> str | None:
    """Return a number of the same country, as long and written like the original."""
    tail = _TAIL.search(value)
    body = value[: tail.start()] if tail else value
    digits = digits_of(body)
    if not _FEWEST <= len(digits) <= _MOST:
        return None
    kept, code = _head(body, digits, draw.locale)
    national = _national(digits[kept:], code, draw)
    if national is None:
        return None
    extension = re.sub(r"\d+", lambda found: like(found[0], draw.random), value[len(body) :])
    return written_like(body, digits[:kept] + national) + extension


def _head(body: str, digits: str, locale: str) -> tuple[int, str]:
    """Return how many digits are no part of the national number, and the calling code."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 (13 MB)

    if _ABROAD.match(body):
        prefix = 0 if "+" in body else 3 if digits.startswith("011") else 2
        for size in (1, 2, 3):
            code = digits[prefix : prefix + size]
            if code.isdigit() and int(code) in COUNTRY_CODE_TO_REGION_CODE:
                end = prefix + size
                trunk = digits[end : end + 1] == "0" and code in _FICTION
                return end + trunk, code
    code = _home(digits, locale)
    trunk = digits.startswith("0") or (len(digits) == 11 and (code, digits[0]) in _TRUNKS)
    return int(trunk), code


def _home(digits: str, locale: str) -> str:
    """Return the calling code of the country where a national number is valid."""
    import phonenumbers  # noqa: PLC0415 (13 MB; needed only where a number is seen)

    own = locale.rpartition("_")[2].upper()
    for region in dict.fromkeys((own, *_LIKELY)):
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) and (
            region == own or phonenumbers.is_valid_number(number)
        ):
            return str(number.country_code)
    if len(digits) == 7:
        return "1"
    return ""


def _national(original: str, code: str, draw: Draw) -> str | None:
    forms = [form for form in _FICTION.get(code, ()) if len(form) == len(original)]
    # A mobile number begins otherwise than one of a house; let it stay one.
    alike = [form for form in forms if form[0] == original[0] or code == "1"]
    made = _of_forms(alike or forms, original, draw)
    return made or _invalid(original, code, draw)


def _of_forms(forms: list[str], original: str, draw: Draw) -> str:
    """Return a number of one of the forms; another one for each attempt; empty if there is none."""
    total = sum(10 ** form.count("x") for form in forms)
    if total < 2:
        return ""
    place = draw.nth(total)
    made = _at(forms, place)
    return made if made != original else _at(forms, (place + 1) % total)


def _at(forms: list[str], place: int) -> str:
    """Return the number at a place of all that the forms stand for."""
    for form in forms:
        width = form.count("x")
        if place < 10**width:
            return form[: len(form) - width] + (str(place).zfill(width) if width else "")
        place -= 10**width
    return ""


def _invalid(original: str, code: str, draw: Draw) -> str | None:
    """Return a number that is possible, but in no range that is in use; None if none is found."""
    import phonenumbers  # noqa: PLC0415 (13 MB; needed only where a number is seen)

    for attempt in range(_TRIES):
        kept = 1 if attempt < _TRIES // 2 else 0
        made = like(original, draw.random, kept=kept)
        if not code:
            return made
        number = phonenumbers.PhoneNumber(
            country_code=int(code),
            national_number=int(made),
            italian_leading_zero=made.startswith("0") or None,
        )
        if not phonenumbers.is_valid_number(number) and (
            phonenumbers.is_possible_number(number) or attempt >= _TRIES // 2
        ):
            return made
    return None
