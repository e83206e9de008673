"""What an app answers whose input was refused: the shape that its own answers have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from chatward import Decision, GuardBlocked
from chatward_langchain.answers import refusal, stamp
from chatward_langchain.binding import OnBlock
from chatward_langchain.edge_graph import Graph, Layout

Answering = OnBlock | Callable[[Decision], Any]

NODE = "guard"
"""What a graph's stream calls the node that refuses."""


@dataclass(frozen=True, slots=True)
class Refusing:
    """How one app refuses.

    Attributes:
        app: The app.
        graph: The graph behind it.
        on_block: Answer, raise, or make the answer.

    """

    app: Runnable[Any, Any]
    graph: Graph | None
    on_block: Answering

    def output(self, decision: Decision) -> None:
        """Raise where refusals are raised; else let the refusal stand in the output."""
        if self.on_block == "raise":
            raise blocked_by(decision)

    def answer(self, decision: Decision, options: Mapping[str, Any]) -> Any:
        """Return what is answered instead of running the app.

        Raises:
            GuardBlocked: Refusals are raised, or the app answers with something else than text,
                a message or a state with messages.

        """
        if self.graph is not None and self.graph.returns_pieces(options):
            return self._pieces_of(decision, self.graph.layout(options))
        if self.graph is not None and not callable(self.on_block):
            return self._state(decision)
        return self._value(decision)

    def pieces(self, decision: Decision, options: Mapping[str, Any]) -> list[Any]:
        """Return what is streamed instead; raises like `answer`."""
        if self.graph is not None:
            return self._pieces_of(decision, self.graph.layout(options))
        value = self._value(decision)
        if self.on_block == "answer" and isinstance(value, BaseMessage):
            return [_chunk(decision)]
        return [value]

    def _pieces_of(self, decision: Decision, layout: Layout) -> list[Any]:
        if callable(self.on_block):
            return [self.on_block(decision)]
        state = self._state(decision)
        shapes = {
            "messages": (_chunk(decision), {"langgraph_node": NODE}),
            "updates": {NODE: state},
            "values": state,
        }
        return [layout.write((), mode, shapes[mode]) for mode in layout.modes if mode in shapes]

    def _state(self, decision: Decision) -> dict[str, Any]:
        if self.on_block == "raise" or self.graph is None or not self.graph.keeps_messages:
            raise blocked_by(decision)
        return {"messages": [refusal(decision)]}

    def _value(self, decision: Decision) -> Any:
        if callable(self.on_block):
            return self.on_block(decision)
        answers = _answers_of(self.app) if self.on_block == "answer" else None
        if answers is str:
            return decision.text
        if answers is None:
            raise blocked_by(decision)
        return refusal(decision)


def _answers_of(app: Runnable[Any, Any]) -> type | None:
    """Return what an app says that it answers with: str, a message, or None for all else."""
    try:
        said = app.OutputType
    except TypeError:  # it does not say
        return None
    kinds = set(_classes(said))
    if kinds == {str}:
        return str
    return BaseMessage if kinds and all(issubclass(kind, BaseMessage) for kind in kinds) else None


def _classes(said: Any) -> list[type]:
    """Return the classes in a type; object for what is none."""
    if get_origin(said) in (Union, UnionType):
        return [each for part in get_args(said) for each in _classes(part)]
    if get_origin(said) is Annotated:
        return _classes(get_args(said)[0])
    return [said if isinstance(said, type) and get_origin(said) is None else object]


def _chunk(decision: Decision) -> AIMessageChunk:
    return AIMessageChunk(
        content=decision.text, response_metadata=stamp(decision), chunk_position="last"
    )


def blocked_by(decision: Decision) -> GuardBlocked:
    """Return the error that stands for a refusal."""
    return GuardBlocked(decision.rule, decision.kinds)
