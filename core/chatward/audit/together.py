"""Write what several threads have in one go: one of them writes for all that wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass
class _Waiting(Generic[Item]):
    """What a thread wants to be written."""

    item: Item
    error: Exception | None = None
    is_done: bool = False
    called: threading.Event = field(default_factory=threading.Event)


class Together(Generic[Item]):
    """Gathers items while others are being written.

    Args:
        write: Writes items, all of them or none; what it raises is raised for each.

    """

    def __init__(self, write: Callable[[Sequence[Item]], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: list[_Waiting[Item]] = []
        self._is_writing = False

    def write(self, item: Item) -> None:
        """Return once an item is written, by this thread or by another."""
        own = _Waiting(item)
        with self._lock:
            self._waiting.append(own)
            others = self._is_writing
            self._is_writing = True
        if others:
            own.called.wait()
        if not own.is_done:  # it is this thread's turn to write for all
            self._write_for_all()
        if own.error is not None:
            raise own.error

    def _write_for_all(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        error: Exception | None = None
        try:
            self._write([each.item for each in batch])
        except Exception as failure:  # noqa: BLE001 (each thread is told)
            error = failure
        finally:
            for each in batch:
                each.error, each.is_done = error, True
            self._pass_on()
            for each in batch:
                each.called.set()

    def _pass_on(self) -> None:
        """Let the first of those that have come meanwhile write next."""
        with self._lock:
            if self._waiting:
                self._waiting[0].called.set()
            else:
                self._is_writing = False
