"""Check digits that python-stdnum does not know; each names who describes them."""

from __future__ import annotations

from stdnum import luhn


def is_npi(number: str) -> bool:
    """Check a US provider: https://www.cms.gov, "NPI check digit"."""
    return luhn.is_valid(f"80840{number}")


def is_medicare(number: str) -> bool:
    """Check an Australian card: https://meteor.aihw.gov.au, item 270101."""
    return _weighted(number[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def is_snils(number: str) -> bool:
    """Check a Russian insurance number: https://ru.wikipedia.org/wiki/Контрольное_число."""
    return _weighted(number[:9], range(9, 0, -1)) % 101 % 100 == int(number[9:])


def is_spanish_social(number: str) -> bool:
    """Check a Spanish social security number: https://es.wikipedia.org/wiki/Número_de_afiliación."""
    return int(number[:10]) % 97 == int(number[10:])


def is_health_insurance(number: str) -> bool:
    """Check a German insured person: https://de.wikipedia.org/wiki/Krankenversichertennummer."""
    digits = f"{ord(number[0]) - 64:02}{number[1:9]}"
    products = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(number[9])


def is_nric(number: str) -> bool:
    """Check a Singaporean: https://en.wikipedia.org/wiki/National_Registration_Identity_Card."""
    return "JZIHGFEDCBA"[_weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) % 11] == number[8]


def _weighted(digits: str, weights: tuple[int, ...] | range) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
