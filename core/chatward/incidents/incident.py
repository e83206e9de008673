"""One incident, as a value; every change makes a new one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from chatward.incidents.trip import REFERENCES, Trip

NOTE_CHARS = 500
"""The longest note of who closes an incident."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What is kept of an incident; no text but the playbook's and the note of who closed it.

    Attributes:
        id: Its id.
        rule: Rule of the playbook behind it.
        severity: ``"low"``, ``"medium"``, ``"high"`` or ``"critical"``.
        opened: Clock time, seconds since the epoch.
        about: For whom it was counted: a pseudonym, a bot, or a value never seen before.
        conversation: Pseudonym of the conversation; None = of the whole bot, or of none.
        bot: Of which bot; empty where the events do not tell.
        count: Events that led to it so far.
        references: Of the first of them.
        steps: What people do: [role, what] each.
        drill: Whether it is an exercise.
        told: Channels that took the message.
        held: What it holds back now.
        contained: Clock time at which something was first held back; None = nothing was.
        escalate_at: Clock time at which others are told unless it is closed; None = never, or done.
        escalate_to: Who is told then.
        closed: Clock time; None = it is open.
        note: Of who closed it.

    """

    id: str
    rule: str
    severity: str
    opened: float
    about: str
    conversation: str | None
    bot: str
    count: int
    references: tuple[str, ...]
    steps: tuple[tuple[str, str], ...] = ()
    drill: bool = False
    told: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    contained: float | None = None
    escalate_at: float | None = None
    escalate_to: tuple[str, ...] = ()
    closed: float | None = None
    note: str = ""

    @property
    def seconds_to_contain(self) -> float | None:
        """Seconds from the opening until something was held back; None = nothing was."""
        return None if self.contained is None else max(0.0, self.contained - self.opened)


def new_id() -> str:
    """Make up the id of an incident."""
    return f"inc-{secrets.token_hex(5)}"


def incident_of(
    trip: Trip, name: str, now: float, *, bot: str = "", drill: bool = False
) -> Incident:
    """Return the incident that a trip opens.

    Args:
        trip: The trip.
        name: Id of the incident.
        now: Clock time, seconds since the epoch.
        bot: Of which bot, where the trip does not tell.
        drill: Whether it is an exercise.

    """
    rule = trip.rule
    after = rule.escalate_after_seconds
    return Incident(
        id=name,
        rule=rule.name,
        severity=rule.severity,
        opened=now,
        about=trip.about,
        conversation=trip.conversation,
        bot=trip.bot or bot,
        count=trip.count,
        references=trip.references,
        steps=rule.steps,
        drill=drill,
        escalate_at=None if after is None or drill else now + after,
        escalate_to=rule.escalate_to,
    )


def grown(incident: Incident, trip: Trip) -> Incident:
    """Return an incident to which more events were added."""
    references = dict.fromkeys((*incident.references, *trip.references))
    return replace(
        incident,
        count=incident.count + trip.more,
        references=tuple(references)[:REFERENCES],
    )


def holding(incident: Incident, what: str, now: float) -> Incident:
    """Return an incident that holds one thing more."""
    held = tuple(dict.fromkeys((*incident.held, what)))
    contained = now if incident.contained is None else incident.contained
    return replace(incident, held=held, contained=contained)


def without(incident: Incident, what: str) -> Incident:
    """Return an incident that does not hold something any more."""
    return replace(incident, held=tuple(each for each in incident.held if each != what))


def told(incident: Incident, channel: str) -> Incident:
    """Return an incident of which one channel more was told."""
    return replace(incident, told=tuple(dict.fromkeys((*incident.told, channel))))
