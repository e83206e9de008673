"""`TrafficCallback`: how much an application has in all, guarded or not.

Hand it to the outermost call, or to whatever makes your chains; it looks at nothing but how many
texts there are, and it changes and stops nothing.
"""

from __future__ import annotations

import atexit
import logging
import weakref
from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import LLMResult

from chatward.metrics.traffic import Note, TrafficCounter

_LOGGER = "chatward.metrics"


class Noting(Protocol):
    """What traffic is told to: a guard."""

    def note_traffic(self, stage: str, texts: int, seconds: float) -> None:
        """Put on record that so many texts stood at a stage."""
        ...


_lock = Lock()
_counters: weakref.WeakKeyDictionary[Noting, TrafficCounter] = weakref.WeakKeyDictionary()


class TrafficCallback(BaseCallbackHandler):
    """Count what goes through models, tools and retrievers, and tell the guard's log.

    It tells every hundred texts of a stage, every ten seconds in which there are any, and when
    the process ends. All callbacks of a guard count together, so one may be made for each call.

    Args:
        guard: The guard whose log takes it.

    """

    def __init__(self, guard: Noting) -> None:
        self._guard = guard  # kept: a guard that nobody has any more is told nothing
        self._counter = _counter_of(guard)

    def flush(self) -> None:
        """Tell now what was counted."""
        self._counter.flush()

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **kwargs: Any
    ) -> None:
        """Count what users have said since the last answer."""
        self._counter.count("input", sum(map(_said_anew, messages)))

    def on_llm_start(self, serialized: dict[str, Any], prompts: list[str], **kwargs: Any) -> None:
        """Count the prompts of a text model."""
        self._counter.count("input", len(prompts))

    def on_llm_end(self, response: LLMResult, **kwargs: Any) -> None:
        """Count answers."""
        self._counter.count("output", sum(map(len, response.generations)))

    def on_tool_start(self, serialized: dict[str, Any], input_str: str, **kwargs: Any) -> None:
        """Count calls of tools."""
        self._counter.count("tool-call")

    def on_tool_end(self, output: Any, **kwargs: Any) -> None:
        """Count what tools gave back."""
        self._counter.count("tool-result")

    def on_retriever_end(self, documents: Sequence[Document], **kwargs: Any) -> None:
        """Count documents."""
        self._counter.count("retrieval", len(documents))

    def __copy__(self) -> TrafficCallback:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> TrafficCallback:
        return self

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError("TrafficCallback cannot be pickled; build it again with its guard")


def _said_anew(messages: list[BaseMessage]) -> int:
    """Return how many messages of the user stand behind the last answer."""
    said = 0
    for message in reversed(messages):
        if isinstance(message, AIMessage):
            break
        said += isinstance(message, HumanMessage)
    return said


def _counter_of(guard: Noting) -> TrafficCounter:
    """Return what counts for a guard, without keeping the guard alive."""
    with _lock:
        counter = _counters.get(guard)
        if counter is None:
            counter = _counters[guard] = TrafficCounter(_noting(weakref.ref(guard)))
        return counter


def _noting(known: weakref.ref[Noting]) -> Note:
    def note(stage: str, texts: int, seconds: float) -> None:
        guard = known()
        if guard is None:
            return
        try:
            guard.note_traffic(stage, texts, seconds)
        except Exception as error:  # noqa: BLE001 (numbers never stop an answer)
            logging.getLogger(_LOGGER).warning("traffic not noted: %s", type(error).__name__)

    return note


@atexit.register
def _flush() -> None:
    """Tell what was counted last, when the process ends."""
    for counter in list(_counters.values()):
        counter.flush()
