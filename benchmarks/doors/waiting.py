"""What somebody waits for: the first token, the event loop; and what an open stream holds."""

from __future__ import annotations

import asyncio
import statistics
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_openai import ChatOpenAI

from chatward import Guard
from chatward.testing.model_server import ModelServer, Reply
from chatward_langchain import GuardedRunnable, GuardInput, GuardOutput, guard_model
from doors.agents import agent, guarded_agent, pii
from doors.things import ANSWER, QUESTION, Speaker, Streamer, thread

DELAY_SECONDS = 0.01
_TICK_SECONDS = 0.001


def first_tokens(guard: Guard, rounds: int) -> dict[str, float]:
    """Return milliseconds until the first text of an answer of 50 pieces, 10 ms apart."""
    pieces = [f"{word} " for word in (ANSWER * 4).split()][:50]
    with ModelServer(lambda _: Reply("", pieces=pieces), delay_seconds=DELAY_SECONDS) as server:
        model = ChatOpenAI(model="test", base_url=server.url, api_key="none", streaming=True)
        guarded = guard_model(model, guard)
        agents = {
            "agent": agent(model, []),
            "agent, GuardMiddleware": guarded_agent(model, guard),
            "agent, PIIMiddleware": agent(model, pii()),
        }
        ways: dict[str, Callable[[str], Iterator[Any]]] = {
            "model": lambda _: model.stream(QUESTION),
            "guard_model": lambda name: guarded.stream(QUESTION, thread(name)),
            **{name: lambda id_, a=each: _tokens(a, id_) for name, each in agents.items()},
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 1):  # the first opens connections
            for name, way in ways.items():
                taken[name].append(_until_text(way(f"{name}-{number}")))
    return {name: statistics.median(times[1:]) * 1e3 for name, times in taken.items()}


def _tokens(app: Any, name: str) -> Iterator[Any]:
    said = {"messages": [("user", QUESTION)]}
    return (chunk for chunk, _ in app.stream(said, thread(name), stream_mode="messages"))


def _until_text(chunks: Iterator[Any]) -> float:
    began = time.perf_counter()
    taken = 0.0
    for chunk in chunks:
        if not taken and isinstance(chunk, AIMessageChunk) and chunk.content:
            taken = time.perf_counter() - began
    return taken


def open_streams(guard: Guard, count: int) -> dict[str, float]:
    """Return bytes that one open stream holds, of so many open at once."""
    bare = Streamer(pieces=20)
    models = {"bare": bare, "guard_model": guard_model(bare, guard)}
    found: dict[str, float] = {}
    for name, model in models.items():
        _opened(model, 1)
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        streams = _opened(model, count)
        found[name] = (tracemalloc.get_traced_memory()[0] - before) / count
        tracemalloc.stop()
        for stream in streams:
            stream.close()
    return found


def _opened(model: Any, count: int) -> list[Any]:
    streams = [model.stream(QUESTION, thread(f"open-{number}")) for number in range(count)]
    for stream in streams:
        next(stream)
        next(stream)
    return streams


def longest_gaps(guard: Guard, chars: int, rounds: int) -> dict[str, dict[str, float]]:
    """Return milliseconds for which the event loop did not turn, by door, for one long text.

    Returns:
        For each door the ``longest`` gap, the 99th percentile of all, and how long the call took;
        medians of some rounds. ``idle`` is what this machine does to a loop with nothing to do.

    """
    text = (QUESTION + " ") * (chars // (len(QUESTION) + 1) + 1)
    ways = _ways(guard, text[:chars])
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            rows[name].append(asyncio.run(_watched(way)))
    return {name: _medians(found) for name, found in rows.items()}


def _medians(found: list[tuple[float, float, float]]) -> dict[str, float]:
    names = ("longest", "p99", "call")
    columns = zip(*found, strict=True)
    return {name: statistics.median(each) * 1e3 for name, each in zip(names, columns, strict=True)}


def _ways(guard: Guard, text: str) -> dict[str, Callable[[], Awaitable[object]]]:
    model = guard_model(Speaker(), guard)
    talker = guard_model(Speaker(answer=text), guard)
    streamer = guard_model(Streamer(answer=text, pieces=1), guard)
    earlier = [HumanMessage(text), AIMessage(ANSWER), HumanMessage(QUESTION)]
    steps = GuardInput(guard) | Speaker() | StrOutputParser() | GuardOutput(guard)
    edge = GuardedRunnable(Speaker() | StrOutputParser(), guard)
    agent_ = guarded_agent(Speaker(), guard)
    return {
        "idle": lambda: asyncio.sleep(0.5),
        "guard.ainspect": lambda: guard.ainspect(text, origin="user"),
        "guard_model.ainvoke, a long question": lambda: model.ainvoke(text),
        "guard_model.ainvoke, a long history": lambda: model.ainvoke(earlier),
        "guard_model.ainvoke, a long answer": lambda: talker.ainvoke(QUESTION),
        "guard_model.astream, a long chunk": lambda: _drained(streamer.astream(QUESTION)),
        "GuardInput | model | GuardOutput": lambda: steps.ainvoke(text),
        "GuardedRunnable(chain)": lambda: edge.ainvoke(text),
        "GuardMiddleware": lambda: agent_.ainvoke({"messages": [("user", text)]}, thread("long")),
    }


async def _drained(chunks: Any) -> None:
    async for _ in chunks:
        pass


async def _watched(way: Callable[[], Awaitable[object]]) -> tuple[float, float, float]:
    gaps: list[float] = []
    ticking = asyncio.create_task(_tick(gaps))
    await asyncio.sleep(0.02)
    gaps.clear()
    began = time.perf_counter()
    await way()
    taken = time.perf_counter() - began
    await asyncio.sleep(2 * _TICK_SECONDS)
    ticking.cancel()
    gaps.sort()
    return gaps[-1], gaps[int(len(gaps) * 0.99)], taken


async def _tick(gaps: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        now = time.perf_counter()
        gaps.append(max(0.0, now - last - _TICK_SECONDS))
        last = now
