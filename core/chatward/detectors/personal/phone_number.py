"""Telephone numbers: international ones, national ones of an unmistakable shape, others by words.

An international number (+49 ...) stands for itself; how long it may be is libphonenumber's
knowledge. A national one counts by itself where its punctuation is a telephone number's, as in
(415) 555-0132 or 06 12 34 56 78. A mere run of digits counts only after a word such as "phone"
or "call me at", or before one such as "(office)". Whether a national number is in use is not
asked: fictional and mistyped numbers are somebody's words too.
"""

from __future__ import annotations

from chatward.detectors.personal.numbering_plan import is_mobile
from chatward.detectors.personal.phone_shapes import (
    ALONE,
    ALONE_IN_GROUPS,
    ANY,
    ANY_LEAD,
    END,
    EXTENSION,
    GROUPS,
    ON_A_LINE,
    UNMISTAKABLE,
    UNMISTAKABLE_LEAD,
    WITH_PLUS,
    is_signed_with,
    is_unmistakable,
    may_be_abroad,
    may_be_telephone,
)
from chatward.detectors.personal.phone_words import CLOSINGS, COUNTED, PHONE_WORDS
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import NUMBER, Reading
from chatward.matching.words import OTHER_NUMBERS

KIND = "phone-number"
FAMILY = PERSONAL

CAUGHT = (
    "+49 30 901820",
    "ring +1 (202) 555-0143 after six",
    "my phone number is 020 7946 0958",
    "Handy: 01712345678",
    "call me at (415) 555-0132",
    "555-123-4567 ext. 12 is my desk",
    "dial 0049 (0)30 901820",
    "781 1704 office, 3660170548-Fax",
    "T: 5550132, M. 07700900123",
    "4155550132 is my cell",
    "https://wa.me/491701234567",
    "0171/2345678 bitte ab 18 Uhr",
    "Rappelez-moi au 06.12.34.56.78",
    "01712345678",
    "91 123 45 67",
    "звоните 8 (495) 123-45-67",
    "我的电话是13812345678",
)
CLEAN = (
    "order 4159 2653 589",
    "version 10.2.4415",
    "ISBN 978-3-16-148410-0",
    "ISBN 0-306-40615-2",
    "2026-11-22 10:45",
    "01.02.2024 10:45",
    "+1 for that idea",
    "my phone costs 1.234.567,00",
    "the phone years 2019-2023",
    "call me on 2026-11-22 10:45",
    "tracking number 01712345678",
    "0234567893",
    "010180 12371",
    "130 692 545",
    "4019283746",
    "1000000 mobile users",
    "mobile users: 1 000 000",
    "+0.1234567",
)


_LABEL = (
    r"(?:office|mobile|mobil|cell|phone|number|nummer|fax|desk|landline|direct|handy|buro|privat|"
    r"bureau|portable|oficina|movil|celular|ufficio|cellulare|casa|kantoor|mobiel|home|work)"
    r"(?![A-Za-z])"
)
# "555 0132 (office)", "555 0132 is my cell"; where the number has groups, "555 0132 office".
_SET_OFF = r"(?:[ ]?[-\u2013(,:][ ]?|[ ](?:is|ist|est|es)[ ]\w{2,5}[ ](?:new )?)"
_LABELLED_LEAD = rf"\d\)?(?:{_SET_OFF}|[ ]){_LABEL}"
_BEFOREHAND = r"(?<![\w'’])(?:[TMPFH][.:]|wa\.me/|[☎✆📞📱📲]\ufe0f?:?)[ ]{0,2}"
_WIDEST = 120

# In languages that put "on", "to" and "phone" behind the number.
_CALLED = (
    r"[ ]?(?:पर[ ](?:फ़ोन|फोन|कॉल|व्हाट्सएप|संपर्क)|[にへ]お?(?:電話|かけ|連絡)|"
    r"으?로[ ](?:전화|연락|문자)|(?:numaral[ıi]|no'?lu)[ ](?:telefon|hat|numara)|numaras[ıi]ndan)"
)

# The leads keep the database small: the rest of a number and its extension are `re`'s business.
PATTERNS = (
    Pattern(
        KIND,
        rf"{WITH_PLUS}{EXTENSION}(?!\d)",
        score=0.9,
        ignore_case=True,
        validate=may_be_abroad,
        lead=r"\+[ ]?\(?\d",
    ),
    Pattern(
        KIND,
        rf"{ALONE}{UNMISTAKABLE}{EXTENSION}{END}(?!-\d)(?!:\d)",
        score=0.65,
        ignore_case=True,
        validate=is_unmistakable,
        unless=OTHER_NUMBERS,
        lead=UNMISTAKABLE_LEAD,
        lead_chars=40,
    ),
    Pattern(
        KIND,
        # A date that a time follows would be taken for one, and turned down one step later.
        rf"{ALONE}(?<![\d)] ){ANY}(?<!\d{{4}}-\d\d-\d\d){EXTENSION}{END}(?!:\d)",
        score=0.8,
        ignore_case=True,
        validate=may_be_telephone,
        context=PHONE_WORDS,
        unless=COUNTED,
        lead=ANY_LEAD,
        lead_chars=40,
    ),
    Pattern(
        KIND,
        rf"{ALONE}(?<!\d )(?P<value>{ANY}){EXTENSION}{_SET_OFF}{_LABEL}",
        score=0.8,
        ignore_case=True,
        validate=may_be_telephone,
        lead=_LABELLED_LEAD,
        lead_chars=_WIDEST,
    ),
    Pattern(
        KIND,
        rf"{ALONE}(?<!\d )(?P<value>{GROUPS})[ ]{_LABEL}",
        score=0.7,
        ignore_case=True,
        validate=may_be_telephone,
        lead=_LABELLED_LEAD,
        lead_chars=_WIDEST,
    ),
    Pattern(
        KIND,
        rf"{_BEFOREHAND}(?P<value>{ANY}){EXTENSION}{END}",
        score=0.7,
        validate=may_be_telephone,
        lead=rf"{_BEFOREHAND}\(?\d",
    ),
    Pattern(
        KIND,
        rf"{ALONE}(?<!\d )(?P<value>{ANY}){_CALLED}",
        score=0.8,
        validate=may_be_telephone,
        lead=rf"\d{_CALLED}",
        lead_chars=_WIDEST,
    ),
    Pattern(
        KIND,
        ON_A_LINE,
        score=0.6,
        validate=is_signed_with,
        context=CLOSINGS,
        lead=r"\n\(?\d{2,5}[) .-]{0,2}\d{2}",
    ),
)

READINGS = (
    Reading(
        KIND,
        NUMBER,
        r"0\d{9,12}|1[3-9]\d{9}",
        validate=is_mobile,
        score=0.6,
        alone=r"\d{10,13}",
    ),
    Reading(KIND, NUMBER, r"\d{8,11}", score=0.6, alone=ALONE_IN_GROUPS),
)
