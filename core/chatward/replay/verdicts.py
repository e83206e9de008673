"""What one policy says to findings, remembered: a log asks the same thing many thousand times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TypeAlias

from chatward.action import Action
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.decide import acted_kinds, verdict
from chatward.policy.model import Policy

Verdict: TypeAlias = tuple[Action, str]

_MOST = 50_000
"""So many verdicts are remembered; a log may hold any number of made-up kinds."""


class Verdicts:
    """Says what a policy says to a kind, by score, origin, role and what is set aside.

    Attributes:
        policy: The policy.

    """

    def __init__(self, policy: Policy, families: Mapping[str, str]) -> None:
        self.policy = policy
        self._families = families
        self._steps = sorted({rule.min_score for rule in policy.rules})
        self._roles = frozenset(role for rule in policy.rules for role in rule.roles)
        self._known: dict[tuple[str, int, str, str | None, frozenset[str]], Verdict] = {}
        self._acting: dict[tuple[str, str | None], bool] = {}

    def of(
        self, kind: str, score: float, origin: str, role: str | None, aside: frozenset[str]
    ) -> Verdict:
        """Return the action for a finding and the rule behind it.

        Raises:
            ValueError: The origin is none.

        """
        # Between two steps every score gets the same verdict, and so does every unknown role.
        key = (
            kind,
            bisect_right(self._steps, score),
            origin,
            role if role in self._roles else None,
            aside,
        )
        known = self._known.get(key)
        if known is None:
            finding = Finding(0, 1, kind, score)
            family = self._families.get(kind, kind)
            known = verdict(self.policy, finding, family, Origin(origin), role, aside)
            if len(self._known) < _MOST:
                self._known[key] = known
        return known

    def acts(self, origin: str, role: str | None) -> bool:
        """Tell whether the policy could act on anything in a text of this origin and role."""
        key = (origin, role if role in self._roles else None)
        known = self._acting.get(key)
        if known is None:
            kinds = acted_kinds(self.policy, dict(self._families), Origin(origin), role)
            known = self._acting[key] = bool(kinds)
        return known
