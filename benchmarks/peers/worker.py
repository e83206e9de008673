"""Run one peer over rows, in the peer's own environment; needs nothing but it and Python.

    python worker.py PEER SUBJECT ROWS OUT

ROWS holds JSON lines with "id" and "text"; OUT gets answers, CPU times and memory as JSON: an
answer is places or, about injection, [the peer would stop the text, its score or null].
CPU time is taken from outside the peer's call, for all peers alike, on one processor: threads
that wait for each other cost time, too. The network is off.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

Places = list[tuple[int, int]]
Verdict = tuple[bool, "float | None"]
Find = Callable[[str], Any]

LENGTHS = (50, 500, 5_000)
CHAT = (
    "Hello, I would like to know when my order will arrive. It was meant to be here on Tuesday, "
    "but the page still says that it is being packed, and nobody has picked up the phone since "
    "then. I have moved a few things around at home so that somebody can open the door. "
)
ROUND_SECONDS = 1.0


def main(peer: str, subject: str, rows: Path, out: Path) -> None:
    """Measure and write."""
    socket.getaddrinfo = _refuse
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = time.process_time()
    find: Find = getattr(import_module(f"finders.{peer}"), subject)()
    ready = time.process_time()
    find("Hello, my name is Ann.")
    first = time.process_time()
    answers, micros = _run(find, rows)
    figures = {
        "import_seconds": ready - began,
        "first_call_millis": (first - ready) * 1e3,
        "resident_megabytes": _resident_megabytes(),
        "row_micros_median": statistics.median(micros),
        "row_micros_99th": sorted(micros)[len(micros) * 99 // 100],
        "micros": {str(length): _micros(find, length) for length in LENGTHS},
        "answers": answers,
    }
    out.write_text(json.dumps(figures), encoding="utf-8")


def _refuse(*_: object, **__: object) -> NoReturn:
    """Look no host up: what a peer fetches would be another thing on another day."""
    raise socket.gaierror(socket.EAI_FAIL, "needs the network, which is off here")


def _run(find: Find, rows: Path) -> tuple[dict[str, Places | Verdict], list[float]]:
    answers: dict[str, Places | Verdict] = {}
    micros: list[float] = []
    for line in rows.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        began = time.process_time_ns()
        answer = find(row["text"])
        micros.append((time.process_time_ns() - began) / 1e3)
        answers[row["id"]] = answer if isinstance(answer, tuple) else _disjoint(answer)
    return answers, micros


def _disjoint(places: Iterable[tuple[int, int]]) -> Places:
    done: Places = []
    for start, end in sorted(places):
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done


def _resident_megabytes() -> float:
    """Return the most memory this program has used; what `resource` says is the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _micros(find: Find, chars: int) -> float:
    """Return the median CPU microseconds for clean chat of a length."""
    text = (CHAT * (chars // len(CHAT) + 1))[:chars]
    took: list[float] = []
    until = time.perf_counter() + ROUND_SECONDS
    while len(took) < 3 or (time.perf_counter() < until and len(took) < 2_000):
        began = time.process_time_ns()
        find(text)
        took.append((time.process_time_ns() - began) / 1e3)
    return statistics.median(took)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
