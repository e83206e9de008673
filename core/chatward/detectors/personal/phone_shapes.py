"""What telephone numbers look like as people write them, and what only looks like one."""

from __future__ import annotations

import re

from chatward.detectors.personal.numbering_plan import is_international

ALONE = r"(?<![\w+/$€£#-])(?<!\d[.,:])"
"""Nothing before it that it could be the end of: a word, a price, a path, a decimal."""

END = r"(?!\d)(?![.,]\d)"

_GAP = r"[ ./\u2010-\u2013-]"
_DASH = r"[ .\u2010-\u2013-]"
# Brackets may stand around any digits: +49 (0)30, (415) 555.
_MORE = rf"(?:{_GAP}{{0,3}}\(?\d\)?)"

ANY = rf"\(?\d\)?{_MORE}{{6,20}}"
"""Seven digits and more, with up to three gaps between any two."""

ANY_LEAD = rf"\d\)?{_MORE}{{6}}"

GROUPS = rf"\(?\d{{2,5}}\)?(?:{_GAP}\d{{2,5}}){{1,4}}"

WITH_PLUS = rf"(?<![\w+])(?<!\d[.,])\+[ ]?\(?\d\)?{_MORE}{{6,15}}"

EXTENSION = (
    r"(?:[ ,;]{0,2}(?:x|#|ext|extn|extension|durchwahl|dw|poste|interno|int|ramal|anexo|toestel|"
    r"wew|доб|内线|內線|内線)[.:]?[ ]?\d{1,6})?"
)

_AREA_IN_BRACKETS = "|".join(
    (
        rf"(?:1[ .-]{{1,2}})?\([2-9]\d\d\)[ ]?[2-9]\d\d{_DASH}\d{{4}}",  # (415) 555-0132
        rf"\(0[1-9]\d{{0,4}}\)[ ]?/?\d{{2,8}}(?:{_DASH}\d{{2,5}}){{0,4}}",  # (030) 901820
        rf"\([1-9]\d{{1,3}}\)[ ]?\d{{2,5}}(?:{_DASH}\d{{2,4}}){{1,3}}",  # (11) 91234-5678
    )
)
_GROUPED = "|".join(
    (
        rf"(?:1[ .-]{{1,2}})?[2-9]\d\d{_DASH}[2-9]\d\d{_DASH}\d{{4}}",  # 415-555-0132
        # A trunk zero: 0171 2345678, 030/901820, 06.12.34.56.78, 010-1234-5678
        rf"0[1-9]\d{{0,4}}(?:{_DASH}|[ ]?/[ ]?)\d{{2,8}}(?:{_DASH}\d{{2,5}}){{0,4}}",
        r"(?:8[ -]?)?\(?\d{3}\)?[ -]\d{3}-\d\d-\d\d",  # 8 (495) 123-45-67
        r"1[3-9]\d[ -]\d{4}[ -]\d{4}",  # 138 1234 5678, a Chinese mobile number
        rf"(?:00|011)[ .-]?[1-9]{_MORE}{{7,14}}",  # out of most countries: 00 49 30 901820
    )
)
# After another number, as among a card's groups, the grouped ones mean nothing.
UNMISTAKABLE = rf"(?:{_AREA_IN_BRACKETS}|(?<!\d )(?:{_GROUPED}))"

UNMISTAKABLE_LEAD = (
    r"[2-9]\d\d[) .\u2010-\u2013-]{1,2}[2-9]\d\d[ .\u2010-\u2013-]\d{4}"
    r"|0[1-9]\d{0,4}[) ./\u2010-\u2013-]{1,3}\d\d"
    r"|\([1-9]\d{1,3}\)[ ]?\d{2,5}[ .\u2010-\u2013-]\d\d"
    r"|\d[) -]{1,2}\d{3}-\d\d-\d\d"
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"
    r"|(?:00|011)[ .-]?[1-9](?:[ ./\u2010-\u2013()-]{0,3}\d){3}"
)
"""How each of them begins: the whole of them would make the database slow."""

ALONE_IN_GROUPS = (
    r"\d{2,4}(?:[ -]\d{2,3}){3,4}"
    r"|(?:[67]\d\d|9[1236]\d)[ ]\d{3}[ ]\d{3}"  # a mobile number of Spain, Portugal, the Czechs
    r"|3[2-9]\d[ ]\d{3}[ ]\d{4}"  # one of Italy
    r"|[6-9]\d{4}[ -]\d{5}"  # one of India
)
"""Groups as nothing else has them that a whole message may be: 91 123 45 67."""

ON_A_LINE = r"\n(?P<value>\(?\d{2,5}\)?(?:[ .-]?\d{2,9}){1,4})(?![^\r\n])"
"""A line that is nothing else, as under a name at the end of a letter."""

_EXTENDED = re.compile(r"[ ,;]{0,2}(?:[^\W\d_]{1,9}|#)[.:]?[ ]?\d{1,6}\Z")
# Tax numbers are written in threes, personal numbers of the North begin with a date of birth.
_OFFICIAL = re.compile(r"\d{3}[ -]\d{3}[ -]\d{3}|\d{6}[ -]\d{4,5}")
_SOMETHING_ELSE = re.compile(
    r"\d{4}[-./]\d\d?[-./]\d\d?(?: .*)?"  # a date, perhaps with a time
    r"|\d\d?[-./]\d\d?[-./](?:\d\d)?\d\d(?: .*)?"
    r"|(?:19|20)\d\d ?[-/\u2013 ] ?(?:19|20)\d\d"  # years
    r"|(?:19|20)\d\d-\d{5,7}"  # the number of a case, after its year
    r"|97[89]-\d{1,5}-\d{1,7}-\d{1,6}-\d"  # a book
    r"|\d{1,2}(?:\.\d{3}){2,}|\d(?: \d{3}){2}"  # thousands
    r"|(?:0|[1-9]\d{0,2})\.\d{4,}.*"  # a decimal fraction
    r"|(?!(?:\d\d\.){3}\d\d\Z)\d{1,3}(?:\.\d{1,3}){3}"  # an internet address
    r"|\d{3}-\d\d-\d{4}"  # a US social security number
    r"|\d{3}\.\d{3}\.\d{3}-\d\d"  # a Brazilian CPF
)
_OUTBOUND = re.compile(r"(?:00|011)(?!\))")
_FEWEST, _MOST = 7, 15
_FEWEST_AFTER_PLUS = 9
_FEWEST_UNMISTAKABLE, _MOST_UNMISTAKABLE = 9, 12


def may_be_abroad(candidate: str) -> bool:
    """Tell whether a number with a plus has its country's length, or at least groups."""
    digits = _digits(candidate)
    grouped = not candidate[1:].isdigit() and _FEWEST_AFTER_PLUS <= len(digits) <= _MOST
    return grouped or is_international(digits)


def may_be_telephone(candidate: str) -> bool:
    """Tell whether digits beside a telephone word can be what it announces."""
    digits = _digits(candidate)
    if not _FEWEST <= len(digits) <= _MOST or len(set(digits)) == 1:
        return False
    return _SOMETHING_ELSE.fullmatch(candidate) is None


def is_signed_with(line: str) -> bool:
    """Tell whether a line of digits under a name has a telephone number's length."""
    long_enough = _FEWEST_UNMISTAKABLE <= len(_digits(line)) <= _MOST_UNMISTAKABLE
    return long_enough and may_be_telephone(line)


def is_unmistakable(candidate: str) -> bool:
    """Tell whether a number of a telephone number's shape has its length."""
    digits = _digits(candidate)
    outbound = _OUTBOUND.match(candidate)
    if outbound:
        return is_international(digits[outbound.end() :])
    if _OFFICIAL.fullmatch(candidate):
        return False
    fewest = _FEWEST_UNMISTAKABLE - candidate.startswith("(")
    return fewest <= len(digits) <= _MOST_UNMISTAKABLE and may_be_telephone(candidate)


def _digits(candidate: str) -> str:
    """Return the digits before an extension."""
    number = _EXTENDED.sub("", candidate)
    return "".join(char for char in number if char in "0123456789")
