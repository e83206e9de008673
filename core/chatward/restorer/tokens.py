"""Finds the conversation's own pseudonyms in a text: placeholders, and surrogates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chatward.kinds import from_presidio
from chatward.memory.placeholder import find
from chatward.memory.surrogates import pattern_of
from chatward.restorer.beginnings import Beginnings
from chatward.restorer.source import Source


@dataclass(frozen=True, slots=True)
class Token:
    """A pseudonym of the conversation, and where it stands.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        kind: Kind of the value.
        written: The pseudonym as it was given to the model.
        exact: Whether it stands there like that.
        value_of: Returns its value.

    """

    start: int
    end: int
    kind: str
    written: str
    exact: bool
    value_of: Callable[[str], str | None]


class Tokens:
    """Knows what the pseudonyms of a conversation look like, and how they begin."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._beginnings = Beginnings(source.kinds, source.surrogates)
        self._surrogates = pattern_of(dict(source.surrogates)) if source.surrogates else None

    def undecided(self, text: str, since: int) -> int:
        """Return the first offset from which all the rest could become a pseudonym."""
        return self._beginnings.earliest(text, since)

    def inside(self, text: str, *, whole: bool) -> list[Token]:
        """Return pseudonyms by their start, the longer one first; they may overlap.

        Args:
            text: Any string.
            whole: Nothing comes after it.

        """
        found = [*self._placeholders(text, whole=whole), *self._found_surrogates(text)]
        found.sort(key=lambda token: (token.start, -token.end))
        return found

    def _placeholders(self, text: str, *, whole: bool) -> Iterator[Token]:
        for each in find(text):
            if each.end == len(text) and not whole:
                continue  # its tag may go on
            if self._beginnings.recognises(each) and self._source.genuine(
                each.kind, each.number, each.tag
            ):
                kind = from_presidio(each.kind)
                value_of = self._source.value_of
                yield Token(each.start, each.end, kind, each.written, each.exact, value_of)

    def _found_surrogates(self, text: str) -> Iterator[Token]:
        if self._surrogates is None:
            return
        for match in self._surrogates.finditer(text):
            kind = self._source.surrogates[match[0]].kind
            value_of = self._source.value_of_surrogate
            yield Token(*match.span(), kind, match[0], exact=True, value_of=value_of)
