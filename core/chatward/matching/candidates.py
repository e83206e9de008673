"""The shared candidates: what number-like and token-like runs look like as written."""

from __future__ import annotations

from collections.abc import Iterable

from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, NUMBER, TOKEN, Reading
from chatward.matching.readings import Readings

_GAP = "[ ./\u2010-\u2013-]"

# Not at the third of three groups alike: a number begins before them, or it is no number.
_NOT_IN_A_ROW = "".join(rf"(?<!\d{{{n}}}[ -]\d{{{n}}}[ -])" for n in (1, 2, 3, 4))

CANDIDATES = {
    # Digits joined by single gaps; up to three capitals before and after: AB 12 34 56 C.
    NUMBER: (
        rf"(?<![A-Za-z0-9_])(?<!\d[.,:/-]){_NOT_IN_A_ROW}(?:[A-Z]{{1,3}}{_GAP}?)?\d(?:{_GAP}?\d){{4,23}}"
        rf"(?:{_GAP}?[A-Z]{{1,3}}\d{{0,2}})?(?![A-Za-z0-9_]|[./-]\d)"
    ),
    # One unbroken run of letters, digits and inner hyphens; early on there is one of each.
    CODE: (
        r"(?<![A-Za-z0-9_])(?<!\d-)(?:(?:[A-Za-z]{1,6}-?\d|\d{1,10}-?[A-Za-z])[A-Za-z0-9]{2,17}|"
        r"\d{7,10}-?[A-Za-z]{1,2})"  # 12345678z
        r"(?:-[A-Za-z0-9]{1,8}){0,3}(?![A-Za-z0-9_]|-[A-Za-z0-9])"
    ),
    # Something opaque; whose it is, the words before it tell.
    TOKEN: r"(?<![A-Za-z0-9_+/~.-])[A-Za-z0-9_+/~-][A-Za-z0-9_+/~.-]{14,199}[A-Za-z0-9_+/~-]={0,2}",
}

# How a candidate begins: the database then reports it once and not at each possible end.
_LEADS = {
    NUMBER: rf"(?<![A-Za-z0-9_])(?:[A-Z]{{1,3}}{_GAP}?)?\d(?:{_GAP}?\d){{4}}",
    CODE: r"(?<![A-Za-z0-9_])(?:[A-Za-z]{1,6}-?\d|\d{1,10}-?[A-Za-z])",
    TOKEN: r"(?<![A-Za-z0-9_+/~.-])[A-Za-z0-9_+/~-][A-Za-z0-9_+/~.-]{14}",
}


def candidate_patterns(readings: Iterable[Reading]) -> list[Pattern]:
    """Return one pattern per candidate that is read at all."""
    by_candidate: dict[str, list[Reading]] = {}
    for reading in readings:
        by_candidate.setdefault(reading.candidate, []).append(reading)
    return [
        Pattern(name, CANDIDATES[name], lead=_LEADS[name], readings=Readings(name, group))
        for name, group in sorted(by_candidate.items())
    ]
