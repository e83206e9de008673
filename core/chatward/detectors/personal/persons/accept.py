"""How many characters of the words behind a cue are a name, and 0 where they are none."""

from __future__ import annotations

import re
from collections.abc import Callable

from chatward.detectors.personal.persons.names import is_family, is_given, is_only_given, plain
from chatward.detectors.personal.persons.shape import EACH, Name, read_name, without_possessive
from chatward.detectors.personal.persons.words import NO_NAMES, PLACES, ends_like_no_name

Accept = Callable[[str], int]

_NO_NAMES_NOR_PLACES = NO_NAMES | PLACES
_SHORT = 4  # ALI may be a name or three initials


def name_chars(text: str) -> int:
    """Accept any words with capitals: what stands before them says that they are a name."""
    name = read_name(text, NO_NAMES)
    return 0 if name is None else name.chars


def likely_name_chars(text: str) -> int:
    """Accept names that the lists know, one word of them being enough."""
    name = read_name(text, _NO_NAMES_NOR_PLACES)
    if name is None or plain(name.after) in PLACES:
        return 0
    return name.chars if _is_known_alone(name) or _is_pair(name) else 0


def two_words_chars(text: str) -> int:
    """Accept any two words with capitals, or one that the lists know."""
    name = read_name(text, _NO_NAMES_NOR_PLACES)
    if name is None or plain(name.after) in PLACES:
        return 0
    two = len(name.words) > 1 and not all(word.isupper() for word in name.words)
    return name.chars if two or _is_known_alone(name) else 0


def pair_chars(text: str) -> int:
    """Accept a given name and another word, or a word and a family name."""
    if not _may_be_pair(text):
        return 0
    name = read_name(text, _NO_NAMES_NOR_PLACES)
    if name is None or plain(name.after) in PLACES or not _is_pair(name):
        return 0
    return name.chars


def lower_chars(text: str) -> int:
    """Accept names in lower case: known ones, and others where the sentence ends behind them."""
    found = [*EACH.finditer(text)]
    words = [each.group(1) for each in found]
    if len(words) > 2 or not words[0].islower() or any(map(_is_no_name, words)):
        return known_lower_chars(text)
    return _end_of(found[-1])


def known_lower_chars(text: str) -> int:
    """Accept known names in lower case: a given one, or a given and a family name."""
    found = [*EACH.finditer(text)]
    first = found[0].group(1)
    if not first.islower() or not is_given(first):
        return 0
    if len(found) > 1 and _is_known(found[1]):
        return found[1].end(1)
    return _end_of(found[0]) if is_only_given(first) else 0


def titled_lower_chars(text: str) -> int:
    """Accept a known family or given name in lower case: a title stands before it."""
    first = EACH.match(text)
    return 0 if first is None or not _is_known(first) else first.end(1)


def _is_known(found: re.Match[str]) -> bool:
    word = found.group(1)
    return word.islower() and (is_family(word) or is_only_given(word))


def _is_no_name(word: str) -> bool:
    return len(word) < 3 or plain(word) in NO_NAMES or ends_like_no_name(word)


def _is_known_alone(name: Name) -> bool:
    first = name.words[0]
    return is_only_given(first) and not (len(first) <= _SHORT and first.isupper())


def _may_be_pair(text: str) -> bool:
    """Tell cheaply whether one of the words is known at all; most words with capitals are not."""
    words = text.split(maxsplit=3)[:3]
    return is_given(words[0]) or any(is_family(word.rstrip(".")) for word in words[1:])


def _is_pair(name: Name) -> bool:
    if len(name.words) < 2:
        return False
    first, *others = name.words
    if is_only_given(first):
        return True
    if not is_given(first) and any(map(is_given, others)):
        return False  # "Tell Anna Schmidt": the name begins later
    # "Mark Smith", "Xavantha Smith": one of the two is sure enough.
    last = others[-1]
    return is_family(last) or (is_given(first) and is_only_given(last))


def _end_of(found: re.Match[str]) -> int:
    return found.start(1) + len(without_possessive(found.group(1)))
