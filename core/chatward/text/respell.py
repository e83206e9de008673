"""Spellings that are undone in place: the rest of the text stays, and so do the words around.

Theory of operation. A trigger in the one database tells that a text holds such a spelling at
all; the text is then written anew, wholly, and looked at again. How a place reads depends on a
bounded neighbourhood of it, so streams stay exact; where the end of a text cuts a spelling off
(`open_from`), a stream also holds what stands open before that place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chatward.matching.pattern import Pattern
from chatward.text import escapes, leet, rot13, spaced
from chatward.text.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to disguise text that is undone in place.

    Attributes:
        triggers: What tells that it occurs.
        undo: Returns the text written plainly, and its map.
        open_from: Returns where an occurrence begins that the end of a text cuts off; its length
            where nothing before an occurrence can become part of a match in it.

    """

    triggers: tuple[Pattern, ...]
    undo: Callable[[str], tuple[str, Offsets]]
    open_from: Callable[[str], int]


SPELLINGS = {
    "escapes": Spelling((escapes.TRIGGER,), escapes.unescape, escapes.open_from),
    "spaced": Spelling((spaced.TRIGGER,), spaced.close_up, spaced.open_from),
    "leet": Spelling(leet.TRIGGERS, leet.spell_out, leet.open_from),
    "rot13": Spelling((rot13.TRIGGER,), rot13.turn_back, len),
}


def open_places(text: str) -> set[int]:
    """Return where spellings begin that the end of the text cuts off."""
    places = {spelling.open_from(text) for spelling in SPELLINGS.values()}
    return places - {len(text)}
