"""International bank account numbers, checked by country, length and mod 97 (ISO 13616)."""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "iban-code"
FAMILY = PERSONAL

CAUGHT = (
    "DE89 3704 0044 0532 0130 00",
    "iban GB29NWBK60161331926819.",
    "IBAN DE89 3704 0044 0532 0130 00 and thanks",
    "fr1420041010050500013m02606",
)
CLEAN = ("DE89 3704 0044 0532 0130 01", "GB29 IS A MODEL NUMBER", "XX00 1234 5678 9012 3456")

_GAP = re.compile(r"[ -]")


def _iban_chars(candidate: str) -> int:
    """Return how many characters are the number; a short word may follow it."""
    from stdnum import iban  # noqa: PLC0415 (loaded when a first candidate is seen)
    from stdnum.iso7064 import mod_97_10  # noqa: PLC0415

    for end in (len(candidate), *(m.start() for m in reversed([*_GAP.finditer(candidate)]))):
        number = _GAP.sub("", candidate[:end]).upper()
        # The checksum first: the country's own rules take a hundred times longer.
        if mod_97_10.is_valid(number[4:] + number[:4]) and iban.is_valid(number):
            return end
    return 0


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?"
        r"(?![A-Za-z0-9])",
        ignore_case=True,
        validate=_iban_chars,
    ),
)
