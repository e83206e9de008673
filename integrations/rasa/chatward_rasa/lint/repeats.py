"""What was found in one place is looked for in all: a name stands there without its context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatward_rasa.lint.allowed import Allowed
from chatward_rasa.lint.files import BotFile
from chatward_rasa.lint.looking import Found, apart, placed_in
from chatward_rasa.lint.pieces import Piece

_SHORTEST = 6

ByFile = list[tuple[BotFile, list[Found]]]


def with_repeats(found: ByFile, allowed: Allowed) -> ByFile:
    """Return the findings, and wherever else in the files the same values stand."""
    kinds = {
        one.value: one.kind for _, each in found for one in each if one.whole and _is_telling(one)
    }
    if not kinds:
        return found
    longest_first = sorted(kinds, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def ask(piece: Piece) -> Iterator[tuple[str, int, int]]:
        for match in pattern.finditer(piece.text):
            if piece.places[match.start()][0] < piece.places[match.start()][1]:
                yield kinds[match[0]], match.start(), match.end()

    return [(file, apart([*each, *placed_in(file, ask, allowed)])) for file, each in found]


def _is_telling(one: Found) -> bool:
    """Tell whether a value is one wherever it stands; a first name, a year or a word is not."""
    parted = re.search(r"\w[\W_]+\w", one.value) is not None
    return len(one.value) >= _SHORTEST and (parted or any(char.isdigit() for char in one.value))
