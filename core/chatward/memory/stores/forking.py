"""No connection and no closed lock goes into a forked child.

A child must not use, nor even close, a connection that its parent opened, and a lock that another
thread held at that moment stays closed in the child for good. So at the moment of a fork there is
neither: calls under way are waited for, new ones wait, idle connections are closed.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Protocol
from weakref import WeakSet


class Connected(Protocol):
    """Something with connections."""

    turns: Turns

    def close(self) -> None:
        """Close the connections that no call is using."""
        ...

    def start(self) -> None:
        """Begin with no connection, and with locks that nobody holds."""
        ...


class Turns:
    """Lets so many calls be under way at once, and none during a fork.

    Args:
        number: How many calls.
        timeout_seconds: How long a fork waits for a call under way, at most.

    """

    def __init__(self, number: int, timeout_seconds: float) -> None:
        self._number = number
        self._timeout = timeout_seconds
        self._free = threading.Semaphore(number)
        self._stopped = 0

    def __enter__(self) -> None:
        """Wait for a turn."""
        self._free.acquire()

    def __exit__(self, *_: object) -> None:
        """End the turn."""
        self._free.release()

    def stop(self) -> None:
        """Wait for the calls under way, and let none begin."""
        deadline = time.monotonic() + self._timeout
        for _ in range(self._number):
            self._stopped += self._free.acquire(timeout=max(0.0, deadline - time.monotonic()))

    def resume(self) -> None:
        """Let calls begin again."""
        self._free.release(self._stopped)
        self._stopped = 0


# Two threads that fork at once would wait for each other.
_FORKING = threading.Lock()

_WATCHED: WeakSet[Connected] = WeakSet()


def watch(connected: Connected) -> None:
    """Take care of its connections whenever this process forks, for as long as it lives."""
    _WATCHED.add(connected)


def _before() -> None:
    _FORKING.acquire()
    for connected in tuple(_WATCHED):
        connected.turns.stop()
        connected.close()


def _in_parent() -> None:
    for connected in tuple(_WATCHED):
        connected.turns.resume()
    _FORKING.release()


def _in_child() -> None:
    for connected in tuple(_WATCHED):
        connected.start()
    _FORKING.release()


os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
