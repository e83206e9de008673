"""Bank accounts at banks that do not exist.

The bank code of an IBAN is all zeros or all X, whichever the country's structure asks for; no
registry gives these out. Its check digits are right, so that a form takes it and a detector finds
it. The last sign but one of a BIC's place is 0, which ISO 9362 keeps for test codes.
"""

from __future__ import annotations

import re

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.pattern import like

_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
_PART = re.compile(r"(\d+)!([nac])")
_DIGITS = {char: str(int(char, 36)) for char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_MODULUS = 97


def iban(value: str, draw: Draw) -> str | None:
    """Return an account of the same country and length, with valid check digits."""
    number = "".join(char for char in value.upper() if char.isascii() and char.isalnum())
    if not _ACCOUNT.fullmatch(number):
        return None
    country, account = number[:2], like(number[4:], draw.random)
    bank = _no_bank(country, account)
    account = bank + account[len(bank) :]
    return _written(value, country + _check(country, account) + account)


def bic(value: str, draw: Draw) -> str | None:
    """Return the test code of a bank that does not exist, in the same country."""
    code = re.fullmatch(r"([A-Z]{4})([A-Z]{2})([A-Z0-9])[A-Z0-9](.*)", value.upper())
    if code is None:
        return None
    bank, branch = like(code[1], draw.random), like(code[4], draw.random)
    place = like(code[3], draw.random)
    made = f"{bank}{code[2]}{place}0{branch}"
    return made.lower() if value.islower() else made


def _no_bank(country: str, account: str) -> str:
    """Return a bank code that does not exist; empty where the structure is not known."""
    from stdnum import numdb  # noqa: PLC0415 (loaded when a first account is seen)

    structure = str(numdb.get("iban").info(country)[0][1].get("bban", ""))
    part = _PART.match(structure)
    whole = sum(int(size) for size, _ in _PART.findall(structure))
    if part is None or whole != len(account):
        return ""
    return ("X" if part[2] == "a" else "0") * int(part[1])


def _check(country: str, account: str) -> str:
    number = "".join(_DIGITS[char] for char in f"{account}{country}00")
    return f"{_MODULUS + 1 - int(number) % _MODULUS:02}"


def _written(value: str, number: str) -> str:
    """Return the number with gaps and letters as small as the original has them."""
    left = iter(number)
    written = "".join(next(left) if char.isascii() and char.isalnum() else char for char in value)
    return written.lower() if value.islower() else written
