"""Numbers that nothing but their label tells: "passport no. X1234567", of whatever country."""

from __future__ import annotations

import re

from chatward.detectors.detector import Detector
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

_SCORE = 0.7
_FEWEST_DIGITS = 5
_FEWEST_DIGITS_AMONG_LETTERS = 4

_NUMBER = (
    r"(?:[ -]{0,2}(?:number|num|no|nr|nummer|num[eé]ro|n[uú]mero|numer|nomor|номер|code|"
    r"n[°ºo]|№|#)[.:]?)?"
)
_IS = r"(?: (?:is|are|was|ist|lautet|es|est|le|[eè]|é|to|[aä]r|er|on|je)){0,2}"
_SIGN = r"[ ]?[:=#(]?[ ]{0,2}"
_VALUE = (
    r"(?:[A-Z]{1,3}[ -]?)?\d(?:[ ./-]?\d){4,15}(?:-?[A-Z]{1,2}| [A-Z])?(?![A-Za-z0-9_]|[./-]\d)|"
    r"[A-Z]{0,3}\d[A-Z0-9]{4,15}(?![A-Za-z0-9_])"
)
_DATE = re.compile(r"(?:\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./ -])\d{1,2}\2\d{2,4})")


def labelled(kind: str, label: str, *, caught: tuple[str, ...], clean: tuple[str, ...]) -> Detector:
    """Describe a number that stands right behind its label.

    Args:
        kind: What it is called.
        label: `re` for the label, letters of either case.
        caught: Texts in which it is found.
        clean: Near misses.

    """
    return Detector(
        kind,
        PERSONAL,
        caught=caught,
        clean=clean,
        patterns=(
            Pattern(
                kind,
                rf"(?<![A-Za-z0-9_])(?:{label}){_NUMBER}{_IS}{_SIGN}(?P<value>{_VALUE})",
                score=_SCORE,
                ignore_case=True,
                validate=_is_number,
                # Numbers in all these spellings would take the database seconds to compile.
                lead=rf"(?<![A-Za-z0-9_])(?:{label})",
            ),
        ),
        source="https://www.consilium.europa.eu/prado/en/prado-start-page.html",
    )


def _is_number(found: str) -> bool:
    digits = sum(char.isdigit() for char in found)
    few = _FEWEST_DIGITS if found.isdecimal() else _FEWEST_DIGITS_AMONG_LETTERS
    return digits >= few and _DATE.fullmatch(found) is None
