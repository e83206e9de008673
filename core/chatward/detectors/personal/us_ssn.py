"""United States social security numbers (SSA's published rules, checked by python-stdnum).

Written with dashes they stand for themselves. After "SSN" also those that were never issued
count: a slip of the finger does not make a number less private.
"""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import NUMBER, Reading

KIND = "us-ssn"
FAMILY = PERSONAL

CAUGHT = ("536-90-4399", "SSN 536904399", "my social security number is 853 37 1694")
CLEAN = ("666-12-3456", "000-12-3456", "536904399", "call 555-01-2345 99", "SSN 000-12-3456")

_WORDS = "ssn|ss number|social security|my social|social is|social number|soc sec"


def _is_issued(candidate: str) -> bool:
    from stdnum.us import ssn  # noqa: PLC0415 (loaded when a first candidate is seen)

    return bool(ssn.is_valid(re.sub(r"\D", "", candidate)))


def _has_no_empty_group(number: str) -> bool:
    return number[:3] != "0" * 3 and number[3:5] != "0" * 2 and number[5:] != "0" * 4


PATTERNS = (
    Pattern(KIND, r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])(?! \d)", score=0.85, validate=_is_issued),
)

READINGS = (
    Reading(
        KIND, NUMBER, r"\d{9}", words=_WORDS, validate=_has_no_empty_group, score=0.85, alone=""
    ),
)
