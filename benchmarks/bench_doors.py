"""What each LangChain door costs a call, beyond the thing it guards and beyond detection.

Bare and guarded calls are made by turns in one process, with models that cost nothing. Tables:
CPU time added by door and by length of the history; time to the first token of a real client of a
local server; what an open stream holds; how long an event loop stands still for one long text.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Iterator, Mapping

from doors.agents import turns
from doors.calls import graphs, models, single
from doors.clock import Pair, TimedGuard, measured
from doors.waiting import first_tokens, longest_gaps, open_streams
from results import save
from rich.console import Console
from rich.table import Table

from chatward import Guard

HISTORIES = (1, 10, 100, 500)
SWITCH_SECONDS = 0.0005

Rows = dict[str, dict[str, float]]


def main() -> None:
    """Print the tables and save their figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--histories", type=int, nargs="*", default=list(HISTORIES))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--streams", type=int, default=1_000)
    parser.add_argument("--chars", type=int, default=1_000_000)
    options = parser.parse_args()
    logging.getLogger("chatward.audit").propagate = False
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"
    calls = {n: dict(_calls(n, options.rounds)) for n in options.histories}
    calls[0] = {name: _measure(pair, guard, 10) for name, pair, guard in _single()}
    guard = Guard()
    guard.warm()
    figures = {
        "calls": calls,
        "first_token_ms": first_tokens(guard, max(1, options.rounds // 4)),
        "open_stream_bytes": open_streams(guard, options.streams),
        "loop_gap_ms": _gaps(guard, options.chars, max(1, options.rounds // 10)),
    }
    save("doors", figures)
    _show(calls, figures)


def _calls(messages: int, rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Measure all doors with so many messages."""
    guard, loop = TimedGuard(), asyncio.new_event_loop()
    guard.warm()
    for name, pair in (*models(guard, loop, messages), *graphs(guard, messages)):
        yield name, _measure(pair, guard, rounds)
    few = max(1, rounds // 2)
    for name, pair, guarded in turns(guard, messages, few):
        yield name, _measure(pair, guard if guarded else None, few)
    loop.close()


def _single() -> Iterator[tuple[str, Pair, TimedGuard]]:
    guard = TimedGuard()
    guard.warm()
    for name, pair in single(guard):
        yield name, pair, guard


def _measure(pair: Pair, guard: TimedGuard | None, rounds: int) -> dict[str, float]:
    return measured(pair, guard.meter if guard else None, rounds)


def _gaps(guard: Guard, chars: int, rounds: int) -> dict[str, Rows]:
    """Measure with Python's own interval between threads, and with a tenth of it."""
    usual = sys.getswitchinterval()
    found = {f"{usual * 1e3:g} ms": longest_gaps(guard, chars, rounds)}
    sys.setswitchinterval(SWITCH_SECONDS)
    found[f"{SWITCH_SECONDS * 1e3:g} ms"] = longest_gaps(guard, chars, rounds)
    sys.setswitchinterval(usual)
    return found


def _show(calls: Mapping[int, Rows], figures: Mapping[str, object]) -> None:
    console = Console()
    for messages, rows in calls.items():
        said = f"after {messages} messages" if messages else "without a history"
        console.print(_table(f"CPU us a call, {said}", rows))
    for name in ("first_token_ms", "open_stream_bytes"):
        row = figures[name]
        assert isinstance(row, dict)
        console.print(_table(name, {"": row}))
    gaps = figures["loop_gap_ms"]
    assert isinstance(gaps, dict)
    for interval, rows in gaps.items():
        console.print(_table(f"event loop stands still, ms; threads change every {interval}", rows))


def _table(title: str, rows: Rows) -> Table:
    columns = next(iter(rows.values()))
    table = Table("", *columns, title=title)
    for name, row in rows.items():
        table.add_row(name, *(f"{each:,.1f}" for each in row.values()))
    return table


if __name__ == "__main__":
    main()
