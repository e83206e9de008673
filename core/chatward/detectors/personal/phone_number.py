"""Telephone numbers; candidates are checked by Google's libphonenumber (phonenumbers).

An international number (+49 ...) stands for itself. A national one is a number like many
others: it counts only after a word such as "phone" or "call me at".
"""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "phone-number"
FAMILY = PERSONAL

CAUGHT = (
    "+49 30 901820",
    "ring +1 (202) 555-0143 after six",
    "my phone number is 020 7946 0958",
    "Handy: 0171 2345678",
    "call me at (415) 555-0132",
)
CLEAN = (
    "order 4159 2653 589",
    "version 10.2.4415",
    "ISBN 978-3-16-148410-0",
    "2026-11-22 10:45",
    "+1 for that idea",
)

_WORDS = (
    r"tele(?:phone|fon|fono)|phone(?:\s{1,2}number)?|tel|mobile|mobil|cell|handy|call(?:\s{1,2}me)?|"
    r"ring|fax|whatsapp|sms|text\s{1,2}me|rufnummer|t[eé]l[eé]phone|portable|tel[eé]fono|m[oó]vil|"
    r"telefone|celular|cellulare|telefoon|numer|telefon"
)
_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "IN", "AU", "BR")
_DIGITS = re.compile(r"\D")


def _is_international(candidate: str) -> bool:
    import phonenumbers  # noqa: PLC0415 (13 MB; needed only where a candidate is seen)

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(candidate))
    except phonenumbers.NumberParseException:
        return False


def _is_national(candidate: str) -> bool:
    import phonenumbers  # noqa: PLC0415

    if not 7 <= len(_DIGITS.sub("", candidate)) <= 13:
        return False
    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(candidate, region)):
                return True
        except phonenumbers.NumberParseException:
            return False
    # Fictional ranges (555-01xx, 020 7946 0xxx) are valid nowhere, and still somebody's words.
    return any(
        phonenumbers.is_possible_number(phonenumbers.parse(candidate, region))
        for region in _REGIONS[:2]
    )


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![\w+])\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d(?:[ ./-]?\d){5,12}(?!\d)",
        score=0.9,
        validate=_is_international,
    ),
    Pattern(
        KIND,
        r"(?<![\w.+/-])(?:\(\d{2,5}\)[ .-]?)?\d(?:[ ./-]{0,2}\d){6,12}(?![\d])",
        score=0.8,
        validate=_is_national,
        context=_WORDS,
    ),
)
