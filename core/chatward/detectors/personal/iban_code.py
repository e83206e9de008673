"""International bank account numbers, checked by country, length and mod 97 (ISO 13616)."""

from __future__ import annotations

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "iban-code"
FAMILY = PERSONAL

CAUGHT = (
    "DE89 3704 0044 0532 0130 00",
    "iban GB29NWBK60161331926819.",
    "fr1420041010050500013m02606",
)
CLEAN = ("DE89 3704 0044 0532 0130 01", "GB29 IS A MODEL NUMBER", "XX00 1234 5678 9012 3456")


def _is_iban(candidate: str) -> bool:
    from stdnum import iban  # noqa: PLC0415 (loaded when a first candidate is seen)

    return bool(iban.is_valid(candidate))


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?"
        r"(?![A-Za-z0-9])",
        ignore_case=True,
        validate=_is_iban,
    ),
)
