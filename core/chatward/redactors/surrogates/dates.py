"""Dates and ages: another day, a few years off, written like the original."""

from __future__ import annotations

import re

from chatward.redactors.surrogates.draw import Draw

_NUMBER = re.compile(r"\d+")
_YEARS = 4
"""A stand-in is at most so many years younger or older."""

_EXPIRY = re.compile(r"(\D*)(?:(\d{4})(\D+)(\d{2})|(?P<month>\d{2})\D*(?P<year>\d{4}|\d{2}))(\D*)")
_EARLIEST, _LATEST = 1900, 2026


def day(value: str, draw: Draw) -> str | None:
    """Return another day; a month that is written as a word stays."""
    parts = [found[0] for found in _NUMBER.finditer(value)]
    if len(parts) == 1 and len(parts[0]) == 8:
        return _unbroken(value, parts[0], draw)
    if not parts or len(parts) > 3 or any(len(part) > 4 for part in parts):
        return None
    year = _place_of_year(parts, value)
    padded = any(part.startswith("0") for part in parts) or not any(
        len(part) == 1 for part in parts
    )
    made = [
        _shifted(part, draw) if i == year else _other_day(part, parts, year, draw, padded=padded)
        for i, part in enumerate(parts)
    ]
    left = iter(made)
    return _NUMBER.sub(lambda _: next(left), value)


def age(value: str, draw: Draw) -> str | None:
    """Return an age a few years off, a child's a child's."""

    def other(found: re.Match[str]) -> str:
        years = int(found[0][:4])
        near = [
            each
            for each in range(max(1, years - _YEARS), years + _YEARS + 1)
            if each != years and len(str(each)) == len(found[0]) and (each < 18) == (years < 18)
        ]
        return str(draw.random.choice(near)) if near else found[0]

    return _NUMBER.sub(other, value)


def expiry(value: str, draw: Draw) -> str | None:
    """Return another month and year of a card, from the years around."""
    found = _EXPIRY.fullmatch(value)
    if found is None:
        return None
    before, long_year, gap, month, month_first, year, after = found.groups(default="")
    other = str(draw.random.randint(1, 12)).zfill(2)
    if long_year:
        made = _shifted(long_year, draw) + gap + other[-len(month) :]
    else:
        between = value[found.end("month") : found.start("year")]
        made = other[-len(month_first) :] + between + _shifted(year, draw)
    return before + made + after


def _place_of_year(parts: list[str], value: str) -> int:
    """Return which part is the year; -1 where there is none."""
    long = [i for i, part in enumerate(parts) if len(part) >= 3]
    if long:
        return long[0]
    if re.search("[年년]", value):
        return 0  # of an era: 昭和56年3月12日
    has_month_word = re.search(r"[^\W\d_]{3,}", value) is not None
    if len(parts) == 3 or (len(parts) == 2 and has_month_word):
        return len(parts) - 1
    return -1


def _shifted(part: str, draw: Draw) -> str:
    year = int(part)
    if len(part) == 4:
        latest = min(max(_LATEST, year), year + _YEARS)
        return str(draw.random.randint(max(_EARLIEST, year - _YEARS), max(_EARLIEST, latest)))[:4]
    most = 10 ** len(part) - 1
    low, high = max(1, year - _YEARS), min(most, year + _YEARS)
    return str(draw.random.randint(min(low, high), high)).zfill(len(part))


def _other_day(part: str, parts: list[str], year: int, draw: Draw, *, padded: bool) -> str:
    """Return a day or a month; both are kept below 13 where it is open which one this is."""
    number, width = int(part), len(part)
    others = [each for i, each in enumerate(parts) if i != year]
    month = len(others) == 2 and (number <= 12)
    most = 12 if month else 28
    lowest = 1 if width == 1 or padded else 10
    choices = range(lowest, min(most, 10**width - 1) + 1)
    return str(draw.random.choice([each for each in choices if each != number])).zfill(width)


def _unbroken(value: str, part: str, draw: Draw) -> str:
    """Return another date of eight digits: 19810312, 12031981."""
    first = part[:2] in ("19", "20")
    year = part[:4] if first else part[4:]
    rest = f"{draw.random.randint(1, 12):02}{draw.random.randint(1, 12):02}"
    other = _shifted(year, draw).zfill(4)
    return value.replace(part, other + rest if first else rest + other)
