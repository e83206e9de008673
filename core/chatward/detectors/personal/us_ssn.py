"""United States social security numbers (SSA's published rules, checked by python-stdnum)."""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "us-ssn"
FAMILY = PERSONAL

CAUGHT = ("536-90-4399", "SSN 536904399")
CLEAN = ("666-12-3456", "000-12-3456", "536904399", "call 555-01-2345 99")


def _is_ssn(candidate: str) -> bool:
    from stdnum.us import ssn  # noqa: PLC0415 (loaded when a first candidate is seen)

    return bool(ssn.is_valid(re.sub(r"\D", "", candidate)))


PATTERNS = (
    Pattern(KIND, r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])(?! \d)", score=0.85, validate=_is_ssn),
    Pattern(
        KIND,
        r"(?<![\w-])\d{3}[ ]?\d{2}[ ]?\d{4}(?![\w-])",
        score=0.85,
        validate=_is_ssn,
        context=r"ssn|social\s{1,2}security(?:\s{1,2}(?:number|no))?",
    ),
)
