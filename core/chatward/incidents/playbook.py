"""A playbook: which events make an incident, who is told, what is contained, what people do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatward.incidents.entries import ChannelEntry, LogEntry
from chatward.incidents.seen import Seen

LOG_CHANNEL = "log"
"""The channel that every playbook has."""

QUARANTINE, HAND_OVER = "quarantine-conversation", "hand-over"
NOBODY = ""
"""Stands for whom a rule is about where nobody can tell, and for the bot where none was named."""


@dataclass(frozen=True, slots=True)
class When:
    """Which events a rule is about.

    Attributes:
        events: Their names.
        wanted: Fields, and what may stand in each.
        kinds: One of these was found; empty = whatever was.
        min_score: Least score.

    """

    events: frozenset[str]
    wanted: tuple[tuple[str, frozenset[str]], ...] = ()
    kinds: frozenset[str] = frozenset()
    min_score: float = 0.0

    def matches(self, seen: Seen) -> bool:
        """Tell whether all that is said applies to an event of one of these names."""
        for name, allowed in self.wanted:
            if getattr(seen, name) not in allowed:
                return False
        if seen.score < self.min_score:
            return False
        return not self.kinds or not self.kinds.isdisjoint(seen.kinds())


@dataclass(frozen=True, slots=True)
class Spike:
    """How much more often than before.

    Attributes:
        times: So many times the share of before, or more.
        before_seconds: The time before that it is compared with.

    """

    times: float
    before_seconds: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: Its name.
        when: Which events it is about.
        severity: ``"low"``, ``"medium"``, ``"high"`` or ``"critical"``.
        count: So many of them make an incident; of a spike the least number.
        within_seconds: In this time.
        per: Whose are counted together: ``"conversation"``, ``"user"`` or ``"bot"``.
        first: Field, a value of which that was never seen before for the bot makes an incident.
        spike: Their share among all events of these names makes one; None = their number does.
        channels: Who is told.
        contain: What is held back.
        steps: What people do: [role, what] each.
        quiet_seconds: So long there is no second incident for the same cause.
        escalate_after_seconds: So long after the opening others are told; None = never.
        escalate_to: Who is told then.

    """

    name: str
    when: When
    severity: str
    count: int = 1
    within_seconds: float = 60.0
    per: str = "conversation"
    first: str | None = None
    spike: Spike | None = None
    channels: tuple[str, ...] = ()
    contain: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    quiet_seconds: float = 3_600.0
    escalate_after_seconds: float | None = None
    escalate_to: tuple[str, ...] = ()

    def about(self, seen: Seen) -> str | None:
        """Return whom an event is counted for; None where it counts for nobody.

        What belongs to no conversation, or to a person unknown, is nobody's in particular: where
        one such event is enough it counts, but many together say nothing.
        """
        if self.per == "bot":
            return seen.bot
        subject = seen.conversation if self.per == "conversation" else seen.user
        if subject is None or subject == "unavailable":
            return NOBODY if self.count == 1 else None
        return subject


@dataclass(frozen=True, slots=True)
class Playbook:
    """All rules, and what they name.

    Attributes:
        name: Its name.
        version: As its file says.
        hash: Of its content.
        rules: In the order of the file.
        channels: By name; not in the repr, since an address may be a secret.
        roles: Who answers for what, by name.

    """

    name: str
    version: str
    hash: str
    rules: tuple[Rule, ...]
    channels: Mapping[str, ChannelEntry] = field(repr=False)
    roles: Mapping[str, str] = field(default_factory=dict)

    def rule(self, name: str) -> Rule | None:
        """Return the rule of a name; None where there is none."""
        return next((each for each in self.rules if each.name == name), None)


OWN_CHANNEL: Mapping[str, ChannelEntry] = {LOG_CHANNEL: LogEntry()}
