"""Which incidents have been open so long that others must be told."""

from __future__ import annotations

import threading
from dataclasses import replace

from chatward.errors import StoreError
from chatward.incidents.incident import Incident
from chatward.incidents.keeping import Incidents

READ_EVERY_SECONDS = 30.0
"""So often the store is read for incidents that others have opened, and from before a restart."""


class Escalations:
    """Remembers when each is due. Of several workers one tells: whoever writes it down first."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents
        self._due: dict[str, float] = {}
        self._lock = threading.Lock()
        self._read_at: float | None = None

    def add(self, incident: Incident) -> None:
        """Remember an incident that was opened."""
        if incident.escalate_at is not None:
            with self._lock:
                self._due[incident.id] = incident.escalate_at

    def due(self, now: float) -> list[Incident]:
        """Return those whose time has come and that are open still; each is returned once only."""
        try:
            self._read(now)
            with self._lock:
                over = [name for name, due in self._due.items() if due <= now]
            return [each for name in over if (each := self._taken(name)) is not None]
        except StoreError:  # they stay due
            return []

    def _taken(self, name: str) -> Incident | None:
        taken = self._incidents.change(name, _escalated)
        with self._lock:
            self._due.pop(name, None)
        return taken

    def _read(self, now: float) -> None:
        if self._read_at is not None and abs(now - self._read_at) < READ_EVERY_SECONDS:
            return
        for incident in self._incidents.all():
            if incident.closed is None:
                self.add(incident)
        self._read_at = now


def _escalated(incident: Incident) -> Incident:
    """Return an incident of which others are told; the same one where that is done, or closed."""
    return replace(incident, escalate_at=None)
