"""Watch the stream of events by the rules of a playbook. Pure: no clock, no store, no channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chatward.incidents.counting import Counting, Newcomers
from chatward.incidents.playbook import Rule
from chatward.incidents.seen import Seen
from chatward.incidents.spiking import Spiking
from chatward.incidents.trip import Trip

WATCHED = 10_000
"""Each rule counts for so many conversations or users at most."""


class Watcher(Protocol):
    """Watches for one rule."""

    @property
    def rule(self) -> Rule:
        """The rule."""
        ...

    def see(self, seen: Seen) -> Trip | None:
        """Count an event; return a trip where it leads to one."""
        ...

    def forget(self, about: str) -> None:
        """Begin anew for somebody, with the next event."""
        ...

    def begin_anew(self, about: str, seen: Seen) -> Trip | None:
        """Begin anew for somebody, with this event; return a trip where it leads to one."""
        ...


class Watching:
    """All rules of a playbook. Not safe for several threads at once.

    Args:
        rules: The rules.
        most: Each counts for so many conversations or users at most.

    """

    def __init__(self, rules: Iterable[Rule], most: int = WATCHED) -> None:
        watchers = [_watcher(rule, most) for rule in rules]
        self._by_rule: Mapping[str, Watcher] = {each.rule.name: each for each in watchers}
        names = {name for each in watchers for name in each.rule.when.events}
        self._by_event: Mapping[str, Sequence[Watcher]] = {
            name: [each for each in watchers if name in each.rule.when.events] for name in names
        }

    @property
    def events(self) -> frozenset[str]:
        """Names of the events that any rule is about."""
        return frozenset(self._by_event)

    @property
    def longest_seconds(self) -> float:
        """The longest time that any rule looks back."""
        return max((_looks_back(each.rule) for each in self._by_rule.values()), default=0.0)

    def see(self, seen: Seen) -> list[Trip]:
        """Show an event to all rules that are about events of its name; return their trips."""
        watchers = self._by_event.get(seen.event, ())
        return [trip for each in watchers if (trip := each.see(seen)) is not None]

    def forget(self, rule: str, about: str) -> None:
        """Begin anew for a rule and somebody, with the next event."""
        self._by_rule[rule].forget(about)

    def begin_anew(self, rule: str, about: str, seen: Seen) -> Trip | None:
        """Begin anew for a rule and somebody: the incident is closed; return as `see`."""
        return self._by_rule[rule].begin_anew(about, seen)


def _watcher(rule: Rule, most: int) -> Watcher:
    if rule.spike is not None:
        return Spiking(rule, rule.spike)
    if rule.first is not None:
        return Newcomers(rule)
    return Counting(rule, most)


def _looks_back(rule: Rule) -> float:
    before = 0.0 if rule.spike is None else rule.spike.before_seconds
    return max(rule.within_seconds + before, rule.quiet_seconds)
