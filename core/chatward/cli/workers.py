"""Decide about batches in several processes; rows come back in the order of the lines.

What comes out depends on the lines and the policy alone: every row is a conversation of its
own and the guards' clock stands still, so neither order nor number of processes can be seen.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from chatward.audit.event import AuditEvent
from chatward.audit.log import AuditLog, Event
from chatward.cli.batches import Batch
from chatward.cli.options import at_hand, audit_file
from chatward.cli.rows import scan_line
from chatward.guard import Guard

Given = TypeVar("Given")
Done = TypeVar("Done")

BATCHES_PER_WORKER = 3
"""How many batches are on their way for each process; bounds what is in memory."""

STANDING_STILL = 0.0
"""What the guards' clock always says, in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a scan was asked for.

    Attributes:
        policy: As the option says.
        audit: Where audit events go; None = nowhere.
        everything: Write findings that the policy allows, too.

    """

    policy: str | None
    audit: Path | None
    everything: bool


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of a batch.

    Attributes:
        rows: What to write.
        count: How many rows these are.
        broken: How many of them stand for broken lines.
        position: That of the batch.

    """

    rows: bytes = field(repr=False)
    count: int
    broken: int
    position: int


class NoAudit:
    """Keeps no events."""

    def write(self, event: Event) -> None:
        """Drop the event."""


@dataclass(frozen=True)
class DatedAudit:
    """Dates events by the clock on the wall; the guard's own stands still in a scan.

    Attributes:
        log: Takes the events.

    """

    log: AuditLog

    def write(self, event: Event) -> None:
        """Write the event with the time that it is.

        Raises:
            AuditError: It could not be kept.

        """
        dated = cast("AuditEvent", event)  # a scan decides, and does nothing else
        self.log.write(msgspec.structs.replace(dated, time=time.time()))


@cache
def guard_of(setup: Setup) -> Guard:
    """Return this process's guard, ready to decide.

    Raises:
        PolicyError: The policy cannot be used.
        BadParameter: The audit file cannot be written.

    """
    audit = NoAudit() if setup.audit is None else DatedAudit(audit_file(setup.audit))
    guard = Guard(at_hand(setup.policy), clock=lambda: STANDING_STILL, audit=audit, store="memory:")
    guard.warm()
    return guard


def scan_batch(setup: Setup, batch: Batch) -> Scanned:
    """Decide about the lines of a batch."""
    guard = guard_of(setup)
    done = [
        scan_line(guard, line, f"row-{number}", everything=setup.everything)
        for number, line in enumerate(batch.lines, batch.first)
    ]
    broken = sum(is_broken for _, is_broken in done)
    return Scanned(b"".join(row for row, _ in done), len(done), broken, batch.position)


def scan_batches(setup: Setup, batches: Iterator[Batch], jobs: int) -> Iterator[Scanned]:
    """Decide about batches in so many processes."""
    return spread(partial(scan_batch, setup), batches, jobs)


def spread(work: Callable[[Given], Done], pieces: Iterator[Given], jobs: int) -> Iterator[Done]:
    """Work in so many processes, in order; one piece alone is not worth a second one.

    Args:
        work: Can be pickled; so can what it is given and what it returns.
        pieces: What to work on; only a few of them are taken ahead.
        jobs: How many processes, at least 1.

    """
    begun = list(islice(pieces, 2))
    every = chain(begun, pieces)
    if jobs == 1 or len(begun) < 2:
        return map(work, every)
    return _in_processes(work, every, jobs)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_processes(
    work: Callable[[Given], Done], pieces: Iterable[Given], jobs: int
) -> Iterator[Done]:
    # Spawned, not forked: a progress bar is a thread, and threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    waiting: deque[Future[Done]] = deque()
    try:
        for piece in pieces:
            with _interrupts_held():
                waiting.append(pool.submit(work, piece))
            if len(waiting) >= jobs * BATCHES_PER_WORKER:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Generator[None, None, None]:
    """Keep Ctrl-C from processes that are started meanwhile: they inherit what is held back.

    Only the first process answers to it, and ends the others.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
