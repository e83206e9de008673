"""Where the end of a text could still become a pseudonym."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from chatward.memory.placeholder import (
    BETWEEN,
    LONGEST_BETWEEN,
    LONGEST_KIND,
    LONGEST_SPELLED,
    MOST_WORDS,
    Spelled,
)

_WORD_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]")
_WORDS = re.compile(rf"(?:[A-Za-z0-9]+{BETWEEN}{{1,{LONGEST_BETWEEN}}})*[A-Za-z0-9]*")
_GAP = re.compile(rf"{BETWEEN}+")
_WITH_NUMBER = re.compile(r"(.+)_[1-9][0-9]{0,6}")
_WITH_TAG = re.compile(r"(.+)_[1-9][0-9]{0,6}_[A-Z2-7]{0,8}")
_AS_WRITTEN = re.compile(
    rf"[A-Z][A-Z0-9_]{{0,{LONGEST_KIND - 1}}}(?:_(?:[1-9][0-9]{{0,6}}(?:_[a-z2-7]{{0,8}})?)?)?"
)


class Beginnings:
    """Knows how placeholders of some kinds, and surrogates, begin."""

    def __init__(self, kinds: Collection[str], surrogates: Collection[str]) -> None:
        frozen = kinds if isinstance(kinds, frozenset) else frozenset(kinds)
        self._kinds, self._kind_beginnings = _known(frozen)
        self._surrogate_beginnings = _beginnings(surrogates)
        self._longest_surrogate = max(map(len, surrogates), default=0)

    def recognises(self, spelled: Spelled) -> bool:
        """Tell whether a placeholder is spelled in a way that is looked out for."""
        return spelled.exact or spelled.kind in self._kinds

    def earliest(self, text: str, since: int) -> int:
        """Return the first offset from which all the rest could become a pseudonym.

        Args:
            text: Any string.
            since: Offset to begin at.

        """
        place = self._placeholder_from(text, max(since, len(text) - LONGEST_SPELLED))
        if self._longest_surrogate:
            place = min(place, self._surrogate_from(text, since))
        return place

    def _placeholder_from(self, text: str, since: int) -> int:
        for match in _WORD_START.finditer(text, since):
            if self._may_become_placeholder(text[match.start() :]):
                return match.start()
        return len(text)

    def _may_become_placeholder(self, rest: str) -> bool:
        if _AS_WRITTEN.fullmatch(rest):
            return True
        if not _WORDS.fullmatch(rest):
            return False
        spelled = _GAP.sub("_", rest).upper()
        if spelled in self._kind_beginnings:
            return True
        numbered = _WITH_NUMBER.fullmatch(spelled)
        if numbered and numbered[1] in self._kinds:
            return True
        tagged = _WITH_TAG.fullmatch(spelled)
        return bool(tagged and tagged[1] in self._kinds)

    def _surrogate_from(self, text: str, since: int) -> int:
        for place in range(max(since, len(text) - self._longest_surrogate), len(text)):
            if text[place:] in self._surrogate_beginnings and not _is_in_word(text, place):
                return place
        return len(text)


def _is_in_word(text: str, place: int) -> bool:
    before = text[place - 1 : place]
    return before.isalnum() or before == "_"


@lru_cache(maxsize=16)
def _known(kinds: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the kinds that can be recognised mangled, and all ways that they begin."""
    known = frozenset(
        kind for kind in kinds if len(kind) <= LONGEST_KIND and kind.count("_") < MOST_WORDS
    )
    return known, _beginnings(f"{kind}_" for kind in known)


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:length] for word in words for length in range(1, len(word) + 1))
