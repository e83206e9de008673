"""What graphs hand over besides messages, and how their streams are laid out.

LangGraph is never imported: an object of its classes exists only where the app has imported it.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from langchain_core.runnables import Runnable

from chatward_langchain.asking import Steps
from chatward_langchain.leaves import is_items

_TYPES = "langgraph.types"
# Which parts of LangGraph's own records hold texts. Of others, such as a state, all of them do.
_PARTS = {
    "Command": ("update", "resume", "goto"),
    "GraphOutput": ("value", "interrupts"),
    "Interrupt": ("value",),
    "Send": ("arg",),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pieces of a graph's stream are written.

    Attributes:
        modes: What is streamed.
        named: Whether each piece names its mode.
        spaced: Whether each piece names the subgraph it comes from.
        typed: Whether each piece is a dict of type, place and data.

    """

    modes: tuple[str, ...]
    named: bool = False
    spaced: bool = False
    typed: bool = False

    def read(self, piece: Any) -> tuple[tuple[str, ...], str, Any]:
        """Return where a piece comes from, its mode and what it holds."""
        if self.typed:
            return piece["ns"], piece["type"], piece["data"]
        if self.named:
            return piece if self.spaced else ((), *piece)
        return (piece[0], self.modes[0], piece[1]) if self.spaced else ((), self.modes[0], piece)

    def write(self, place: tuple[str, ...], mode: str, data: Any) -> Any:
        """Return a piece as the graph would write it."""
        if self.typed:
            extra = {"interrupts": ()} if mode == "values" else {}
            return {"type": mode, "ns": place, "data": data, **extra}
        parts = (*((place,) if self.spaced else ()), *((mode,) if self.named else ()), data)
        return parts if len(parts) > 1 else data


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph behind an app.

    Attributes:
        app: The graph.
        bound: Options that were bound to it.

    """

    app: Any
    bound: Mapping[str, Any]

    @property
    def keeps_messages(self) -> bool:
        """Whether what it returns has a list of messages."""
        channels = self.app.output_channels
        return is_items(channels) and "messages" in channels

    def layout(self, options: Mapping[str, Any], *, by_default: str | None = None) -> Layout:
        """Return how a call with these options is streamed."""
        given = {**self.bound, **options}
        wanted = given.get("stream_mode") or by_default or self.app.stream_mode
        modes = tuple(wanted) if is_items(wanted) else (wanted,)
        return Layout(
            modes=modes,
            named=is_items(wanted),
            spaced=bool(given.get("subgraphs")),
            typed=given.get("version") == "v2",
        )

    def returns_pieces(self, options: Mapping[str, Any]) -> bool:
        """Tell whether `invoke` with these options returns the pieces of a stream."""
        layout = self.layout(options, by_default="values")
        return layout.named or layout.modes != ("values",)


def graph_in(app: Runnable[Any, Any]) -> Graph | None:
    """Return the graph whose output is the app's output; None where that is no graph's."""
    protocol = sys.modules.get("langgraph.pregel.protocol")
    if protocol is None:
        return None
    bound: dict[str, Any] = {}
    inner: Any = app
    while not isinstance(inner, protocol.PregelProtocol):
        if hasattr(inner, "bound"):
            bound = {**getattr(inner, "kwargs", {}), **bound}
            inner = inner.bound
        elif hasattr(inner, "last"):
            inner, bound = inner.last, {}
        elif hasattr(inner, "runnable"):
            inner = inner.runnable
        else:
            return None
    return Graph(inner, bound)


def is_record(value: Any) -> bool:
    """Tell whether a value is a dataclass's, or one of LangGraph's own."""
    return (is_dataclass(value) and not isinstance(value, type)) or _is_graphs(value)


def record_steps(value: Any, step: Callable[[Any], Steps[Any]]) -> Steps[Any]:
    """Walk the parts of a record that hold texts; the record itself is not changed."""
    new: dict[str, Any] = {}
    for name in _parts(value):
        old = getattr(value, name)
        part = (yield from _goals(old, step)) if name == "goto" else (yield from step(old))
        if part is not old:
            new[name] = part
    if not new:
        return value
    copied = copy.copy(value)
    for name, part in new.items():
        object.__setattr__(copied, name, part)  # most of them are frozen
    return copied


def _goals(goto: Any, step: Callable[[Any], Steps[Any]]) -> Steps[Any]:
    """Walk where a command leads to: names of nodes are no texts."""
    if is_items(goto):
        goals: list[Any] = []
        for each in goto:
            goals.append((yield from _goals(each, step)))  # noqa: PERF401 (it yields)
        return type(goto)(goals)
    return (yield from step(goto)) if _is_graphs(goto) else goto


def _parts(value: Any) -> tuple[str, ...]:
    if _is_graphs(value):
        return _PARTS[type(value).__name__]
    return tuple(each.name for each in fields(value))


def _is_graphs(value: Any) -> bool:
    own = type(value)
    return own.__module__ == _TYPES and own.__name__ in _PARTS
