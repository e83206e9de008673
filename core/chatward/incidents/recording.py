"""Put the life of an incident on record."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from chatward.audit.incident_events import IncidentEvent
from chatward.audit.log import AuditLog, Event
from chatward.errors import AuditError
from chatward.incidents.incident import Incident

LOGGER = "chatward.incidents"

Record = Callable[[Event], None]


@dataclass(frozen=True)
class Recording:
    """Writes the events of incidents.

    Attributes:
        record: Writes an audit event.
        clock: Returns seconds since the epoch.

    """

    record: Record
    clock: Callable[[], float]

    def tell(self, incident: Incident, did: str, *, what: str = "", why: str = "") -> None:
        """Write that something happened to an incident; arguments as in the event."""
        now = self.clock()
        self.record(
            IncidentEvent(
                time=now,
                reference=secrets.token_hex(8),
                incident=incident.id,
                did=did,
                rule=incident.rule,
                severity=incident.severity,
                conversation=incident.conversation,
                what=what,
                why=why,
                count=incident.count,
                seconds=max(0.0, now - incident.opened),
                references=list(incident.references),
                drill=incident.drill,
            )
        )


def recording_quietly(log: AuditLog) -> Record:
    """Return what writes to a log; that it fails is told by the logger ``chatward.incidents``."""

    def record(event: Event) -> None:
        try:
            log.write(event)
        except AuditError as error:
            complain("an event about an incident could not be written", error)

    return record


def complain(problem: str, error: Exception) -> None:
    """Log that something went wrong, and what kind of error it was: what it says may hold text."""
    logging.getLogger(LOGGER).error("%s: %s", problem, type(error).__name__)
