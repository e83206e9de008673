"""What remembering costs a message: in memory, in SQLite, in Redis; with one process and eight.

A message is what every text of a conversation costs the stores: read the conversation, write it
back. Prints how that changes with the length of a conversation and with their number, and what
one more conversation weighs.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from results import save
from rich.console import Console
from rich.table import Table

from chatward import Decision, Keyring, Origin
from chatward.action import Action
from chatward.memory.conversation import after
from chatward.memory.memory import Memory
from chatward.memory.ports import Store
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.stores.opening import open_store

sys.path.append(str(Path(__file__).parent.parent / "tests" / "support"))
from redis_server import redis_server

KEYS = Keyring(b"k" * 32)
MESSAGES = 400
VALUES = (1, 100, 10_000)
PROCESSES = 8
TALK = "Where is my parcel? It was to come on Tuesday, and nobody knows anything."


@dataclass(frozen=True)
class Place:
    """A store to measure, and how to weigh it."""

    name: str
    store: Store
    url: str
    size_bytes: Callable[[], int]
    round_trip: Callable[[], object] = lambda: None


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, nargs="*", default=[10, 1_000, 50_000])
    parser.add_argument("--stores", nargs="*", default=["memory", "sqlite", "redis"])
    options = parser.parse_args()
    counts: list[int] = options.conversations
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, redis_server() as url:
        places = _places(Path(folder), url, max(counts))
        for place in (each for each in places if each.name in options.stores):
            figures[place.name] = {
                **_messages(place),
                **_lengths(place),
                **_numbers(place, counts),
                **_processes(place),
            }
            place.store.close()
    save("memory", figures)
    _show(figures)


def _places(folder: Path, url: str, most: int) -> Iterator[Place]:
    in_process = InProcessStore(kept_owners=2 * most)
    yield Place("memory", in_process, "", _resident_bytes)
    path = folder / "chatward.db"
    sqlite = f"sqlite:///{path}"
    yield Place("sqlite", open_store(sqlite), sqlite, lambda: path.stat().st_size)
    import redis  # noqa: PLC0415 (an extra)

    client = redis.Redis.from_url(url)
    weigh = lambda: int(client.info("memory")["used_memory"])  # noqa: E731
    yield Place("redis", open_store(url), url, weigh, client.ping)


def _message(memory: Memory, conversation: str, number: int) -> None:
    decision = Decision(Action.ALLOW, "", TALK, reference=f"{conversation}-{number}")
    dossier = memory.assume(conversation)  # as the guard does
    dossier.update(lambda state: after(state, decision, Origin.USER, number))
    memory.note(dossier)


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    """Return microseconds of wall time of each call."""
    found: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1e6)
    return found


def _messages(place: Place) -> dict[str, float]:
    """Measure one conversation: a message, a value seen before, a new one."""
    memory = Memory(place.store, KEYS)
    numbers = iter(range(10_000_000))
    _message(memory, "c", next(numbers))
    wall, bare, processor = [], [], 0.0
    for _ in range(MESSAGES // 50):  # by turns: a machine is not equally quick all the time
        bare += _times(place.round_trip, 50)
        began = time.process_time()
        wall += _times(lambda: _message(memory, "c", next(numbers)), 50)
        processor += (time.process_time() - began) / MESSAGES * 1e6
    new = _times(lambda: memory.open("c").issue("us-ssn", str(next(numbers))), MESSAGES)
    known = _times(lambda: memory.open("c").issue("us-ssn", "1"), MESSAGES)
    return {
        "one bare round trip (PING)": statistics.median(bare),
        "message": statistics.median(wall),
        "message, 95 of 100": statistics.quantiles(wall, n=20)[-1],
        "message, processor": processor,
        "new value": statistics.median(new),
        "known value": statistics.median(known),
    }


def _lengths(place: Place) -> dict[str, float]:
    """Measure a message in conversations that know so many values."""
    memory = Memory(place.store, KEYS)
    found: dict[str, float] = {}
    for count in VALUES:
        dossier = memory.open(f"long-{count}")
        for number in range(count):
            dossier.issue("us-ssn", str(number))
        numbers = iter(range(10_000_000))
        work = _times(lambda c=count, n=numbers: _message(memory, f"long-{c}", next(n)), MESSAGES)
        found[f"message, {count:,} values"] = statistics.median(work)
    return found


def _numbers(place: Place, counts: list[int]) -> dict[str, float]:
    """Measure a message among so many conversations, and what one of them weighs."""
    memory = Memory(place.store, KEYS)
    found: dict[str, float] = {}
    made, weight = 0, 0.0
    for count in counts:
        before = place.size_bytes()
        for number in range(made, count):
            _message(memory, f"many-{number}", 0)
            memory.open(f"many-{number}").issue("email-address", f"user{number}@example.org")
        weight = (place.size_bytes() - before) / max(1, count - made)
        made = count
        numbers = iter(range(1, 10_000_000))
        work = _times(
            lambda c=count, n=numbers: _message(memory, f"many-{(next(n) * 7919) % c}", next(n)),
            MESSAGES,
        )
        found[f"message, {count:,} conversations"] = statistics.median(work)
    return {**found, "bytes per conversation": weight}


def _processes(place: Place) -> dict[str, float]:
    """Measure messages of eight processes at once, each with conversations of its own."""
    if not place.url:
        return {}
    program = [sys.executable, __file__, "worker", place.url, str(MESSAGES)]
    running = [
        subprocess.Popen([*program, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    medians = [float(each.communicate()[0]) for each in running]
    return {f"message, {PROCESSES} processes": statistics.median(medians)}


def work(url: str, messages: int, number: int) -> None:
    """Be one of several processes; print the median microseconds of a message."""
    memory = Memory(open_store(url), KEYS)
    numbers = iter(range(10_000_000))
    _message(memory, f"worker-{number}", next(numbers))
    took = _times(lambda: _message(memory, f"worker-{number}", next(numbers)), messages)
    print(statistics.median(took))


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def _show(figures: dict[str, dict[str, float]]) -> None:
    table = Table("us, wall time, median", *figures, title=f"{os.cpu_count()} processors")
    rows = dict.fromkeys(name for each in figures.values() for name in each)
    for row in rows:
        cells = (each.get(row) for each in figures.values())
        table.add_row(row, *("-" if cell is None else f"{cell:,.0f}" for cell in cells))
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        work(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
