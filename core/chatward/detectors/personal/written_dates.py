"""Dates as people write them, in figures and in words."""

from __future__ import annotations

import re

from chatward.detectors.personal.month_names import is_month

FIRST_YEAR, LAST_YEAR = 1900, 2026
_BUDDHIST = 543  # Thailand counts from 543 BC
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff"
    "\u05d0-\u05ea\u0620-\u06d3\u0900-\u0963\u0e01-\u0e4e"
)
_WORD = rf"[{_LETTER}]{{3,14}}"
_SEPARATOR = r"[ ]?[./-][ ]?"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|[\u00ba\u00aa\u00b0]|-?[ея]?го|e)?"
_OF = r"(?:(?:of|de|di|del|da|d')[ ]?)?"

_END = r"(?![A-Za-z0-9])"

START = r"(?<![A-Za-z0-9_./])(?<![A-Za-z0-9]-)"
IN_FIGURES = (
    rf"(?:\d{{1,2}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}(?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}\d{{1,2}}(?![ T]\d)"
    rf"|\d{{1,2}}[ ]\d{{1,2}}[ ](?:19|20)\d{{2}}|(?:19|20)\d{{6}}|\d{{4}}(?:19|20)\d{{2}}){_END}"
)
"""12.03.1981, 3/12/81, 1981-03-12, 12 03 1981, 19810312."""

_DAY_MONTH = rf"\d{{1,2}}{_ORDINAL}[ -]?{_OF}{_WORD}"
DAY_FIRST = (
    rf"(?:{_DAY_MONTH}\.?,?[ -]?(?:(?:de|del|of|din)[ ])?(?:\d{{4}}|['\u2019]?\d{{2}})"
    rf"|\d{{4}}\.?[ ]{_WORD}[ ]\d{{1,2}}|\d{{1,2}}[ ]tháng[ ]\d{{1,2}},?[ ]năm[ ]\d{{4}}){_END}"
)
"""12 March 1981, 12. März 1981, 12 de marzo de 1981; 1981. március 12."""
DAY_FIRST_LEAD = rf"{START}\d{{1,4}}{_ORDINAL}[ -]?[{_LETTER}]{{2}}"

MONTH_FIRST = rf"{_WORD}\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ](?:de[ ])?\d{{4}}{_END}"
"""March 12th, 1981."""
MONTH_FIRST_LEAD = rf"[{_LETTER}]\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ](?:de[ ])?\d{{4}}"
MONTH_FIRST_LEAD_CHARS = 36

IN_SIGNS = (
    r"(?:\d{4}|(?:大正|昭和|平成|令和|民國|民国)[ ]?\d{1,3})[ ]?[年년][ ]?"
    r"\d{1,2}[ ]?[月월][ ]?\d{1,2}[ ]?[日號号일]"
)
"""1981年3月12日, 昭和56年3月12日, 1981년 3월 12일."""

DAY = rf"(?:{_DAY_MONTH}|{_WORD}\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?){_END}"
"""A day of no year: 12 March, March 12th."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(rf"[{_LETTER}]{{3,}}")
_NOT_MONTHS = frozenset({"del", "din", "de", "tháng", "năm"})


def is_date(written: str) -> bool:
    """Tell whether it is a day of a year in which somebody alive can be born."""
    numbers = [int(part) for part in _NUMBER.findall(written)]
    if len(numbers) == 1:
        return _is_compact(str(numbers[0]).zfill(8))
    if len(numbers) == 2:
        return _is_in_words(written, numbers)
    return _is_in_figures(written, numbers)


def is_day(written: str) -> bool:
    """Tell whether it is a day and the name of a month."""
    day = _NUMBER.search(written)
    return day is not None and 1 <= int(day[0]) <= 31 and _names_a_month(written)


def _is_in_words(written: str, numbers: list[int]) -> bool:
    day, year = sorted(numbers) if max(numbers) > 99 else numbers
    return (
        1 <= day <= 31
        and _is_year(year, thai="\u0e01" <= written[-6:-5] <= "\u0e4e")
        and (_names_a_month(written))
    )


def _is_in_figures(written: str, numbers: list[int]) -> bool:
    first, second, third = numbers
    if any(sign in written for sign in "年년"):
        return (first < 150 or _is_year(first)) and 1 <= second <= 12 and 1 <= third <= 31
    if first > 99:
        first, third = third, first
    return (
        _is_year(third)
        and min(first, second) >= 1
        and min(first, second) <= 12
        and (max(first, second) <= 31)
    )


def _is_compact(digits: str) -> bool:
    by_year = (int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    by_day = (int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return any(_is_year(y) and 1 <= m <= 12 and 1 <= d <= 31 for y, m, d in (by_year, by_day))


def _is_year(year: int, *, thai: bool = False) -> bool:
    if thai and year > LAST_YEAR:
        year -= _BUDDHIST
    return year <= 99 or FIRST_YEAR <= year <= LAST_YEAR


def _names_a_month(written: str) -> bool:
    return any(is_month(name) for name in _NAME.findall(written) if name not in _NOT_MONTHS)
