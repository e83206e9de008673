"""What a channel is told about an incident: names, numbers and the playbook's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from chatward.incidents.incident import Incident

OPENED, ESCALATED = "opened", "escalated"


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one channel.

    Attributes:
        channel: Its name.
        did: ``"opened"`` or ``"escalated"``.
        incident: As it was then.
        time: Clock time, seconds since the epoch.

    """

    channel: str
    did: str
    incident: Incident
    time: float

    @property
    def id(self) -> str:
        """The same however often it is sent: who gets it twice can tell."""
        return f"{self.incident.id}.{self.did}.{self.channel}"

    def fields(self) -> dict[str, Any]:
        """Return the message as plain values."""
        incident = self.incident
        return {
            "type": f"incident.{self.did}",
            "timestamp": datetime.fromtimestamp(self.time, timezone.utc).isoformat(),
            "data": {
                "incident": incident.id,
                "rule": incident.rule,
                "severity": incident.severity,
                "opened": incident.opened,
                "bot": incident.bot,
                "conversation": incident.conversation,
                "count": incident.count,
                "references": list(incident.references),
                "contained": list(incident.held),
                "steps": [{"role": role, "do": what} for role, what in incident.steps],
                "drill": incident.drill,
            },
        }
