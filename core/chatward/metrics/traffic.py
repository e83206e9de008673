"""Count what an application has in all, so that what a guard saw can be set against it.

A share needs a denominator: decisions tell how many texts a guard looked at, and not how many
went past it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

Note = Callable[[str, int, float], None]
"""Takes a stage, how many texts stood there, and the seconds in which they came."""

EVERY_TEXTS = 100
EVERY_SECONDS = 10.0


class TrafficCounter:
    """Count texts by stage, and tell every hundred of them or every ten seconds.

    Nothing runs in the background: it is told when a text comes that is due, and by `flush`.

    Args:
        note: What is told, such as ``guard.note_traffic``.
        clock: Returns seconds that only grow.

    """

    def __init__(self, note: Note, clock: Callable[[], float] = time.monotonic) -> None:
        self._note = note
        self._clock = clock
        self._lock = threading.Lock()
        self._texts: Counter[str] = Counter()
        self._since = clock()

    def count(self, stage: str, texts: int = 1) -> None:
        """Count texts that stood at a stage."""
        if texts < 1:
            return
        with self._lock:
            self._texts[stage] += texts
            due = self._texts[stage] >= EVERY_TEXTS or self._clock() - self._since >= EVERY_SECONDS
        if due:
            self.flush()

    def flush(self) -> None:
        """Tell what was counted and not told yet."""
        with self._lock:
            told, self._texts = self._texts, Counter()
            now = self._clock()
            seconds, self._since = now - self._since, now
        for stage, texts in told.items():
            self._note(stage, texts, seconds)
