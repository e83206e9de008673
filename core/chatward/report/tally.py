"""What was counted in one stretch of time; a tally of a longer one is the sum of its parts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Generic, TypeVar

MOST = 200
"""So many names of one sort are counted apart in a stretch; the rest is one sum."""

_FINENESS = 1.05
"""Times are sorted into steps of a twentieth: a quantile is right to some three per cent."""

K = TypeVar("K")


class Counts(Generic[K]):
    """How often what; never more names than `MOST`.

    Attributes:
        of: Count of each.
        rest: Count of all that were too many.

    """

    __slots__ = ("of", "rest")

    def __init__(self) -> None:
        self.of: dict[K, float] = {}
        self.rest: float = 0

    def add(self, name: K, amount: float = 1) -> None:
        """Count something."""
        known = self.of.get(name)
        if known is not None:
            self.of[name] = known + amount
        elif len(self.of) < MOST:
            self.of[name] = amount
        else:
            self.rest += amount

    def take(self, other: Counts[K]) -> None:
        """Count what others have counted."""
        for name, amount in other.of.items():
            self.add(name, amount)
        self.rest += other.rest

    @property
    def total(self) -> float:
        """Count of all together."""
        return sum(self.of.values()) + self.rest

    def ranked(self) -> list[tuple[K, float]]:
        """Return names and counts, the most frequent first."""
        return sorted(self.of.items(), key=lambda each: (-each[1], str(each[0])))


class Tally:
    """What was counted in a stretch of time.

    Attributes:
        actions: Decisions by (action, whether it was carried out).
        places: Decisions by (bot, door, stage).
        refused_at: Of these the refusals.
        stages: Texts and calls that were guarded, by (stage, whether none can go past the door).
        traffic: Texts and calls that an application had, by stage.
        rules: Decisions by (rule, action).
        families: Attacks by family.
        kinds: Findings by (kind, action).
        regulations: Decisions by regulation that speaks about what was found.
        micros: Times in the guard, sorted into steps.
        failed: Failures by what failed.
        released: Values by (kind, where to).
        denied: The same of those that were not released.
        calls: Calls of tools by (tool, action, rule, whether it was carried out).
        attachments: By (kind, action).
        appeals: By (rule, verdict).
        shadows: By (action, rule) in force and (action, rule) on trial.
        degraded: Seconds by what was down.
        lost: Audit events that were lost, by what was down.
        opened: Incidents by severity.
        other: Whatever is only counted, by name.

    """

    __slots__ = (
        "actions",
        "appeals",
        "attachments",
        "calls",
        "degraded",
        "denied",
        "failed",
        "families",
        "kinds",
        "lost",
        "micros",
        "opened",
        "other",
        "places",
        "refused_at",
        "regulations",
        "released",
        "rules",
        "shadows",
        "stages",
        "traffic",
    )

    def __init__(self) -> None:
        self.actions: Counts[tuple[str, bool]] = Counts()
        self.places: Counts[tuple[str, str, str]] = Counts()
        self.refused_at: Counts[tuple[str, str, str]] = Counts()
        self.stages: Counts[tuple[str, bool]] = Counts()
        self.traffic: Counts[str] = Counts()
        self.rules: Counts[tuple[str, str]] = Counts()
        self.families: Counts[str] = Counts()
        self.kinds: Counts[tuple[str, str]] = Counts()
        self.regulations: Counts[str] = Counts()
        self.micros: Counts[int] = Counts()
        self.failed: Counts[str] = Counts()
        self.released: Counts[tuple[str, str]] = Counts()
        self.denied: Counts[tuple[str, str]] = Counts()
        self.calls: Counts[tuple[str, str, str, bool]] = Counts()
        self.attachments: Counts[tuple[str, str]] = Counts()
        self.appeals: Counts[tuple[str, str]] = Counts()
        self.shadows: Counts[tuple[tuple[str, str], tuple[str, str]]] = Counts()
        self.degraded: Counts[str] = Counts()
        self.lost: Counts[str] = Counts()
        self.opened: Counts[str] = Counts()
        self.other: Counts[str] = Counts()

    def take(self, other: Tally) -> None:
        """Count what another tally has counted."""
        for name in Tally.__slots__:
            getattr(self, name).take(getattr(other, name))

    @property
    def decisions(self) -> int:
        """How many decisions there were."""
        return int(self.actions.total)

    @property
    def refused(self) -> int:
        """How many texts were refused."""
        return int(sum(self.actions.of.get((action, True), 0) for action in ("block", "ask")))

    @property
    def let_through(self) -> int:
        """How many texts passed that the rules wanted stopped."""
        return int(sum(self.actions.of.get((action, False), 0) for action in ("block", "ask")))

    @property
    def hidden(self) -> int:
        """How many values were hidden or taken out."""
        of = self.kinds.of.items()
        return int(sum(n for (_, action), n in of if action in ("redact", "pseudonymise")))

    def quantile(self, share: float) -> float | None:
        """Return the time in the guard that so large a share of texts stayed below, in seconds."""
        total = self.micros.total
        if not total:
            return None
        below = 0.0
        for step, count in sorted(self.micros.of.items()):
            below += count
            if below >= share * total:
                return _FINENESS**step / 1e6
        return None


def step_of(micros: int) -> int:
    """Return the step that a time is sorted into."""
    return round(math.log(micros, _FINENESS)) if micros > 1 else 0


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    total = Tally()
    for each in tallies:
        total.take(each)
    return total
