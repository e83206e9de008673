"""How an entry of the tables is written: a form, the words around it, and who checks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_no_date
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, NUMBER, Reading

# What people write in English for the numbers of any country. Such a word says less than one of
# the number's own: of two kinds that fit, the one that was named wins.
NATIONAL = (
    "national id|national id number|national identity|national identification|national number|"
    "identity number|identity card|identification number|id card|id number|personal id|"
    "personal number|personal code|citizen id|social security|social insurance|ssn"
)
TAX = (
    "tax id|tax number|tax code|tax no|tax identification|tin|taxpayer id|vat number|vat id|vat no"
)
COMPANY = (
    "company number|company registration|company id|business number|business registration|"
    "registration number|registered number"
)

_GENERAL_SCORE = 0.65
_DOCUMENTS = "https://arthurdejong.org/python-stdnum/doc/2.2/stdnum."

# A whole message. Without a check, nothing may be set off; with one, letters: X 1234567 L.
_UNCHECKED = "[0-9A-Za-z]{5,20}"
_UNBROKEN = r"(?:[A-Za-z]{1,4}[ -]?)?[0-9A-Za-z]{4,20}(?:[ -]?[A-Za-z])?"

_GAPS = re.compile("[ -]")

_FEW_CHARACTERS = 2  # 000 000 000 and 1111111112 pass many a check


def identifier(  # noqa: PLR0913 (all by name)
    kind: str,
    form: str,
    check: str | Callable[[str], bool] = "",
    *,
    words: str,
    caught: tuple[str, ...],
    clean: tuple[str, ...],
    general: str = "",
    score: float = 0.85,
    bare: float = 0.0,
    written: str = "",
    alone: bool = True,
    grouped: str = "",
    patterns: tuple[Pattern, ...] = (),
    source: str = "",
) -> Detector:
    """Describe a number by its form.

    Args:
        kind: What it is called.
        form: `re` for the number without gaps, letters in upper case.
        check: A module of python-stdnum ("fr.nir"), or who else says that it is one.
        words: Context words of its own.
        caught: Texts in which it is found.
        clean: Near misses.
        general: Context words that name such numbers of any country; they count for less.
        score: Score after a word of its own.
        bare: Score without context.
        written: How it must be written to count without context.
        alone: A message that is nothing but the number, unbroken, is context enough.
        grouped: How it must be written otherwise to be context enough.
        patterns: Ways of writing it that no candidate covers.
        source: Where it is described; python-stdnum's page where that checks it.

    """
    validate = _check_named(check) if check else is_no_date
    unbroken = _UNBROKEN if check else _UNCHECKED
    message = "|".join(filter(None, (unbroken if alone else "", written, grouped)))

    def readings() -> Iterator[Reading]:
        for candidate in _candidates(form):
            yield Reading(
                kind,
                candidate,
                form,
                words=words,
                validate=validate,
                score=score,
                score_without_context=bare,
                written=written,
                alone=message if bare else "",
            )
            if general or (message and not bare):
                yield Reading(
                    kind,
                    candidate,
                    form,
                    words=general,
                    validate=validate,
                    score=_GENERAL_SCORE,
                    alone="" if bare else message,
                )

    return Detector(
        kind,
        PERSONAL,
        caught=caught,
        clean=clean,
        patterns=patterns,
        readings=tuple(readings()),
        source=source or f"{_DOCUMENTS}{check}",
    )


def acronym(kind: str, letters: str, number: str, check: str = "") -> Pattern:
    """Match a number right behind capitals that in small letters are a word: EIN, SIN.

    Args:
        kind: What it is called.
        letters: `re` for the acronym.
        number: `re` for the number as it is written.
        check: A module of python-stdnum.

    """
    says = r"(?: (?:number|no\.?|num\.?|is|est|este|n[°º]))?"
    return Pattern(
        kind,
        rf"(?<![A-Za-z0-9_])(?:{letters}){says} ?[:#]? ?(?P<value>{number})(?![A-Za-z0-9_]|[.-]\d)",
        score=0.85,
        validate=(lambda found: checked(check)(_GAPS.sub("", found))) if check else None,
    )


def checked(module: str) -> Callable[[str], bool]:
    """Return the check of a module of python-stdnum, loaded when a first candidate is seen."""

    def is_valid(number: str) -> bool:
        return len(set(number)) > _FEW_CHARACTERS and _check_of(module)(number)

    return is_valid


def _check_named(check: str | Callable[[str], bool]) -> Callable[[str], bool]:
    return checked(check) if isinstance(check, str) else check


@cache
def _check_of(module: str) -> Callable[[str], bool]:
    check: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid

    def passes(number: str) -> bool:
        try:
            return check(number)
        except LookupError:
            return False  # stdnum.cn.ric and others look up regions that their tables lack

    return passes


def _candidates(form: str) -> tuple[str, ...]:
    """Look for a number with letters among codes too: typed small, or with letters inside."""
    return (NUMBER, CODE) if re.search("[A-Z]", form) else (NUMBER,)
