"""Payment card numbers: an issuer's prefix, the right length, the Luhn check digit.

Lengths and prefixes after ISO/IEC 7812 and the networks' published ranges.
"""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "credit-card"
FAMILY = PERSONAL

CAUGHT = (
    "4111 1111 1111 1111",
    "card 5555-5555-5555-4444.",
    "amex 378282246310005",
    "4111 1111 1111 1111 12/27",
    "4111\u200b1111\u200b1111\u200b1111",
)
CLEAN = (
    "4111 1111 1111 1112",
    "order 1234567890123456",
    "tracking 00340434161094042557",
    "0000 0000 0000 0000",
)

_GAP = re.compile(r"[ .-]")


def _card_chars(candidate: str) -> int:
    """Return how many characters are a card number; an expiry date may follow it."""
    from stdnum import luhn  # noqa: PLC0415 (loaded when a first candidate is seen)

    for end in (len(candidate), *(m.start() for m in reversed([*_GAP.finditer(candidate)]))):
        digits = _GAP.sub("", candidate[:end])
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits):
            return end
    return 0


PATTERNS = (
    Pattern(KIND, r"(?<![\d.-])[2-6]\d{3}(?:[ .-]?\d{2,7}){1,5}(?!\d)", validate=_card_chars),
)
