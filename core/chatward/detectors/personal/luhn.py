"""The check digit of cards, telephones and SIM cards (ISO/IEC 7812-1, annex B)."""

from __future__ import annotations

_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_ZERO = ord("0")


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others; digits only."""
    backward = digits.encode("ascii")[::-1]
    total = sum(backward[::2]) + sum(backward[1::2].translate(_DOUBLED))
    return (total - _ZERO * len(backward)) % 10 == 0


def is_checked(digits: str) -> bool:
    """Tell whether digits pass and are not one digit over and over."""
    return passes_luhn(digits) and len(set(digits)) > 1
