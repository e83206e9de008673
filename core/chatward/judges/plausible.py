"""What can be a name, whatever a model says: it keeps clean messages clean.

A small model takes product names, headings and words at the beginning of a sentence for people.
"""

from __future__ import annotations

import re

from chatward.detectors.personal.persons.names import is_family, is_given, is_only_given
from chatward.detectors.personal.persons.shape import read_name, without_possessive
from chatward.detectors.personal.persons.words import NO_NAMES, PLACES

_WORDS = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+)*\.?")  # noqa: RUF001 (an apostrophe)
_NEITHER = NO_NAMES | PLACES


def is_plausible_name(value: str) -> bool:
    """Tell whether a name looks like this: words with capitals, or one word that the lists know.

    In a script without capitals everything without digits does.
    """
    if value.lower() == value.upper():
        return "\n" not in value and not any(char.isdigit() for char in value)
    bare = without_possessive(value)
    name = read_name(bare, _NEITHER)
    if name is None or name.chars < len(bare) or _WORDS.fullmatch(bare) is None:
        return False
    if all(word.isupper() for word in name.words):
        return any(is_given(word) or is_family(word) for word in name.words)
    return " " in bare or is_only_given(bare) or is_family(bare)
