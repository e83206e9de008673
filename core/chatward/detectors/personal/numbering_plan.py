"""What libphonenumber knows of numbering plans.

Its parser takes some twenty microseconds a number, which a text full of digits would feel. Of
most candidates only the length is asked, and that stands in its tables.
"""

from __future__ import annotations

from functools import cache

_LONGEST_CODE = 3
_E164_DIGITS = 15

# Where mobile numbers begin with a trunk zero, and China, whose eleven digits begin with a one.
_REGIONS = (
    *("GB", "IE", "DE", "FR", "NL", "BE", "AT", "CH", "SE", "FI", "TR", "UA", "RO", "BG", "HR"),
    *("SI", "RS", "AU", "NZ", "JP", "KR", "CN", "TW", "ID", "VN", "TH", "MY", "PH", "IL", "ZA"),
    *("KE", "NG", "EG"),
)


def is_international(digits: str) -> bool:
    """Tell whether digits are a country code and as many digits as a number there can have."""
    if not 7 <= len(digits) <= _E164_DIGITS + 1:
        return False
    for size in range(1, _LONGEST_CODE + 1):
        lengths = _lengths().get(digits[:size])
        if lengths is not None:
            national = digits[size:]
            # The trunk zero is often left in: +49 (0)30 901820.
            trunk = national.startswith("0") and len(national) - 1 in lengths
            return trunk or len(national) in lengths
    return False


def is_mobile(digits: str) -> bool:
    """Tell whether digits are a mobile number in one of many countries; slow, for one number."""
    import phonenumbers  # noqa: PLC0415 (13 MB; needed only where a candidate is seen)

    mobile = {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue  # "00" may lead nowhere from one country and abroad from another
        if phonenumbers.number_type(number) in mobile:
            return True
    return False


@cache
def _lengths() -> dict[str, frozenset[int]]:
    """Return the possible lengths of a national number by country code."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata  # noqa: PLC0415

    lengths: dict[str, frozenset[int]] = {}
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        plan = PhoneMetadata.metadata_for_region_or_calling_code(code, regions[0])
        if plan is not None and plan.general_desc is not None:
            lengths[str(code)] = frozenset(plan.general_desc.possible_length)
    return lengths
