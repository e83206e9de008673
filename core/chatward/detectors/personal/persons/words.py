"""Words that tell what is no name: they end one, or turn it down."""

from __future__ import annotations

from chatward.detectors.personal.persons.lists import section

_LIST = "words.txt"

NO_NAMES = frozenset(section(_LIST, "ordinary").replace("|", " ").split())
"""Ordinary words of many languages."""

PLACES = frozenset(section(_LIST, "places").replace("|", " ").split())
"""What streets, places and companies end in."""

PARTICLES_OF_NAMES = frozenset(section(_LIST, "particles").replace("|", " ").split())
"""Small words that stand between the words of a name."""

_ENDINGS = ("ed", "ing", "ect", "able", "ible", "ly", "ful", "ous", "less", "ten", "ong")


def ends_like_no_name(word: str) -> bool:
    """Tell whether an English word in small letters ends like an adjective or a participle."""
    return word.endswith(_ENDINGS)
