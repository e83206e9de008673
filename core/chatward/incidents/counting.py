"""Rules that count: so many events within so many seconds, and what was never there before.

Pure: what time it is, the events say. In the order in which they come, the last of them must all
be within the window of the newest one, before it or after: clocks of several machines differ a
little, and one that is put back far begins a new count instead of stopping the old one for hours.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from chatward.incidents.playbook import Rule
from chatward.incidents.seen import Seen
from chatward.incidents.trip import Quiet, Trip, trip_of

MOST_VALUES = 1_000
"""So many values of a field are known; of more none is new."""


@dataclass(slots=True)
class _Count:
    """The last events about somebody: time and reference each; and the quiet after a trip."""

    last: deque[tuple[float, str]]
    quiet: Quiet | None = None


@dataclass(slots=True)
class Counting:
    """Counts for one rule.

    Attributes:
        rule: The rule.
        most: For so many at most it counts; of more those longest unseen are dropped.

    """

    rule: Rule
    most: int
    _counts: OrderedDict[str, _Count] = field(default_factory=OrderedDict, init=False, repr=False)

    def see(self, seen: Seen) -> Trip | None:
        """Count an event; return a trip where it leads to one."""
        if not self.rule.when.matches(seen):
            return None
        about = self.rule.about(seen)
        if about is None:
            return None
        count = self._count_of(about)
        if count.quiet is not None and count.quiet.holds(self.rule, seen.time):
            return count.quiet.add(self.rule, about, seen)
        count.quiet = None
        count.last.append((seen.time, seen.reference))
        if not self._is_reached(count, seen.time):
            return None
        references = [reference for _, reference in count.last]
        trip = trip_of(self.rule, about, seen, (self.rule.count, self.rule.count), references)
        count.quiet = Quiet.after(trip)
        count.last.clear()
        return trip

    def forget(self, about: str) -> None:
        """Count for somebody as if nothing had been."""
        self._counts.pop(about, None)

    def begin_anew(self, about: str, seen: Seen) -> Trip | None:
        """Count for somebody from this event on: the incident is closed."""
        self.forget(about)
        return self.see(seen)

    def _count_of(self, about: str) -> _Count:
        count = self._counts.get(about)
        if count is None:
            count = self._counts[about] = _Count(deque(maxlen=self.rule.count))
            if len(self._counts) > self.most:
                self._counts.popitem(last=False)
        else:
            self._counts.move_to_end(about)
        return count

    def _is_reached(self, count: _Count, now: float) -> bool:
        last, within = count.last, self.rule.within_seconds
        if len(last) < self.rule.count or abs(now - last[0][0]) > within:
            return False
        return all(abs(now - time) <= within for time, _ in last)


@dataclass(slots=True)
class Newcomers:
    """Finds values of a field that were never seen before for a bot, as far as this process knows.

    Whether no other process has seen them either is asked of the store before there is an
    incident.
    """

    rule: Rule
    _known: set[str] = field(default_factory=set, init=False, repr=False)

    def see(self, seen: Seen) -> Trip | None:
        """Look at an event; return a trip where its value is new."""
        if not self.rule.when.matches(seen):
            return None
        value: str = getattr(seen, self.rule.first or "")
        about = f"{seen.bot}:{value}"
        if not value or about in self._known or len(self._known) >= MOST_VALUES:
            return None
        self._known.add(about)
        return trip_of(self.rule, about, seen, (1, 1), [seen.reference])

    def forget(self, about: str) -> None:
        """Do nothing: what was seen was seen."""

    def begin_anew(self, about: str, seen: Seen) -> Trip | None:  # noqa: ARG002 (as all have it)
        """Do nothing: what was seen was seen."""
        return None
