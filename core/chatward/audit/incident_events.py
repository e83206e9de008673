"""Audit events about incidents, exercises of them, and appeals. No text either."""

from __future__ import annotations

from chatward.audit.memory_events import EventAbout


class IncidentEvent(EventAbout, frozen=True, kw_only=True):
    """Something happened in the life of an incident.

    Attributes:
        incident: Its id.
        did: ``"opened"``, ``"grew"``, ``"notified"``, ``"not-notified"``, ``"contained"``,
            ``"not-contained"``, ``"released"`` or ``"closed"``.
        rule: Rule of the playbook behind it.
        severity: ``"low"``, ``"medium"``, ``"high"`` or ``"critical"``.
        conversation: Pseudonym of the conversation it is about; None = of the whole bot.
        what: The channel told, or what was contained; empty otherwise.
        why: A note, such as that of who closed it; no text of anybody belongs into it.
        count: Events that led to it so far.
        seconds: Since it was opened.
        references: Of the first events that led to it.
        drill: Whether it is an exercise.

    """

    event: str = "incident"
    incident: str
    did: str
    rule: str
    severity: str
    conversation: str | None
    what: str = ""
    why: str = ""
    count: int
    seconds: float
    references: list[str]
    drill: bool = False


class DrillEvent(EventAbout, frozen=True, kw_only=True):
    """An exercise of the playbook is over.

    Attributes:
        rule: Rule of the playbook that was exercised.
        told: Channels that took the message.
        failed: Channels that did not.
        seconds: From the opening until the last channel had answered.

    """

    event: str = "drill"
    rule: str
    told: list[str]
    failed: list[str]
    seconds: float


class AppealEvent(EventAbout, frozen=True, kw_only=True):
    """Somebody looked at a decision again.

    Attributes:
        about: Reference of the decision.
        verdict: ``"upheld"`` or ``"false-alarm"``.
        rule: Rule behind the decision; empty where nobody knew.
        note: Why; no text of anybody belongs into it.
        until: Clock time until which the text is known to be good; None = it is not.

    """

    event: str = "appeal"
    about: str
    verdict: str
    rule: str
    note: str
    until: float | None
