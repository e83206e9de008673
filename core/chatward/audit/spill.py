"""Go on where the log fails: write elsewhere, or count what is lost, and say so afterwards."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable

from chatward.audit.log import AuditLog, Event
from chatward.audit.running_events import DegradedEvent
from chatward.errors import AuditError

_log = logging.getLogger(__name__)


class Spill:
    """Writes to a log; while that fails, to another one. Never raises `AuditError`.

    Attributes:
        spilled: Events that went to the other log, since this process began.
        lost: Events that nobody has, since this process began.

    """

    def __init__(
        self,
        main: AuditLog,
        elsewhere: AuditLog | None,
        clock: Callable[[], float],
        tell: Callable[[Event], None] | None = None,
        what: str = "audit",
    ) -> None:
        """Put the two together.

        Args:
            main: Where events belong.
            elsewhere: Where they go while that fails; None = they are lost, and counted.
            clock: Returns seconds since the epoch.
            tell: Takes the event that says so afterwards; None = the log itself.
            what: Which log it is, as that event calls it.

        """
        self._main = main
        self._say = tell or main.write
        self._elsewhere = elsewhere
        self._clock = clock
        self._what = what
        self._lock = threading.Lock()
        self._since: float | None = None
        self._told = (0, 0)
        self.spilled = 0
        self.lost = 0

    def write(self, event: Event) -> None:
        """Keep one event as well as it can be kept."""
        try:
            self._main.write(event)
        except AuditError as error:
            self._go_on(event, error)
            return
        if self._since is not None:
            self._tell()

    def _go_on(self, event: Event, error: AuditError) -> None:
        kept = self._kept_elsewhere(event)
        with self._lock:
            if self._since is None:
                self._since = self._clock()
                _log.warning("the audit log fails: %s", error)
            self.spilled += kept
            self.lost += not kept

    def _kept_elsewhere(self, event: Event) -> bool:
        if self._elsewhere is None:
            return False
        try:
            self._elsewhere.write(event)
        except AuditError:
            return False
        return True

    def _tell(self) -> None:
        """Put on record that the log failed for a while; once."""
        with self._lock:
            since, before, now = self._since, self._told, (self.spilled, self.lost)
            if since is None:
                return
            self._since, self._told = None, now
        event = DegradedEvent(
            time=self._clock(),
            reference=secrets.token_hex(8),
            what=self._what,
            since=since,
            until=self._clock(),
            spilled=now[0] - before[0],
            lost=now[1] - before[1],
        )
        try:
            self._say(event)
        except AuditError:
            with self._lock:
                self._since, self._told = since, before
