"""Which values are made up for sure: reserved domains, test cards, numbers that ring nowhere.

The same ranges that the surrogates of the core are drawn from. Names and dates have none but for a
few family names, so that a surrogate for those is written down in `.chatward-lint.yml` instead.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from chatward.redactors.surrogates import cards, phones

_DOMAIN = re.compile(
    r"(?:^|[@./])(?:example\.(?:com|net|org)|[\w-]+\.(?:example|test|invalid|localhost))"
    r"(?![\w-])(?!\.\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?:0{3,}|X{3,})")
_MAC = re.compile(r"00005e0053|02005e10000000")
_NO_COUNTRY = "9999"
_NOBODY = frozenset({"example", "doe", "mustermann", "musterfrau"})


def is_made_up(kind: str, value: str) -> bool:
    """Tell whether a value comes from a range that is nobody's."""
    asks = _ASKS.get(kind)
    return asks is not None and asks(value)


def _is_at_example(value: str) -> bool:
    return _DOMAIN.search(value) is not None


def _is_nobody(value: str) -> bool:
    return value.rsplit(maxsplit=1)[-1].casefold() in _NOBODY


def _is_test_card(value: str) -> bool:
    digits = _digits(value)
    return digits.startswith(_NO_COUNTRY) or digits in cards._published(digits)


def _has_no_bank(value: str) -> bool:
    return _IBAN.match(re.sub(r"[^A-Z0-9]", "", value.upper())) is not None


def _is_documented_card(value: str) -> bool:
    return _MAC.match(re.sub(r"[^0-9a-f]", "", value.lower())) is not None


def _is_unissued_ssn(value: str) -> bool:
    return re.fullmatch(r"9\d\d[0-4]\d{5}", _digits(value)) is not None


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def _rings_nowhere(value: str) -> bool:
    digits = _digits(value)
    for code, forms in phones._FICTION.items():
        heads = ("", "0", code, f"00{code}", f"{code}0", f"011{code}")
        for form in forms:
            head, own = digits[: -len(form)], digits[-len(form) :]
            shape = form.replace("x", r"\d")
            if head in heads and re.fullmatch(shape, own):
                return True
    return False


def _is_reserved(value: str) -> bool:
    try:
        return ipaddress.ip_address(value.strip("[]").split("%")[0].split("/")[0]).is_private
    except ValueError:
        return False


_ASKS: dict[str, Callable[[str], bool]] = {
    "email-address": _is_at_example,
    "url": _is_at_example,
    "person": _is_nobody,
    "credit-card": _is_test_card,
    "phone-number": _rings_nowhere,
    "ip-address": _is_reserved,
    "iban-code": _has_no_bank,
    "mac-address": _is_documented_card,
    "us-ssn": _is_unissued_ssn,
    "uk-nino": lambda value: value[:2].upper() == "QQ",
    "uk-nhs": lambda value: _digits(value).startswith("999"),
}
