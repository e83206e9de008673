"""Does what need not be waited for: a thread of its own signs and tells the witness.

The thread begins with the first record and ends when nothing was written for a while, so that an
idle log, or one that nobody uses any more, costs nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

SECONDS = 1.0
RECORDS = 256
"""A record is signed at the latest after so long, or after so many more."""


class Signer:
    """Calls something soon after records were written, on a thread of its own."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self.renew()

    def renew(self) -> None:
        """Forget the thread: after a fork there is none."""
        self._lock = threading.Lock()
        self._hurry = threading.Event()
        self._waiting = 0
        self._thread: threading.Thread | None = None

    def note(self, records: int) -> None:
        """Say that so many records were written."""
        with self._lock:
            self._waiting += records
            hurry, idle = self._waiting >= RECORDS, self._thread is None
            if idle:
                self._thread = threading.Thread(
                    target=self._run, name="chatward-audit", daemon=True
                )
                self._start(self._thread)
        if hurry and not self._hurry.is_set():
            self._hurry.set()

    def _start(self, thread: threading.Thread) -> None:
        try:
            thread.start()
        except RuntimeError:  # the interpreter ends, or there are too many threads
            self._thread = None

    def _run(self) -> None:
        while True:
            self._hurry.wait(SECONDS)
            self._hurry.clear()
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                self._waiting = 0
            self._work()
