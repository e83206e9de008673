"""Reload a policy when its file changes."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from types import TracebackType
from typing import final

from chatward.errors import ChatwardError
from chatward.reloading import Reloading

logger = logging.getLogger("chatward.policy")

_Seen = tuple[int, int, int] | None


@final
class PolicyWatch:
    """Looks at a policy file every few seconds, and has the guard reload it when it changed.

    A file that cannot be used changes nothing: that is logged as a warning and put on record, and
    tried again once the file has changed once more.

    >>> from chatward import Guard
    >>> with PolicyWatch(Guard(), "chatward.yml"):
    ...     pass  # serve
    """

    def __init__(self, guard: Reloading, file: str | Path, *, every_seconds: float = 2.0) -> None:
        self._guard = guard
        self._file = Path(file)
        self._every_seconds = every_seconds
        self._seen = _state(self._file)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chatward-policy", daemon=True)

    def __enter__(self) -> PolicyWatch:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching."""
        self._stopped.set()
        self._thread.join()

    def look(self) -> None:
        """Look once: reload the policy if its file is not what it was."""
        state = _state(self._file)
        if state is None or state == self._seen:  # being replaced, or as it was
            return
        self._seen = state
        try:
            self._guard.reload(self._file)
        except ChatwardError as error:
            logger.warning("the policy in force stays: %s", error)

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            self.look()


def _state(file: Path) -> _Seen:
    """Return what changes when a file does; None where there is none."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
