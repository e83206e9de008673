"""Search what a program leaves behind for planted values.

A *sink* is anything that outlives a message or leaves the program: a file, a log, a trace, a cache,
an exception, what a provider was sent. `Sinks` keeps them by name and looks through all of them,
in every guise. What it reports names values and never shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from chatward.testing.guises import Views, search
from chatward.testing.plants import Planted
from chatward.testing.saying import texts_of

_SHORTEST = 6
_Piece = TypeVar("_Piece")


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A planted value in a sink; never the value itself.

    Attributes:
        sink: Name of the sink.
        value: Name of the value, such as "card".
        guise: How it was written there.
        count: How often it was seen; what an object holds and what its repr shows are two.
        at: Where it begins for the first time, in characters of the sink's text.

    """

    sink: str
    value: str
    guise: str
    count: int
    at: int

    def __str__(self) -> str:
        return f"{self.sink}: {self.value}, {self.guise}, {self.count} times, first at {self.at}"


class Stream:
    """A sink that gets its text in pieces; searched joined, and piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[object] = []

    def add(self, piece: object) -> None:
        """Take one piece: a text, bytes, or a message chunk with its text in `content`."""
        self._pieces.append(piece)

    def through(self, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
        """Take each piece and pass it on."""
        for piece in pieces:
            self.add(piece)
            yield piece

    def texts(self) -> Iterator[str]:
        """Yield the joined text, then what pieces say that are more than text."""
        yield "".join(map(_text_in, self._pieces))
        yield from texts_of([each for each in self._pieces if not isinstance(each, (str, bytes))])


class Sinks:
    """What is watched, and the values that must not be in it.

    Args:
        values: The planted values.

    """

    def __init__(self, values: Planted) -> None:
        self.values = values
        self._wanted = dict(values.items())
        self._sinks: dict[str, list[object]] = {}

    def plant(self, name: str, value: str) -> str:
        """Look for a value of your own, too; return it.

        Args:
            name: What reports call it.
            value: At least 6 characters, or chance would find it.

        Raises:
            ValueError: The value is too short, or the name is taken.

        """
        if len(value) < _SHORTEST:
            raise ValueError(f"plant: {name!r} is shorter than {_SHORTEST} characters")
        if name in self._wanted:
            raise ValueError(f"plant: there is a value {name!r} already")
        self._wanted[name] = value
        return value

    def watch(self, name: str, *things: object) -> None:
        """Look through things when leaks are asked for; what they hold by then counts.

        Args:
            name: Name of the sink; things of the same name are one sink.
            things: Texts, bytes, `Path`s (files and folders), exceptions, any objects.

        """
        self._sinks.setdefault(name, []).extend(things)

    def watch_stream(self, name: str) -> Stream:
        """Watch a stream; hand its pieces to what is returned."""
        stream = Stream()
        self.watch(name, stream)
        return stream

    def found(self, *names: str) -> list[Leak]:
        """Return all leaks, in order.

        Args:
            names: Which sinks to look through; none = all.

        Raises:
            ValueError: There is no such sink.
            FileNotFoundError: Nothing lies at a path that is watched.

        """
        leaks: list[Leak] = []
        for name in names or self._sinks:
            views = Views(self._text(name))
            for value, said in self._wanted.items():
                leaks += [
                    Leak(name, value, hit.guise, hit.count, hit.at) for hit in search(said, views)
                ]
        return sorted(leaks)

    def assert_clean(self, *names: str) -> None:
        """Check that no planted value is in the sinks.

        Args:
            names: Which sinks; none = all. One that is named must hold something, because nothing
                is always clean.

        Raises:
            AssertionError: There is a leak, or a sink that was named is empty.

        """
        __tracebackhide__ = True
        if empty := [name for name in names if not self._text(name).strip()]:
            raise AssertionError(f"nothing was written to {', '.join(empty)}: that proves nothing")
        if leaks := self.found(*names):
            raise AssertionError("\n".join(["planted values leaked", *map(str, leaks)]))

    def assert_leaks(self, *names: str) -> None:
        """Check that planted values *are* found in each of the sinks: the proof of the search.

        Args:
            names: Which sinks; at least one.

        Raises:
            AssertionError: Nothing was found in one of them.

        """
        __tracebackhide__ = True
        found = {leak.sink for leak in self.found(*names)} if names else set[str]()
        if missed := [name for name in names if name not in found]:
            raise AssertionError(f"no planted value was found in {', '.join(missed)}")

    def _text(self, name: str) -> str:
        if name not in self._sinks:
            known = ", ".join(self._sinks) or "none"
            raise ValueError(f"no sink {name!r} is watched; there are: {known}")
        return "\n".join(text for thing in self._sinks[name] for text in _said(thing))


def _said(thing: object) -> Iterator[str]:
    return thing.texts() if isinstance(thing, Stream) else texts_of(thing)


def _text_in(piece: object) -> str:
    """Return the text that a piece adds to a stream."""
    if isinstance(piece, bytes):
        return piece.decode("utf-8", "replace")
    if isinstance(piece, str):
        return piece
    content: object = getattr(piece, "content", "")
    return content if isinstance(content, str) else ""
