"""Payment cards that nobody holds.

First come the test numbers that processors publish (Stripe, Braintree, Adyen, PayPal and
Authorize.Net: https://docs.stripe.com/testing, https://developer.paypal.com/braintree/docs); no
network issues them, and Chatward's detectors find them like any card. There are 43 of Visa, 17 of
Mastercard, 6 of American Express and so on. Where they are used up, or none has the length, a
number begins with 9999: ISO/IEC 7812-1 leaves numbers with a leading 9 to national bodies, by the
country's ISO 3166-1 code behind it, and 900 to 999 are codes that no country ever gets. Those are
found only behind a word such as "card".
"""

from __future__ import annotations

import re

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.pattern import digits_of, written_like

_VISA = (
    "4000000000000002 4000000000000010 4000000000000028 4000000000000036 4000000000000044 "
    "4000000000000069 4000000000000077 4000000000000093 4000000000000101 4000000000000119 "
    "4000000000000127 4000000000000259 4000000000000341 4000000000001976 4000000000003220 "
    "4000000000005126 4000000000009235 4000000000009979 4000000000009987 4000000000009995 "
    "4000000360000006 4000000400000008 4000000560000004 4000001240000000 4000002500000003 "
    "4000002760000016 4000003800000008 4000004840008001 4000005280000002 4000005780000007 "
    "4000006200000007 4000007240000007 4000007520000008 4000008260000000 4000056655665556 "
    "4005519200000004 4009348888881881 4012000033330026 4012000077777777 4012888888881881 "
    "4111111111111111 4242424242424242 4500600000000061"
)
_MASTERCARD = (
    "5555555555554444 5200828282828210 5105105105105100 2223003122003222 2223000048400011 "
    "5454545454545454 5500000000000004 5555341244441115 5577000055770004 5555444433331111 "
    "5136333333333335 5585558555855583 2222410740360010 2222400010000008 2222400030000004 "
    "2223520443560010 5500005555555559"
)
_PUBLISHED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"4\d{15}", tuple(_VISA.split())),
    (r"4\d{12}", ("4222222222222", "4007000000027", "4012888818888")),
    (r"(?:5[1-5]|2[2-7])\d{14}", tuple(_MASTERCARD.split())),
    (
        r"3[47]\d{13}",
        (
            *("378282246310005", "371449635398431", "378734493671000", "370000000000002"),
            *("340000000000009", "343434343434343"),
        ),
    ),
    (
        r"3[0689]\d{12}",
        (
            *("36227206271667", "30569309025904", "38520000023237", "36259600000004"),
            *("38000000000006", "30000000000004"),
        ),
    ),
    (
        r"6[045]\d{14}",
        (
            *("6011111111111117", "6011000990139424", "6011981111111113", "6011000991300009"),
            *("6011000000000012", "6011000000000004", "6011601160116611"),
        ),
    ),
    (r"35\d{14}", ("3530111333300000", "3566002020360505")),
    (r"(?:62|81)\d{14}", ("6200000000000005", "6200000000000047", "6243030000000001")),
    (r"(?:62|81)\d{17}", ("6205500000000000004",)),
)
_NO_COUNTRY = "9999"
_SHORTEST, _LONGEST = 12, 19


def card(value: str, draw: Draw) -> str | None:
    """Return a card of the same network, as long and written like the original."""
    digits = digits_of(value)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return None
    published = [number for number in _published(digits) if number != digits]
    if draw.attempt < len(published):
        return written_like(value, draw.one_of(published))
    size = len(digits) - len(_NO_COUNTRY) - 1
    body = _NO_COUNTRY + str(draw.random.randrange(10**size)).zfill(size)
    return written_like(value, body + check_digit(body))


def check_digit(digits: str) -> str:
    """Return the Luhn digit that goes behind digits."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if i % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def _published(digits: str) -> tuple[str, ...]:
    for form, numbers in _PUBLISHED:
        if re.fullmatch(form, digits):
            return numbers
    return ()
