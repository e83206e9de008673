"""Checks of numbers that python-stdnum does not know; each names who describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TW_AREAS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"

# Signs added in 2023: https://dvv.fi/en/personal-identity-code
_FI_SIGNS = str.maketrans("BCDEFYXWVU", "AAAAA-----")


def is_dea_number(number: str) -> bool:
    """Check a US DEA registration: https://www.deadiversion.usdoj.gov (form 224 manual)."""
    digits = [int(digit) for digit in number[2:]]
    total = sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])
    return total % 10 == digits[6]


def is_npi(number: str) -> bool:
    """Check a US provider: https://www.cms.gov/regulations-and-guidance (NPI check digit)."""
    from stdnum import luhn  # noqa: PLC0415 (loaded when a first candidate is seen)

    return len(set(number)) > 2 and luhn.is_valid(f"80840{number}")


def is_mx_elector_key(number: str) -> bool:
    """Check the date and state in a Mexican elector key: https://www.ine.mx."""
    year, month, day, state = (int(number[i : i + 2]) for i in (6, 8, 10, 12))
    # 2000 + year has every 29th of February that 1900 + year has, and one more.
    return _is_date(2000 + year, month, day) and (1 <= state <= 32 or state in (87, 88))


def is_uy_ci(number: str) -> bool:
    """Check a Uruguayan identity card: https://www.gub.uy (check digit by mod 10)."""
    digits = number.zfill(8)
    return -_weighted(digits, (2, 9, 8, 7, 6, 3, 4)) % 10 == int(digits[7])


def is_uk_driver_number(number: str) -> bool:
    """Check the date in a GB driver number: https://www.gov.uk/government/publications/inf1d."""
    year, month, day = int(number[5] + number[10]), int(number[6:8]), int(number[8:10])
    return _is_date(2000 + year, month - 50 if month > 50 else month, day)  # women have 50 more


def is_de_document(number: str) -> bool:
    """Check a German passport or identity card where it has its check digit."""
    return len(number) == 9 or ends_in_check_digit(number)


def ends_in_check_digit(number: str) -> bool:
    """Check a number of machine-readable documents (ICAO 9303-3, weights 7 3 1)."""
    values = [int(char, 36) for char in number[:-1]]
    total = sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values))
    return str(total % 10) == number[-1]


def is_de_social_security(number: str) -> bool:
    """Check a German pension insurance number: https://www.gesetze-im-internet.de/vkvv/."""
    day, month = int(number[2:4]), int(number[4:6])
    if not (1 <= day <= 31 or 33 <= day <= 63) or not 1 <= month <= 12:
        return False
    letter = f"{_LETTERS.index(number[8]) + 1:02}"
    digits = number[:8] + letter + number[9:11]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    return _cross_sums(digits, weights) % 10 == int(number[11])


def is_de_health_insurance(number: str) -> bool:
    """Check a German health insurance number: https://www.gkv-spitzenverband.de (KVNR)."""
    digits = f"{_LETTERS.index(number[0]) + 1:02}{number[1:9]}"
    return _cross_sums(digits, (1, 2) * 5) % 10 == int(number[9])


def is_lanr(number: str) -> bool:
    """Check a German physician's number: https://www.kbv.de (Arztnummern-Richtlinie)."""
    return -_weighted(number, (4, 9, 4, 9, 4, 9)) % 10 == int(number[6])


def is_es_social_security(number: str) -> bool:
    """Check a Spanish social security number: https://www.seg-social.es (mod 97)."""
    province, serial, check = number[:2], number[2:10], int(number[10:])
    body = province + (serial if serial[0] != "0" else serial[1:])
    return int(body) % 97 == check


def is_hu_taj(number: str) -> bool:
    """Check a Hungarian health insurance number: act XX of 1996, annex."""
    return _weighted(number, (3, 7) * 4) % 10 == int(number[8])


def is_hu_tax_id(number: str) -> bool:
    """Check a Hungarian personal tax number: act XX of 1996, annex."""
    return _weighted(number, range(1, 10)) % 11 == int(number[9])


def is_lv_personal_code(number: str) -> bool:
    """Check a Latvian personal code, old (with a date) or new (from 32)."""
    if number.startswith("32"):
        return True
    from stdnum.lv import pvn  # noqa: PLC0415

    return bool(pvn.is_valid(number))


def is_fi_identity_code(number: str) -> bool:
    """Check a Finnish code, also of those who got a temporary one; its sign may be lost."""
    from stdnum.fi import hetu  # noqa: PLC0415

    whole = number if len(number) == 11 else f"{number[:6]}-{number[6:]}"
    signed = whole[:6] + whole[6].translate(_FI_SIGNS) + whole[7:]
    return bool(hetu.is_valid(signed, allow_temporary=True))


def is_snils(number: str) -> bool:
    """Check a Russian pension account: https://www.consultant.ru (order 202n)."""
    return _weighted(number, range(9, 0, -1)) % 101 % 100 == int(number[9:])


def is_kz_iin(number: str) -> bool:
    """Check a Kazakh individual number: https://egov.kz (two rounds of mod 11)."""
    total = _weighted(number, range(1, 12)) % 11
    if total == 10:
        total = _weighted(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return total == int(number[11])


def is_ir_national_code(number: str) -> bool:
    """Check an Iranian national code: https://www.sabteahval.ir (check digit by mod 11)."""
    total = _weighted(number, range(10, 1, -1)) % 11
    return len(set(number)) > 1 and int(number[9]) == (total if total < 2 else 11 - total)


def is_sg_nric(number: str) -> bool:
    """Check a Singapore NRIC or FIN: https://www.ica.gov.sg (letter by mod 11)."""
    total = _weighted(number[1:], (2, 7, 6, 5, 4, 3, 2))
    total += {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    letters = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
    return letters[{"T": "S", "G": "F"}.get(number[0], number[0])][total % 11] == number[8]


def is_ph_tin(number: str) -> bool:
    """Check a Philippine taxpayer number: https://www.bir.gov.ph (ninth digit by mod 11)."""
    total = _weighted(number, range(9, 1, -1))
    return int(number[:9]) > 0 and total % 11 == int(number[8])


def is_hk_id(number: str) -> bool:
    """Check a Hong Kong identity card: https://www.immd.gov.hk (check digit by mod 11)."""
    bare = re.sub(r"[() ]", "", number).upper()
    values = [36 if char == " " else int(char, 36) for char in bare[:-1].rjust(8)]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + int(bare[-1], 36)) % 11 == 0


def is_tw_id(number: str) -> bool:
    """Check a Taiwanese identity or residence number: https://www.immigration.gov.tw."""
    area = _TW_AREAS.index(number[0]) + 10
    # Residence permits until 2020 have a letter second; it stands for its last digit.
    second = _TW_AREAS.index(number[1]) % 10 if number[1].isalpha() else number[1]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return _weighted(f"{area}{second}{number[2:]}", weights) % 10 == 0


def is_kr_number_with_date(number: str) -> bool:
    """Check the birth date in a Korean number: those issued since October 2020 have no sum."""
    century = {"1": 19, "2": 19, "5": 19, "6": 19, "3": 20, "4": 20, "7": 20, "8": 20}[number[6]]
    return _is_date(int(f"{century}{number[:2]}"), int(number[2:4]), int(number[4:6]))


def is_kr_brn(number: str) -> bool:
    """Check a Korean business registration: https://www.nts.go.kr (weights 1 3 7 1 3 7 1 3 5)."""
    total = _weighted(number, (1, 3, 7, 1, 3, 7, 1, 3, 5))
    total += int(number[8]) * 5 // 10
    return -total % 10 == int(number[9])


def is_au_medicare(number: str) -> bool:
    """Check an Australian Medicare card: https://developer.digitalhealth.gov.au."""
    return _weighted(number, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def is_nz_nhi(number: str) -> bool:
    """Check a New Zealand health index number: HISO 10046 (check digit by mod 11)."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    values = [letters.index(c) + 1 if c.isalpha() else int(c) for c in number[:6]]
    total = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True)) % 11
    return total > 0 and (11 - total) % 10 == int(number[6])


def has_date(number: str, year: int, month: int, day: int) -> bool:
    """Tell whether two digits each, from these places on, are a date."""
    at = [int(number[i : i + 2]) for i in (year, month, day)]
    return _is_date(2000 + at[0], at[1], at[2])


def is_no_date(number: str) -> bool:
    """Refuse digits that begin with a day: 20261122, 22112026, 11222026, 202611221030."""
    if not number.isdecimal() or not 8 <= len(number) <= 14:
        return True
    days = {number[:8]}
    if len(number) == 8:
        first, second, year = number[:2], number[2:4], number[4:]
        days |= {year + second + first, year + first + second}
    return not any(map(_is_recent_day, days))


def _is_recent_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return digits[:2] in ("19", "20") and _is_date(year, month, day)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _weighted(digits: str, weights: Iterable[int]) -> int:
    """Add up digits times weights, as far as there are weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _cross_sums(digits: str, weights: tuple[int, ...]) -> int:
    """Add up the digits of each product."""
    products = (int(d) * w for d, w in zip(digits, weights, strict=True))
    return sum(product // 10 + product % 10 for product in products)
