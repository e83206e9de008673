"""What comes out of an app at its edge: decided, and restored last.

A graph returns its whole state with every turn, and streams it after every step. So each message
is decided once in a call, and what stood there before this turn is on record again only where
something is done about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage

from chatward import Decision
from chatward_langchain.asking import Steps, T
from chatward_langchain.chunks import AnswerStream
from chatward_langchain.edge_graph import Layout, is_record, record_steps
from chatward_langchain.leaves import is_items, is_mapping, map_items
from chatward_langchain.prose import Prose, Restoring, Spot
from chatward_langchain.values import Outgoing

# What a person is shown. The other modes are for developers, and pass as they are.
_SHOWN = frozenset({"custom", "messages", "updates", "values"})


class GraphOutput:
    """Guards states, updates and interrupts of a graph, each message of them once."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing
        # The message is kept too, so that no other one takes its id.
        self._done: dict[tuple[int, bool], tuple[BaseMessage, BaseMessage]] = {}

    def guard(self, value: Any) -> Steps[Any]:
        """Return what to pass on instead of a value."""
        if isinstance(value, BaseMessage):
            return (yield from self._message(value, new=True))
        if is_record(value):
            return (yield from record_steps(value, self.guard))
        if is_mapping(value):
            members: dict[Any, Any] = {}
            for key, member in value.items():
                members[key] = yield from self.guard(member)
            return members
        if is_items(value) and value and all(isinstance(item, BaseMessage) for item in value):
            return (yield from self._messages(value))
        if is_items(value):
            return (yield from map_items(value, self.guard))
        return (yield from self._outgoing.guard(value))

    def _messages(self, messages: Sequence[Any]) -> Steps[list[Any]]:
        """Guard a list of messages; what comes after the person's last one is new."""
        people = [at for at, each in enumerate(messages) if isinstance(each, HumanMessage)]
        since = people[-1] if people else -1
        guarded: list[Any] = []
        for at, message in enumerate(messages):
            guarded.append((yield from self._message(message, new=at > since)))
        return guarded

    def _message(self, message: BaseMessage, *, new: bool) -> Steps[BaseMessage]:
        known = self._done.get((id(message), new))
        if known is not None:
            return known[1]
        if new:
            guarded: BaseMessage = yield from self._outgoing.guard(message)
        else:
            earlier = replace(self._outgoing, refuse=_let_stand)
            guarded = yield from _quietly(earlier.guard(message))
        self._done[id(message), new] = message, guarded
        return guarded


class GraphStream:
    """One stream of a graph: answers as they come, everything else piece by piece."""

    def __init__(self, outgoing: Outgoing, layout: Layout) -> None:
        turn = outgoing.turn
        self._open = partial(Restoring, turn) if outgoing.restores else turn.stream
        self._outgoing = outgoing
        self._layout = layout
        self._whole = GraphOutput(outgoing)
        self._answers: dict[tuple[tuple[str, ...], str | None], _Answer] = {}
        self._texts: dict[tuple[str, ...], Prose] = {}

    def feed(self, piece: Any) -> Steps[list[Any]]:
        """Take a piece; return the pieces to pass on by now."""
        place, mode, data = self._layout.read(piece)
        if mode not in _SHOWN:
            return [piece]
        if mode == "messages" and isinstance(data[0], AIMessageChunk):
            return (yield from self._chunk(place, *data))
        if mode == "custom" and isinstance(data, str):
            text = self._text(place, data)
            return [self._layout.write(place, mode, text)] if text else []
        if mode == "messages":
            guarded = yield from self._whole.guard(data[0])
            return [self._layout.write(place, mode, (guarded, data[1]))]
        guarded = yield from self._whole.guard(data)
        if not self._layout.typed:
            return [self._layout.write(place, mode, guarded)]
        asked = yield from self._whole.guard(piece.get("interrupts", ()))
        interrupts = {"interrupts": asked} if "interrupts" in piece else {}
        return [{**piece, "data": guarded, **interrupts}]

    def finish(self) -> Steps[list[Any]]:
        """Return what was held back."""
        passed: list[Any] = []
        for (place, _), answer in self._answers.items():
            tail = yield from answer.stream.finish()
            self._check(answer.stream.blocked)
            if tail is not None:
                passed.append(self._layout.write(place, "messages", (tail, answer.about)))
        self._answers.clear()
        for place, prose in self._texts.items():
            rests = [rest for _, rest in prose.finish()]
            self._check(prose.blocked)
            passed += [self._layout.write(place, "custom", rest) for rest in rests]
        return passed

    def close(self) -> None:
        """Finish what is open, for the record; what was held back is never sent."""
        for answer in self._answers.values():
            answer.stream.close()
        for prose in self._texts.values():
            prose.finish()

    def _chunk(
        self, place: tuple[str, ...], chunk: AIMessageChunk, about: Mapping[str, Any]
    ) -> Steps[list[Any]]:
        stream = AnswerStream(self._open, self._outgoing.turn.run)
        answer = self._answers.setdefault((place, chunk.id), _Answer(stream))
        answer.about = about
        passed = yield from answer.stream.feed(chunk)
        self._check(answer.stream.blocked)
        return [self._layout.write(place, "messages", (each, about)) for each in passed]

    def _text(self, place: tuple[str, ...], data: str) -> str:
        if place not in self._texts:
            self._texts[place] = Prose(self._open)
        return self._texts[place].feed(Spot(), data)

    def _check(self, blocked: Decision | None) -> None:
        if blocked is not None:
            self._outgoing.refuse(blocked)


@dataclass(slots=True)
class _Answer:
    """A streamed answer, and what the graph said about its last chunk."""

    stream: AnswerStream
    about: Mapping[str, Any] | None = None


def _quietly(steps: Steps[T]) -> Steps[T]:
    """Walk to the end; on record is only what something is done about."""
    try:
        ask = next(steps)
        while True:
            ask = steps.send((yield replace(ask, quiet=True)))
    except StopIteration as end:
        result: T = end.value
        return result


def _let_stand(_decision: Decision) -> None:
    """Leave the refusal where the refused text was: it was told of when it was new."""
