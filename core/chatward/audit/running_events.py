"""Audit events about how the guard itself is run: its policy, its log, what went past it."""

from __future__ import annotations

from chatward.audit.memory_events import EventAbout


class PolicyEvent(EventAbout, frozen=True, kw_only=True):
    """The policy that a running guard goes by was changed, or could not be.

    Attributes:
        did: ``"changed"``, ``"rolled-back"`` or ``"refused"``; also ``"profile"`` where an incident
            put a shipped profile in its place for a while.
        was: Name, version and hash of the policy before.
        now: The same of the policy from now on; of a refused one as far as it could be read.
        note: Why, as its file says under ``change``, or why it was refused.
        stricter: How many differences are stricter.
        laxer: How many are laxer.

    """

    event: str = "policy"
    did: str
    was: tuple[str, str, str]
    now: tuple[str, str, str]
    note: str
    stricter: int = 0
    laxer: int = 0


class ShadowEvent(EventAbout, frozen=True, kw_only=True):
    """A second policy, which is only tried, would have decided otherwise.

    Attributes:
        conversation: Pseudonym that dies with the conversation's key; None = private.
        about: Reference of the decision.
        was: Action and rule of the policy in force.
        would_be: Action and rule of the policy that is tried.
        certain: Whether that is all there is to know; else it may have decided otherwise still.
        policy: Name, version and hash of the policy that is tried.

    """

    event: str = "shadow"
    conversation: str | None
    about: str
    was: tuple[str, str]
    would_be: tuple[str, str]
    certain: bool
    policy: tuple[str, str, str]


class DegradedEvent(EventAbout, frozen=True, kw_only=True):
    """Something the guard needs failed for a while; written when it works again.

    Attributes:
        what: What failed: ``"audit"`` for the log's file, ``"sqlite"`` or ``"otel"``.
        since: Clock time of the first failure, seconds since the epoch.
        until: Clock time at which it worked again.
        spilled: Events that were written elsewhere meanwhile.
        lost: Events that it has not, and that were not written elsewhere for it.

    """

    event: str = "degraded"
    what: str
    since: float
    until: float
    spilled: int
    lost: int


class SegmentEvent(EventAbout, frozen=True, kw_only=True):
    """A file of the audit log begins; the first record in each.

    Attributes:
        segment: Its number, from 1.
        after: MAC of the last record of the segment before; empty in the first.
        key_id: Which master key the records are chained with; no part of it.
        dropped: Segments before it that retention has taken away.
        torn: Bytes at the end of the segment before that are no records: what a writer had begun
            to write when it was killed.

    """

    event: str = "segment"
    segment: int
    after: str
    key_id: str
    dropped: int = 0
    torn: int = 0


class TrafficEvent(EventAbout, frozen=True, kw_only=True):
    """So many texts or calls an application has had, whether a guard saw them or not.

    Attributes:
        stage: Where in the bot; as of decisions.
        texts: How many since the last event about this stage.
        seconds: The time they took.

    """

    event: str = "traffic"
    stage: str
    texts: int
    seconds: float
