"""CPU time of a bare thing and the same thing guarded, by turns; how much of it is detection."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from chatward import Decision, Guard
from chatward.stream import Stream

Work = Callable[[], object]


class Meter:
    """Adds up the CPU seconds of nested pieces of work, each second once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._deep = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what happens meanwhile."""
        self._deep += 1
        began = time.thread_time()
        try:
            yield
        finally:
            self._deep -= 1
            if not self._deep:
                self.seconds += time.thread_time() - began


class TimedGuard(Guard):
    """A guard that knows how long it has looked at texts.

    Asked apart, the same texts cost less: the processor's caches are full of what they need.
    """

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.meter = Meter()

    def inspect(self, text: str, **options: Any) -> Decision:
        """Decide, and count the time."""
        with self.meter.running():
            return super().inspect(text, **options)

    def preview(self, text: str, **options: Any) -> Decision:
        """Decide without a record, and count the time."""
        with self.meter.running():
            return super().preview(text, **options)

    def stream(self, **options: Any) -> Any:
        """Open a stream whose time is counted."""
        with self.meter.running():
            return TimedStream(super().stream(**options), self.meter)


class TimedStream:
    """A stream that knows how long it has looked at its pieces."""

    def __init__(self, stream: Stream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    @property
    def decision(self) -> Decision:
        """The decision on the whole text."""
        return self._stream.decision

    def feed(self, piece: str) -> str:
        """Take a piece, and count the time."""
        with self._meter.running():
            return self._stream.feed(piece)

    def finish(self) -> str:
        """Return the rest, and count the time."""
        with self._meter.running():
            return self._stream.finish()


@dataclass(frozen=True)
class Pair:
    """A thing to measure, bare and guarded.

    Attributes:
        bare: One call of the bare thing.
        guarded: One call of the same thing, guarded.
        per: By how much the times are divided, such as the number of chunks.

    """

    bare: Work
    guarded: Work
    per: int = 1


def measured(pair: Pair, meter: Meter | None, rounds: int) -> dict[str, float]:
    """Return microseconds of CPU time per call, the two by turns.

    CPU time grows when something else shares the core, so each number is the lowest tenth of its
    rounds, not the median.

    Returns:
        ``bare``; ``added``; ``detection``, which is part of what was added; ``beyond`` it; and
        ``ratio`` of the wall times, guarded by bare, a median.

    """
    pair.bare()
    pair.guarded()
    found: list[tuple[float, float, float, float]] = []
    for _ in range(rounds):
        bare, bare_wall = _taken(pair.bare)
        before = meter.seconds if meter else 0.0
        guarded, wall = _taken(pair.guarded)
        detection = (meter.seconds if meter else 0.0) - before
        found.append((bare, detection, guarded - detection, wall / bare_wall))
    bares, detections, rests, ratios = zip(*found, strict=True)
    bare, detection, rest = (_undisturbed(each, pair) for each in (bares, detections, rests))
    return {
        "bare": bare,
        "added": rest + detection - bare,
        "detection": detection,
        "beyond": rest - bare,
        "ratio": statistics.median(ratios),
    }


def _undisturbed(seconds: Sequence[float], pair: Pair) -> float:
    return sorted(seconds)[len(seconds) // 10] * 1e6 / pair.per


def _taken(work: Work) -> tuple[float, float]:
    wall, began = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - began, time.perf_counter() - wall


def awaited(loop: Any, make: Callable[[], Any]) -> Work:
    """Return the work of running a coroutine to its end, on one loop for all."""
    return partial(_run, loop, make)


def _run(loop: Any, make: Callable[[], Any]) -> object:
    return loop.run_until_complete(make())
