"""Have people told of incidents, put on record who was, and tell others of what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from chatward.errors import StoreError
from chatward.incidents.courier import CROWDED, Courier
from chatward.incidents.escalating import Escalations
from chatward.incidents.incident import Incident, told
from chatward.incidents.keeping import Incidents
from chatward.incidents.message import ESCALATED, OPENED, Message
from chatward.incidents.recording import Recording
from chatward.incidents.telling import Channel, sent


class Dispatch:
    """Sends through channels in a thread of its own."""

    def __init__(
        self, channels: Mapping[str, Channel], incidents: Incidents, recording: Recording
    ) -> None:
        self._channels = channels
        self._incidents = incidents
        self._recording = recording
        self._escalations = Escalations(incidents)
        self._courier = Courier(self._send, self._settle, self._escalate)

    def start(self) -> None:
        """See to it that what is due is told, also of incidents from before this process began."""
        self._courier.start()

    def finish(self, seconds: float) -> None:
        """Wait for messages under way; what was not sent goes on record as not sent."""
        self._courier.finish(seconds)

    def post(self, incident: Incident, channels: Iterable[str], did: str = OPENED) -> None:
        """Have channels told of an incident."""
        for channel in channels:
            message = Message(channel, did, incident, self._recording.clock())
            if not self._courier.post(message):
                self._settle(message, CROWDED)
        self._escalations.add(incident)

    def _escalate(self) -> None:
        for incident in self._escalations.due(self._recording.clock()):
            self.post(incident, incident.escalate_to, ESCALATED)

    def _send(self, message: Message) -> str:
        return sent(self._channels, message)

    def _settle(self, message: Message, why: str) -> None:
        """Put on record whether a message was taken."""
        incident, channel = message.incident, message.channel
        if why:
            self._recording.tell(incident, "not-notified", what=channel, why=why)
            return
        with suppress(StoreError):
            incident = self._incidents.change(incident.id, lambda it: told(it, channel)) or incident
        why = ESCALATED if message.did == ESCALATED else ""
        self._recording.tell(incident, "notified", what=channel, why=why)
