"""Close incidents: let go what they hold, and put on record why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatward.errors import StoreError
from chatward.incidents.containing import Containing, NotContained
from chatward.incidents.incident import Incident, without
from chatward.incidents.keeping import Incidents
from chatward.incidents.recording import Recording


@dataclass(frozen=True)
class Closing:
    """Closes incidents.

    Attributes:
        incidents: Where they are kept.
        containing: What lets go.
        recording: Puts it on record.

    """

    incidents: Incidents
    containing: Containing
    recording: Recording

    def close(self, name: str, note: str, *, keep: bool = False) -> Incident:
        """Close an incident; one that is closed and still holds something lets that go.

        Args:
            name: Its id.
            note: Why; stands in the audit log, so no text of anybody belongs into it.
            keep: Leave what it holds as it is.

        Raises:
            StoreError: The store failed, there is no such incident, it is closed and holds
                nothing, or something it holds could not be let go.

        """
        incident = self.incidents.find(name)
        if incident is None:
            msg = f"no incident {name!r} is kept; `chatward incident list` tells which are"
            raise StoreError(msg)
        if incident.closed is not None and (keep or not incident.held):
            msg = f"incident {name!r} is closed already"
            raise StoreError(msg)
        for what in () if keep else incident.held:
            incident = self._let_go(incident, what)
        if incident.closed is not None:
            return incident
        now = self.recording.clock()
        closed = self.incidents.change(name, lambda each: _closed(each, note, now))
        if closed is None:
            msg = f"incident {name!r} was closed by somebody else"
            raise StoreError(msg)
        self.recording.tell(closed, "closed", why=note)
        return closed

    def _let_go(self, incident: Incident, what: str) -> Incident:
        try:
            self.containing.let_go(incident, what)
        except NotContained as error:
            msg = f"incident {incident.id!r} stays open and holds {what!r}: {error}"
            raise StoreError(msg) from None
        after = self.incidents.change(incident.id, lambda each: without(each, what))
        self.recording.tell(incident, "released", what=what)
        return after or without(incident, what)


def _closed(incident: Incident, note: str, now: float) -> Incident:
    if incident.closed is not None:
        return incident
    return replace(incident, closed=now, note=note, escalate_at=None)
