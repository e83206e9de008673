"""The restorer: finds what the conversation was given, and puts values in.

A text that arrives in pieces is held back only from where its end could still become a pseudonym.
The whole is restored by the same steps, as one piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chatward.errors import StreamClosed
from chatward.memory.placeholder import find
from chatward.restorer.addresses import Addresses
from chatward.restorer.letters import STRING_EDGE, escape, meaning, plain, split
from chatward.restorer.source import Source
from chatward.restorer.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored text.

    Attributes:
        text: What it became; not in the repr.
        released: How many pseudonyms of each kind were replaced.
        withheld: How many of the conversation's own were not.

    """

    text: str = field(repr=False)
    released: Mapping[str, int]
    withheld: int


class _Values(Protocol):
    """Finds the value behind a placeholder of a conversation."""

    def value(self, conversation: str, placeholder: str, /) -> str | None: ...


def restore(text: str, source: Source, *, as_json: bool = False) -> Restored:
    """Return the text with the conversation's own pseudonyms replaced by their values.

    Args:
        text: Any string.
        source: What tells them and their values.
        as_json: The text is JSON or part of it, and values go in as parts of its strings.

    """
    escapes = as_json and "\\" in text
    if not escapes and not source.surrogates and next(find(text), None) is None:
        return Restored(text, {}, 0)
    restorer = Restorer(source, as_json=as_json)
    restored = restorer.feed(text) + restorer.finish()
    return Restored(restored, restorer.released, restorer.withheld)


def value_in(vault: _Values, conversation: str) -> Callable[[str], str | None]:
    """Return what finds a placeholder's value; a store that is down finds none."""

    def value_of(written: str) -> str | None:
        try:
            return vault.value(conversation, written)
        except Exception:  # noqa: BLE001 (its message may hold anything)
            return None

    return value_of


class Restorer:
    """Restore a text that arrives in pieces; made by `Guard.restorer`.

    Attributes:
        released: How many pseudonyms of each kind were replaced so far.
        withheld: How many of the conversation's own were not: they stand in a web address, or
            the source told no value.

    """

    def __init__(self, source: Source, *, as_json: bool = False) -> None:
        """Begin a text.

        Args:
            source: What tells pseudonyms and their values.
            as_json: The text is JSON or part of it, and values go in as parts of its strings.

        """
        self.released: Counter[str] = Counter()
        self.withheld = 0
        self._source = source
        self._as_json = as_json
        self._tokens = Tokens(source)
        self._addresses = Addresses(STRING_EDGE if as_json else "")
        self._cut = ""  # the start of an escape
        self._letters = ""
        self._written: Sequence[str] = ""  # the same, as they stood in the text
        self._shown = 0  # so many of them are out already, kept for what stands next to them
        self._closed = False

    def feed(self, chunk: str) -> str:
        """Take a piece and return what can be shown.

        Raises:
            StreamClosed: The restorer was finished before.

        """
        if self._closed:
            msg = "the restorer was finished; make a new one for the next text"
            raise StreamClosed(msg)
        if self._as_json:
            written, self._cut = split(self._cut + chunk)
            self._append(written)
        else:
            self._letters += chunk
            self._written = self._letters
        return self._release(whole=False)

    def finish(self) -> str:
        """Return the rest; call once, after the last piece."""
        self._closed = True
        self._append(list(self._cut))
        self._cut = ""
        return self._release(whole=True)

    def _append(self, written: list[str]) -> None:
        if written:
            self._letters += "".join(map(meaning, written))
            self._written = [*self._written, *written]

    def _release(self, *, whole: bool) -> str:
        """Return what is decided by now: everything, or all before what could yet change."""
        out: list[str] = []
        place = self._shown
        cut = self._undecided(place, whole=whole)
        for token in self._tokens.inside(self._letters, whole=whole):
            if token.start >= place:
                if token.start >= cut:
                    break
                out += (self._pass(place, token.start), self._replaced(token))
                place = token.end
                cut = cut if place <= cut else self._undecided(place, whole=whole)
        out.append(self._pass(place, cut))
        self._shown = min(cut, 1)
        self._drop(cut - self._shown)
        return "".join(out)

    def _undecided(self, place: int, *, whole: bool) -> int:
        return len(self._letters) if whole else self._tokens.undecided(self._letters, place)

    def _drop(self, count: int) -> None:
        """Let go of letters that are out, all but one: it tells whether a word begins after it."""
        self._letters, self._written = self._letters[count:], self._written[count:]

    def _pass(self, start: int, end: int) -> str:
        """Return letters as they are."""
        self._addresses.read(self._letters[start:end])
        return "".join(self._written[start:end])

    def _replaced(self, token: Token) -> str:
        """Return the value, or the pseudonym as it stands where the value must not go."""
        value = token.value_of(token.written) if self._may_restore(token) else None
        # A value may be an address itself, and what follows be part of it.
        self._addresses.read(token.written if value is None else plain(value))
        if value is None:
            self.withheld += 1
            return "".join(self._written[token.start : token.end])
        self.released[token.kind] += 1
        return escape(value) if self._as_json else value

    def _may_restore(self, token: Token) -> bool:
        # In broken JSON a backslash may stand by itself; it would change what a value begins with.
        if self._as_json and self._written[max(token.start - 1, 0)] == "\\":
            return False
        return self._addresses.permits(self._source.allowed_link, exact=token.exact)
