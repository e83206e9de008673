"""Numbers from ranges that their issuers say they never give out.

US SSN: none begins with 9 (SSA, Program Operations Manual RM 10201.035); of the taxpayers' numbers
that do, none has 01 to 49 in the middle (IRS: 50-65, 70-88, 90-92 and 94-99 are ITINs, 93 ATINs).
UK NINO: QQ is no prefix (HMRC, NIM39110). NHS: 999 is kept for tests (NHS Data Dictionary).
The check digit of an NHS number is right; SSN and NINO are found after a word only.
"""

from __future__ import annotations

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.pattern import bare, digits_of, like, written_like

_WEIGHTS = range(10, 1, -1)


def ssn(value: str, draw: Draw) -> str | None:
    """Return a US social security number that is never issued."""
    if len(digits_of(value)) != 9:
        return None
    area, group = draw.random.randint(900, 999), draw.random.randint(1, 49)
    return written_like(value, f"{area}{group:02}{draw.random.randint(1, 9_999):04}")


def nino(value: str, draw: Draw) -> str | None:
    """Return a UK national insurance number with a prefix that is never issued."""
    if len(bare(value)) != 9 or not value[:2].isascii() or not value[:2].isalpha():
        return None
    prefix = "qq" if value.islower() else "QQ"
    made = prefix + like(value[2:-1], draw.random)
    suffix = draw.random.choice("ABCD")
    return made + (suffix.lower() if value.islower() else suffix)


def nhs(value: str, draw: Draw) -> str | None:
    """Return an NHS number from the range that is kept for tests."""
    if len(digits_of(value)) != 10:
        return None
    while True:
        body = f"999{draw.random.randrange(10**6):06}"
        total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
        check = -total % 11
        if check < 10:
            return written_like(value, f"{body}{check}")
