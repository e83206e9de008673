"""Exercise a playbook: an incident that is none, so that people know what they have to do."""

from __future__ import annotations

import secrets

from chatward.audit.incident_events import DrillEvent
from chatward.incidents.incident import Incident, incident_of, new_id
from chatward.incidents.keeping import Incidents
from chatward.incidents.message import OPENED, Message
from chatward.incidents.playbook import Playbook, Rule
from chatward.incidents.recording import Recording
from chatward.incidents.telling import open_channels, sent
from chatward.incidents.trip import Trip


def drill(
    playbook: Playbook, rule: Rule, incidents: Incidents, recording: Recording
) -> tuple[Incident, DrillEvent]:
    """Open an incident marked as an exercise, and tell every channel of its rule.

    Nothing is contained. Channels are told one after the other, and waited for; those that are
    told later of what stays open are told at once.

    Args:
        playbook: Of which rule and channels are.
        rule: What to exercise.
        incidents: Where the incident is kept; it stays open until somebody closes it.
        recording: Puts it on record.

    Raises:
        PolicyError: A channel of the playbook cannot be used.
        StoreError: The store failed.

    """
    channels = open_channels(playbook)
    incident = incident_of(_trip(rule), new_id(), recording.clock(), drill=True)
    incidents.open(incident, rule.quiet_seconds)
    recording.tell(incident, "opened")
    told: list[str] = []
    failed: list[str] = []
    for channel in dict.fromkeys((*rule.channels, *rule.escalate_to)):
        why = sent(channels, Message(channel, OPENED, incident, recording.clock()))
        (failed if why else told).append(channel)
        did = "not-notified" if why else "notified"
        recording.tell(incident, did, what=channel, why=why)
    now = recording.clock()
    event = DrillEvent(
        time=now,
        reference=secrets.token_hex(8),
        rule=rule.name,
        told=told,
        failed=failed,
        seconds=max(0.0, now - incident.opened),
    )
    recording.record(event)
    return incident, event


def _trip(rule: Rule) -> Trip:
    return Trip(
        rule=rule,
        about="drill",
        conversation=None,
        bot="",
        tool="",
        time=0.0,
        count=0,
        more=0,
        references=(),
        grew=False,
    )
