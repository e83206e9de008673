"""A rule that has gone off, and the quiet after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from chatward.incidents.playbook import Rule
from chatward.incidents.seen import Seen

REFERENCES = 10
"""Of so many events that led to an incident the references are kept."""

GREW_EVERY_SECONDS = 60.0
"""That an incident has grown is told when its count has doubled, or so long after the last time."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A rule has gone off, or more of the same has come since.

    Attributes:
        rule: The rule.
        about: For whom: the pseudonym, the bot, or the value that was never seen before.
        conversation: Pseudonym of the conversation; None = of the whole bot, or of none.
        bot: As the event says; empty where it does not.
        tool: The tool that the last event was about; empty where it was about none.
        time: Of the last event.
        count: Events so far.
        more: How many of them were not told before.
        references: Of the first of these.
        grew: Whether there was a trip for the same cause before, within the quiet.

    """

    rule: Rule
    about: str
    conversation: str | None
    bot: str
    tool: str
    time: float
    count: int
    more: int
    references: tuple[str, ...]
    grew: bool


@dataclass(slots=True)
class Quiet:
    """After a trip, what comes on top of it.

    Attributes:
        began: Time of the trip.
        told: When its count was last told.
        count: Events so far.
        more: How many of them were not told yet.
        tell_at: At this count it is told again.

    """

    began: float
    told: float
    count: int
    tell_at: int
    more: int = 0

    @classmethod
    def after(cls, trip: Trip) -> Quiet:
        """Return the quiet after a trip."""
        return cls(trip.time, trip.time, trip.count, 2 * trip.count)

    def holds(self, rule: Rule, now: float) -> bool:
        """Tell whether it is quiet still; a clock that was put far off ends it."""
        return abs(now - self.began) <= rule.quiet_seconds

    def add(self, rule: Rule, about: str, seen: Seen) -> Trip | None:
        """Count one more event; return a trip where it is time to tell."""
        self.count += 1
        self.more += 1
        if self.count < self.tell_at and abs(seen.time - self.told) < GREW_EVERY_SECONDS:
            return None
        trip = trip_of(rule, about, seen, (self.count, self.more), [seen.reference], grew=True)
        self.told, self.tell_at, self.more = seen.time, 2 * self.count, 0
        return trip


def trip_of(
    rule: Rule,
    about: str,
    seen: Seen,
    counts: tuple[int, int],
    references: Iterable[str],
    *,
    grew: bool = False,
) -> Trip:
    """Return the trip that an event leads to.

    Args:
        rule: Its rule.
        about: For whom.
        seen: The event.
        counts: Events so far, and how many of them were not told before.
        references: Of these.
        grew: As of `Trip`.

    """
    return Trip(
        rule=rule,
        about=about,
        conversation=(about or None) if rule.per == "conversation" else None,
        bot=seen.bot,
        tool=seen.tool,
        time=seen.time,
        count=counts[0],
        more=counts[1],
        references=tuple(islice((each for each in references if each), REFERENCES)),
        grew=grew,
    )
