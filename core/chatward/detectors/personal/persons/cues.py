"""What stands before a name: the phrases of `cues.txt`, as patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from chatward.detectors.personal.persons.lists import section


def cues(*titles: str) -> str:
    """Return the phrases of some sections of the list, separated by ``|``."""
    return "|".join(section("cues.txt", title) for title in titles)


def any_of(phrases: str) -> str:
    """Return a pattern for any of the phrases."""
    return _by_first_letter(phrases, lambda letter: letter)


def with_capital(phrases: str, *, only: bool = False) -> str:
    """Return a pattern for any of the phrases as they stand in a sentence or begin one.

    Args:
        phrases: The phrases.
        only: They must begin with a capital.

    """
    return _by_first_letter(phrases, str.upper if only else _either_case)


def _by_first_letter(phrases: str, written: Callable[[str], str]) -> str:
    """Put phrases that begin alike together: `re` then tries one of thirty, not all of a hundred.

    The longest comes first, so that "full name is" is not taken for "full name".
    """
    listed = sorted(set(phrases.split("|")), key=lambda phrase: (phrase[0], -len(phrase), phrase))
    groups = groupby(listed, key=lambda phrase: phrase[0])
    return "(?:" + "|".join(written(first) + _rests(group) for first, group in groups) + ")"


def _rests(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(_pattern(phrase[1:]) for phrase in phrases) + ")"


def _either_case(letter: str) -> str:
    capital = letter.upper()
    return letter if capital == letter else f"[{capital}{letter}]"


def _pattern(phrase: str) -> str:
    kept = re.sub(r"(?<!\\)\.", r"\\.", phrase).replace("-", r"[-\u2010\u2011]")
    return kept.replace("'", "['\u2019`]").replace(" ", "[ \\xa0]{1,2}")
