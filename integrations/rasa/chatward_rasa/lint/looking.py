"""Ask the guard about each text of a file, and say where in the file things were found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from chatward import Guard
from chatward.action import Action
from chatward.detectors import FAMILIES
from chatward_rasa.lint.allowed import Allowed, ignored_lines
from chatward_rasa.lint.files import BotFile
from chatward_rasa.lint.made_up import is_made_up
from chatward_rasa.lint.pieces import Piece, pieces_of

Ask = Callable[[Piece], Iterable[tuple[str, int, int]]]
"""Takes a text; returns kinds and the offsets at which they begin and end."""

LITERAL_SECRET = "literal-secret"  # noqa: S105 (a kind's name)

_FAMILIES = ("personal", "secret")
# In settings these name machines, not persons.
_OF_MACHINES = frozenset({"ip-address", "mac-address", "url", "username"})
_SECRET_KEY = re.compile(
    r"(?:^|[_-])(?:pass|passwd|password|pwd|secret|token|key|verify)$", re.IGNORECASE
)
_ENVIRONMENT = re.compile(r"\$\{[^}]*\}")
_NO_VALUE = frozenset({"", "~", "null", "true", "false"})


@dataclass(frozen=True, order=True)
class Found:
    """One thing that should not be in a file. Its repr holds no value.

    Attributes:
        begin: Offset of its first character in the file, in code points.
        end: Offset after its last character.
        kind: What it is.
        line: Line of its first character, from 1.
        column: Column of its first character, from 1, in code points.
        value: What stands there.
        whole: The characters stand side by side, so that it can be replaced.
        piece: The text it was found in.

    """

    begin: int
    end: int
    kind: str
    line: int
    column: int
    value: str = field(repr=False)
    whole: bool = field(compare=False)
    piece: Piece = field(repr=False, compare=False)

    @property
    def is_secret(self) -> bool:
        """Tell whether it is a secret, and so is nobody's name or number."""
        return self.kind == LITERAL_SECRET or FAMILIES.get(self.kind) == "secret"


def look_at(file: BotFile, guard: Guard, allowed: Allowed) -> list[Found]:
    """Return what should not be in a file, in the order of its lines."""
    return placed_in(file, lambda piece: _in_piece(piece, file, guard), allowed)


def placed_in(file: BotFile, ask: Ask, allowed: Allowed) -> list[Found]:
    """Return what is seen in the texts of a file and is not allowed to be there."""
    starts = [0, *(found.end() for found in re.finditer("\n", file.text))]
    ignored = ignored_lines(file.text)
    found: list[Found] = []
    for piece in pieces_of(file):
        for kind, begin, end in ask(piece):
            one = _placed(kind, begin, end, piece, starts, file.text)
            lines = {bisect_right(starts, piece.scalar[0]), one.line}
            kinds = [ignored[line] for line in lines if line in ignored]
            if any(not each or kind in each for each in kinds):
                continue
            if not (allowed.allows(kind, one.value) or is_made_up(kind, one.value)):
                found.append(one)
    return apart(found)


def _in_piece(piece: Piece, file: BotFile, guard: Guard) -> Iterator[tuple[str, int, int]]:
    """Return kinds and offsets within a piece."""
    spans = []
    for finding in guard.preview(piece.text, origin="training").findings:
        if finding.action is Action.ALLOW or FAMILIES.get(finding.kind) not in _FAMILIES:
            continue
        if not (file.settings and finding.kind in _OF_MACHINES):
            spans.append((finding.kind, finding.start, finding.end))
    lead = sum(begin == end for begin, end in piece.places)
    spans = [(kind, max(begin, lead), end) for kind, begin, end in spans if end > lead]
    spans = [each for each in spans if not _ENVIRONMENT.search(piece.text[each[1] : each[2]])]
    if not spans and file.secretive and piece.style != "#" and _is_literal_secret(piece, lead):
        spans.append((LITERAL_SECRET, lead, len(piece.text)))
    yield from spans


def _is_literal_secret(piece: Piece, lead: int) -> bool:
    value = piece.text[lead:].strip()
    key = piece.path[-1] if piece.path else ""
    named = _SECRET_KEY.search(key) is not None
    return named and value.lower() not in _NO_VALUE and not _ENVIRONMENT.search(value)


def _placed(
    kind: str, begin: int, end: int, piece: Piece, starts: Sequence[int], text: str
) -> Found:
    places = piece.places[begin:end]
    first, last = places[0][0], places[-1][1]
    whole = all(left[1] == right[0] for left, right in pairwise(places))
    line = bisect_right(starts, first)
    value = piece.text[begin:end] if whole else text[first:last]
    return Found(first, last, kind, line, first - starts[line - 1] + 1, value, whole, piece)


def apart(found: list[Found]) -> list[Found]:
    """Return findings of which none lies over another: the longest, and what is beside it."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (each.begin - each.end, each.begin)):
        if all(one.end <= other.begin or other.end <= one.begin for other in kept):
            kept.append(one)
    return sorted(kept)
