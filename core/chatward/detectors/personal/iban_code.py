"""International bank account numbers: country, its length, mod 97 (ISO 13616, ISO 7064).

Lengths after SWIFT's IBAN registry (https://www.swift.com/standards/data-standards/iban), with
the countries that use the format without being in it. A number that fails the check is found
only after the word "IBAN": a mistyped account is still close to somebody's.
"""

from __future__ import annotations

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "iban-code"
FAMILY = PERSONAL

CAUGHT = (
    "DE89 3704 0044 0532 0130 00",
    "iban GB29NWBK60161331926819.",
    "IBAN DE89 3704 0044 0532 0130 00 and thanks",
    "fr1420041010050500013m02606",
    "GB29-NWBK-6016-1331-9268-19",
    "GB29 NWBK 601613 31926819",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "NO 93 8601 1117947, please",
    "my IBAN: DE89 3704 0044 0532 0130 01",
    "IBAN DE8937040044053201300",
)
CLEAN = (
    "DE89 3704 0044 0532 0130 01",
    "GB29 IS A MODEL NUMBER",
    "XX00 1234 5678 9012 3456",
    "iban DE89 3704 0044",
    "in 2024 there were many more than this",
)

_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "AO CV GW LY MZ PT ST",
    26: "DZ IR IS TR",
    27: "BI CF CG CM DJ FR GA GQ GR IT KM MC MG MR SM TD",
    28: "AL AZ BF BJ BY CI CY DO GT HN HU LB MA ML NE NI PL SN SV TG",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_LENGTHS = {code: length for length, codes in _COUNTRIES.items() for code in codes.split()}

_GAPS = str.maketrans("", "", " .-")
_LETTERS = str.maketrans({chr(ord("A") + i): str(10 + i) for i in range(26)})
_FEWEST_DIGITS, _FEWEST_DIGITS_UNCHECKED = 6, 8


def _account_chars(candidate: str) -> tuple[str, int]:
    """Return the account number without gaps and how many characters of the candidate it takes.

    A word may follow the number; the country says where it ends.
    """
    length = _LENGTHS.get(candidate[:2].upper())
    if length is None:
        return "", 0
    end = length
    while (missing := length - len(candidate[:end].translate(_GAPS))) and end < len(candidate):
        end += missing
    number = candidate[:end].translate(_GAPS).upper()
    if len(number) < length or candidate[end : end + 1].isalnum():
        return "", 0
    digits = sum(map(number.count, "0123456789"))
    return (number, end) if digits >= _FEWEST_DIGITS else ("", 0)


def _iban_chars(candidate: str) -> int:
    number, chars = _account_chars(candidate)
    if not chars:
        return 0
    return chars if int((number[4:] + number[:4]).translate(_LETTERS)) % 97 == 1 else 0


def _is_nearly_one(candidate: str) -> bool:
    """Tell whether a number with a digit too many, too few or wrong can still be meant."""
    number = candidate.translate(_GAPS).upper()
    if number[:2] not in _LENGTHS or len(number) < min(_COUNTRIES):
        return False
    return sum(map(number.count, "0123456789")) >= _FEWEST_DIGITS_UNCHECKED


_FOURS = r"[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
_ANY_GROUPS = r"[A-Z]{2}[ ]?\d{2}(?:[ .-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])"

PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9])(?:{_FOURS})",
        ignore_case=True,
        validate=_iban_chars,
        lead=r"[A-Z]{2}\d{2}[ .-]?[A-Z0-9]{4}",
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9]){_ANY_GROUPS}",
        validate=_iban_chars,
        lead=r"[A-Z]{2}[ ]?\d{2}[ .-]?[A-Z0-9]{2}",
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9])(?:{_FOURS})",
        score=0.6,
        ignore_case=True,
        validate=_is_nearly_one,
        context="iban|ibans|iban nr|iban number",
        lead=r"[A-Z]{2}\d{2}[ .-]?[A-Z0-9]{4}",
    ),
)
