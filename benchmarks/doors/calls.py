"""The doors round models, steps, tools and documents, each with its bare twin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import StructuredTool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph

from chatward_langchain import (
    GuardCallback,
    GuardedRunnable,
    GuardInput,
    GuardOutput,
    guard_model,
    guard_retriever,
    guard_tool,
)
from doors.clock import Pair, TimedGuard, awaited
from doors.things import QUESTION, Shelf, Speaker, Streamer, asked, look_up, thread

BATCH = 8
PIECES = 20


def models(guard: TimedGuard, loop: Any, messages: int) -> Iterator[tuple[str, Pair]]:
    """Yield what hands a history of so many messages to a model."""
    said, config = asked(messages), thread(f"models-{messages}")
    bare, streaming = Speaker(), Streamer(pieces=PIECES)
    model, streams = guard_model(bare, guard), guard_model(streaming, guard)
    yield (
        "guard_model.invoke",
        Pair(lambda: bare.invoke(said, config), lambda: model.invoke(said, config)),
    )
    yield (
        "guard_model.ainvoke",
        Pair(
            awaited(loop, lambda: bare.ainvoke(said, config)),
            awaited(loop, lambda: model.ainvoke(said, config)),
        ),
    )
    yield (
        "guard_model.stream, whole",
        Pair(
            lambda: list(streaming.stream(said, config)), lambda: list(streams.stream(said, config))
        ),
    )
    yield (
        "guard_model.batch, per call",
        Pair(
            lambda: bare.batch([said] * BATCH, config | {"max_concurrency": 1}),
            lambda: model.batch([said] * BATCH, config | {"max_concurrency": 1}),
            per=BATCH,
        ),
    )
    plain = bare | StrOutputParser()
    steps = GuardInput(guard) | plain | GuardOutput(guard)
    yield (
        "GuardInput | model | GuardOutput",
        Pair(lambda: plain.invoke(said, config), lambda: steps.invoke(said, config)),
    )
    watched = config | {"callbacks": [GuardCallback(guard)]}
    yield (
        "GuardCallback",
        Pair(lambda: bare.invoke(said, config), lambda: bare.invoke(said, watched)),
    )
    edge = GuardedRunnable(plain, guard)
    yield (
        "GuardedRunnable(chain)",
        Pair(lambda: plain.invoke(said, config), lambda: edge.invoke(said, config)),
    )


def graphs(guard: TimedGuard, messages: int) -> Iterator[tuple[str, Pair]]:
    """Yield a graph that remembers so many messages, and what the edge round it adds."""
    bare, inside = _graph(), _graph()
    edge = GuardedRunnable(inside, guard)
    config = thread(f"graph-{messages}")
    for app in (bare, edge):
        app.invoke({"messages": asked(messages)}, config)
    said = {"messages": [("user", QUESTION)]}
    yield (
        "GuardedRunnable(graph)",
        Pair(lambda: bare.invoke(said, config), lambda: edge.invoke(said, config)),
    )


def single(guard: TimedGuard) -> Iterator[tuple[str, Pair]]:
    """Yield the doors that know no history, and one chunk of a stream."""
    config = thread("single")
    call: Any = {"name": "look_up", "args": {"order": "4711"}, "id": "1", "type": "tool_call"}
    tool = StructuredTool.from_function(look_up)
    guarded = guard_tool(tool, guard)
    yield (
        "guard_tool",
        Pair(lambda: tool.invoke(call, config), lambda: guarded.invoke(call, config)),
    )
    shelf = Shelf()
    finder = guard_retriever(shelf, guard)
    yield (
        "guard_retriever, 3 documents",
        Pair(lambda: shelf.invoke(QUESTION, config), lambda: finder.invoke(QUESTION, config)),
    )
    many = 400
    streaming = Streamer(answer="It will be with you on Thursday. " * 100, pieces=many)
    model = guard_model(streaming, guard)
    yield (
        "guard_model.stream, per chunk of 400",
        Pair(
            lambda: list(streaming.stream(QUESTION, config)),
            lambda: list(model.stream(QUESTION, config)),
            per=many,
        ),
    )
    idle = RunnableLambda[Any, Any](lambda value: value)
    steps = GuardInput(guard) | idle | GuardOutput(guard)
    yield (
        "GuardInput | step | GuardOutput",
        Pair(lambda: idle.invoke(QUESTION, config), lambda: steps.invoke(QUESTION, config)),
    )


def _graph() -> Any:
    model = Speaker()
    graph = StateGraph(MessagesState)
    graph.add_node("model", lambda state: {"messages": [model.invoke(state["messages"])]})
    graph.add_edge(START, "model")
    graph.add_edge("model", END)
    return graph.compile(checkpointer=InMemorySaver())
