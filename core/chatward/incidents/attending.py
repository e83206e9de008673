"""Watch a log that others write, so that the events of several workers are counted together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from chatward.errors import StoreError
from chatward.incidents.keeping import Incidents
from chatward.incidents.responder import Responder
from chatward.incidents.seen import name_in, seen_in

NOTED_EVERY_SECONDS = 5.0
"""How far the log was read is noted so often, by the times of its events."""


@dataclass(slots=True)
class Attended:
    """What was seen of a log.

    Attributes:
        until: Time of the newest event looked at.
        events: How many were looked at.
        unreadable: Lines that are no events of an audit log.

    """

    until: float
    events: int = 0
    unreadable: int = 0


@dataclass
class Attending:
    """Shows the lines of a log to a responder.

    What was written up to the time noted in the store, or before this began where none is, is
    counted and nothing is done about it: it was looked at before, or is none of our business.

    Attributes:
        log: Names the log in the store.
        responder: What looks at the events.
        incidents: Where it is noted how far the log was read.
        clock: Returns seconds since the epoch.

    """

    log: str
    responder: Responder
    incidents: Incidents
    clock: Callable[[], float]

    def begin(self) -> Attended:
        """Return where to go on.

        Raises:
            StoreError: The store failed.

        """
        noted = self.incidents.read_until(self.log)
        return Attended(self.clock() if noted is None else noted)

    def attend(self, lines: Iterable[bytes], attended: Attended) -> None:
        """Look at lines for as long as there are any; then, or when stopped, note how far."""
        since = noted = attended.until
        try:
            for line in lines:
                self._look(line, since, attended)
                if attended.until - noted >= NOTED_EVERY_SECONDS:
                    noted = attended.until
                    self._note(noted)
        finally:
            if attended.until > noted:
                self._note(attended.until)

    def _look(self, line: bytes, since: float, attended: Attended) -> None:
        try:
            if name_in(line) not in self.responder.events:
                return
            seen = seen_in(line)
        except ValueError:
            attended.unreadable += 1
            return
        if seen.time <= since:
            if since - seen.time <= self.responder.longest_seconds:
                self.responder.prime(seen)
            return
        self.responder.look(seen)
        attended.events += 1
        attended.until = max(attended.until, seen.time)

    def _note(self, until: float) -> None:
        with suppress(StoreError):  # after a restart a little more is looked at twice
            self.incidents.note_read(self.log, until)
