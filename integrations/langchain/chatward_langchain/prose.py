"""The prose of a streamed answer: one guard stream for each place that text comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from chatward import Decision
from chatward_langchain.asking import Turn, refuses


class Spot(NamedTuple):
    """Where in a message text comes from.

    Attributes:
        field: Key of the block's text, such as ``"reasoning"``; empty for a bare string.
        type: Type of a block that has no index.
        index: Index of the block.

    """

    field: str = ""
    type: str | None = None
    index: Any = None


class Stream(Protocol):
    """Text on its way through the guard, as `guard.stream` offers it."""

    @property
    def decision(self) -> Decision:
        """The decision on the whole text, once finished."""
        ...

    def feed(self, chunk: str, /) -> str:
        """Return what is safe to pass on by now."""
        ...

    def finish(self) -> str:
        """Return the rest."""
        ...


class Restoring:
    """A guard stream whose output gets the user's own values back."""

    def __init__(self, turn: Turn) -> None:
        self._stream = turn.stream()
        self._restorer = turn.guard.restorer(conversation=turn.conversation or "", role=turn.role)

    @property
    def decision(self) -> Decision:
        """The decision on the whole text, once finished."""
        return self._stream.decision

    def feed(self, chunk: str) -> str:
        """Return what is safe to pass on by now, restored."""
        return self._restorer.feed(self._stream.feed(chunk))

    def finish(self) -> str:
        """Return the rest, restored."""
        return self._restorer.feed(self._stream.finish()) + self._restorer.finish()


class Prose:
    """All streams of one answer.

    Attributes:
        blocked: The first decision that refused a text; known once finished.
        changed: Where text was changed; known once finished.

    """

    def __init__(self, open_stream: Callable[[], Stream]) -> None:
        self.blocked: Decision | None = None
        self.changed: set[Spot] = set()
        self._open = open_stream
        self._streams: dict[Spot, Stream] = {}

    def feed(self, spot: Spot, text: str) -> str:
        """Take the text of one chunk; return what may pass."""
        if spot not in self._streams:
            if not text:
                return text
            self._streams[spot] = self._open()
        return self._streams[spot].feed(text)

    def finish(self) -> list[tuple[Spot, str]]:
        """Return what was held back, spot by spot, in order of first appearance."""
        streams, self._streams = self._streams, {}
        rests = [(spot, self._settle(spot, stream)) for spot, stream in streams.items()]
        return [(spot, rest) for spot, rest in rests if rest]

    def _settle(self, spot: Spot, stream: Stream) -> str:
        rest = stream.finish()
        decision = stream.decision
        if refuses(decision) or decision.edits:
            self.changed.add(spot)
        if refuses(decision) and self.blocked is None:
            self.blocked = decision
        return rest
