"""What was found in audit logs."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from pathlib import Path

from chatward.report import lines
from chatward.report.days import Days
from chatward.report.lines import Stamp

KEPT = 200
"""So many of what happens seldom are kept, the newest."""


@dataclass
class Log:
    """One log that was read.

    Attributes:
        path: Where it is.
        events: How many there are.
        broken: How many lines are no events.
        future: How many events are of a time to come, and so of a wrong clock.
        unknown: How many are of a kind that this version does not know.
        signed: Whether its records are chained.
        verdict: What verifying it said; empty = nobody could.

    """

    path: Path
    events: int = 0
    broken: int = 0
    future: int = 0
    unknown: int = 0
    signed: bool = False
    verdict: str = ""


@dataclass
class Incident:
    """What became of an incident."""

    id: str
    opened: float
    rule: str
    severity: str
    contained: float | None = None
    closed: float | None = None
    told: int = 0
    not_told: int = 0


@dataclass
class PolicySeen:
    """A policy that decisions went by."""

    first: float
    last: float
    decisions: int = 0


@dataclass
class Gathered:
    """What was found in audit logs.

    Attributes:
        days: What was counted, by time.
        logs: The logs themselves.
        first: Clock time of the first event; None = there is none.
        last: The same of the last.
        firsts: When something was seen first, by (sort, name).
        bots: When a text was guarded last, by (bot, stage).
        policies: Policies that decisions went by, by stamp.
        changes: Changes of the policy in force.
        incidents: By id.
        purges: Purges.
        drills: Exercises.
        outages: Times in which something was down.
        ephemeral: Decisions without a master key.

    """

    days: Days
    logs: list[Log] = field(default_factory=list)
    first: float | None = None
    last: float | None = None
    firsts: dict[tuple[str, str], float] = field(default_factory=dict)
    bots: dict[tuple[str, str], float] = field(default_factory=dict)
    policies: dict[Stamp, PolicySeen] = field(default_factory=dict)
    changes: deque[lines.PolicyLine] = field(default_factory=lambda: deque(maxlen=KEPT))
    incidents: OrderedDict[str, Incident] = field(default_factory=OrderedDict)
    purges: deque[lines.RetentionLine] = field(default_factory=lambda: deque(maxlen=KEPT))
    drills: deque[lines.DrillLine] = field(default_factory=lambda: deque(maxlen=KEPT))
    outages: deque[lines.DegradedLine] = field(default_factory=lambda: deque(maxlen=KEPT))
    ephemeral: int = 0
