"""Payment card numbers: an issuer's prefix, the length that goes with it, the Luhn check digit.

Prefixes and lengths after ISO/IEC 7812 and the networks' published ranges
(https://en.wikipedia.org/wiki/Payment_card_number). Where a network's numbers could be anything,
old Visa ones of 13 digits or Maestro's of 12 and up, and where no network is known, a word such
as "card" must stand before the number. With a wrong check digit no card was ever issued.
"""

from __future__ import annotations

import re

from chatward.detectors.personal.luhn import is_checked
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import NUMBER, Reading

KIND = "credit-card"
FAMILY = PERSONAL

CAUGHT = (
    "4111 1111 1111 1111",
    "card 5555-5555-5555-4444.",
    "I paid with 378282246310005",
    "3782 822463 10005",
    "4111 1111 1111 1111 12/27 123",
    "4111\u200b1111\u200b1111\u200b1111",
    "it was 2223 0031 2200 3222 I think",
    "6011.1111.1111.1117",
    "3530111333300000 is declined",
    "Meine Maestro-Karte 501864667909",
    "la tarjeta 4222222222222",
    "4111  1111  1111  1111 or 4111 - 1111 - 1111 - 1111",
    "4111_1111_1111_1111",
    "カード番号は3566002020360505です",
)
CLEAN = (
    "4111 1111 1111 1112",
    "order 1234567890123456",
    "tracking 00340434161094042557",
    "0000 0000 0000 0000",
    "my card 4111 1111 1111 1112",
    "EAN 4006381333931",
    "at 1732272312000 it happened",
    "the SIM card's order was 501864667909",
)

CARD_WORDS = "|".join(  # noqa: FLY002 (one group to a line)
    (
        "card|cards|cc|ccn|pan|visa|mastercard|amex|american express|maestro|discover|diners|jcb",
        "unionpay|mir|rupay|elo|troy|verve|dankort|bancontact|girocard|creditcard|debitcard",
        "karte|karten|kreditkart*|bankkart*|debitkart*|maestrokart*|kartennummer|girokarte",
        "carte|cartes|carte bancaire|carte bleue|tarjeta|tarjetas|cartao|cartoes|carta|bancomat",
        "bankpas|betaalpas|betaalkaart|kaart|pas|karta|karty|kartu|karcie|kartou|kartice|kartica",
        "kart|karti|kartim|kartimin|kort|kortet|kreditkort|betalkort|bankkort|betalingskort",
        "kortti|korttini|luottokortti|pankkikortti|kartya|bankkartya|card bancar|cardul",
        "карта|карты|карту|карте|картой|картка|картки|картку|καρτα|καρτας|so the|kartu kredit",
        "بطاقة|بطاقتي|البطاقة|کارت|كارت|כרטיס|הכרטיס|אשראי|कार्ड|কার্ড",
        "卡|カード|카드|บัตร",
    )
)

# Visa, Mastercard, American Express, Diners Club, Discover (RuPay and Elo share its ranges),
# JCB, UnionPay, Mir, RuPay, Troy, Maestro.
_NETWORKS = (
    r"4\d{15}(?:\d{3})?"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|(?:30[0-5]\d|3095|3[689]\d\d)\d{10}(?:\d{2})?"
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12}(?:\d{3})?"
    r"|(?:352[89]|35[3-8]\d)\d{12}(?:\d{3})?"
    r"|(?:62|81)\d{14,17}"
    r"|220[0-4]\d{12}"
    r"|(?:60|82|508)\d{13,14}"
    r"|9792\d{12}"
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{12}"
)
# How it is written on a card or in one piece; "4 8 14-16 39-44 49 56-58" are lines of a file.
_DASH = "[ .\u2010-\u2013-]"
_WRITTEN = (
    rf"\d{{14,19}}|\d{{4}}(?:{_DASH}\d{{4}}){{2,3}}(?:{_DASH}\d{{1,3}})?"
    rf"|\d{{4}}{_DASH}\d{{6}}{_DASH}\d{{4,5}}|\d{{8}}{_DASH}\d{{8}}"
)

_WIDE_GAP = r"(?:[ ]{2,3}|[ ]?[_|\u2010-\u2013-][ ]?)"


def _is_of_a_network(candidate: str) -> bool:
    digits = "".join(filter(str.isdigit, candidate))
    return re.fullmatch(_NETWORKS, digits) is not None and is_checked(digits)


PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![\w.,-])[2-9]\d{{3}}(?:{_WIDE_GAP}\d{{4}}){{3}}(?!\w)",
        score=0.9,
        validate=_is_of_a_network,
    ),
)

READINGS = (
    Reading(
        KIND,
        NUMBER,
        _NETWORKS,
        words=CARD_WORDS,
        validate=is_checked,
        score=1.0,
        score_without_context=0.8,
        written=_WRITTEN,
    ),
    Reading(
        KIND,
        NUMBER,
        r"\d{12,19}",
        words=CARD_WORDS,
        validate=is_checked,
        score=0.7,
        alone="",
    ),
)
