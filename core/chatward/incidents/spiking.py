"""Rules about a spike: a share of events that is suddenly much greater than it was before.

Pure, like `chatward.incidents.counting`. A window is ten slots of the clock, so that a busy bot
costs no more memory than a quiet one.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from chatward.incidents.playbook import Rule, Spike
from chatward.incidents.seen import Seen
from chatward.incidents.trip import REFERENCES, Quiet, Trip, trip_of

SLOTS = 10
"""The window is so many slots: the newest, which has only begun, and those before it."""

MOST_BOTS = 100
MOST_LATE = 100
"""So many late events in a row, and none that is not, mean that the clock was put back."""


@dataclass(slots=True)
class Slots:
    """How many events there were in each slot, and how many of those that are looked for.

    Attributes:
        kept: How many slots are kept.
        newest: Number of the newest.

    """

    kept: int
    newest: int | None = None
    _counts: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _late: int = 0

    def add(self, slot: int, *, matched: bool) -> bool:
        """Count one event; tell whether it was in time to be counted."""
        if self.newest is not None and slot <= self.newest - self.kept:
            self._late += 1
            if self._late <= MOST_LATE:
                return False
            self._counts.clear()
            self.newest = None
        self._late = 0
        if self.newest is None or slot > self.newest:
            self.newest = slot
            self._drop_old(slot - self.kept)
        counts = self._counts.setdefault(slot, [0, 0])
        counts[0] += 1
        counts[1] += matched
        return True

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Return (all, those looked for) in slots of these numbers, both included."""
        found = [self._counts[each] for each in range(first, last + 1) if each in self._counts]
        return sum(each[0] for each in found), sum(each[1] for each in found)

    def _drop_old(self, last: int) -> None:
        for slot in [each for each in self._counts if each <= last]:
            del self._counts[slot]


@dataclass(slots=True)
class _Share:
    """The slots of one bot, and what was worked out of them."""

    slots: Slots
    references: deque[str] = field(default_factory=lambda: deque(maxlen=REFERENCES))
    before: tuple[int, float] = (0, 1.0)
    quiet: Quiet | None = None


@dataclass(slots=True)
class Spiking:
    """Watches a share for one rule.

    Attributes:
        rule: The rule.
        spike: What it says about the spike.

    """

    rule: Rule
    spike: Spike
    _shares: OrderedDict[str, _Share] = field(default_factory=OrderedDict, init=False, repr=False)

    def see(self, seen: Seen) -> Trip | None:
        """Count an event; return a trip where it leads to one."""
        matched = self.rule.when.matches(seen)
        share = self._share_of(seen.bot)
        slot = math.floor(seen.time / self.rule.within_seconds * SLOTS)
        if not share.slots.add(slot, matched=matched) or not matched:
            return None
        share.references.append(seen.reference)
        if share.quiet is not None and share.quiet.holds(self.rule, seen.time):
            return share.quiet.add(self.rule, seen.bot, seen)
        share.quiet = None
        matching = self._suddenly(share)
        if not matching:
            return None
        trip = trip_of(self.rule, seen.bot, seen, (matching, matching), share.references)
        share.quiet = Quiet.after(trip)
        return trip

    def forget(self, about: str) -> None:
        """Let the same be a spike again."""
        if about in self._shares:
            self._shares[about].quiet = None

    def begin_anew(self, about: str, seen: Seen) -> Trip | None:  # noqa: ARG002 (as all have it)
        """Let the next event make a spike again: the incident is closed."""
        self.forget(about)
        return None

    def _suddenly(self, share: _Share) -> int:
        """Return how many of them are in the window if that is a spike; else 0."""
        newest = share.slots.newest or 0
        total, matching = share.slots.between(newest - SLOTS + 1, newest)
        if matching < self.rule.count or not total:
            return 0
        if share.before[0] != newest:
            share.before = (newest, self._before(share.slots, newest - SLOTS))
        return matching if matching / total >= self.spike.times * share.before[1] else 0

    def _before(self, slots: Slots, last: int) -> float:
        """Return the share before the window; 1.0 where nothing is known, so that nothing is new.

        As if there had been one event more, of those looked for: a share of none at all would make
        the first one a spike.
        """
        total, matching = slots.between(last - self._slots_before() + 1, last)
        return (matching + 1) / (total + 1)

    def _slots_before(self) -> int:
        return round(self.spike.before_seconds / self.rule.within_seconds * SLOTS)

    def _share_of(self, bot: str) -> _Share:
        share = self._shares.get(bot)
        if share is None:
            share = self._shares[bot] = _Share(Slots(SLOTS + self._slots_before()))
            if len(self._shares) > MOST_BOTS:
                self._shares.popitem(last=False)
        else:
            self._shares.move_to_end(bot)
        return share
