"""Policies that commands are named, checked against what is detected, without a guard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from chatward.cli.options import policy_named
from chatward.detectors import BUILTIN, FAMILIES
from chatward.kinds import PERSONAL, PRESIDIO_KINDS, SECRET
from chatward.policy.check import check_policy
from chatward.policy.model import Policy

KINDS: Mapping[str, str] = MappingProxyType({**PRESIDIO_KINDS, **FAMILIES})
"""Which family each kind belongs to."""


def checked(named: str) -> Policy:
    """Return the policy of a file or profile.

    Raises:
        PolicyError: It cannot be read, or speaks about kinds that nobody detects.

    """
    policy = policy_named(named)
    check_policy(policy, KINDS)
    return policy


def stamped(policy: Policy) -> str:
    """Return name, version and hash of a policy on one line."""
    stamp = policy.stamp
    return f"{stamp.name} {stamp.version} ({stamp.hash})"


@cache
def highest_scores() -> Mapping[str, float]:
    """Return the highest score that patterns give each kind of personal data and secrets."""
    highest: dict[str, float] = {}
    for detector in BUILTIN:
        scores = [(each.kind, each.score) for each in detector.patterns]
        scores += [(each.kind, each.score) for each in detector.readings]
        if detector.scan or detector.whole or not scores:
            scores.append((detector.kind, 1.0))
        for kind, score in scores:
            highest[kind] = max(score, highest.get(kind, 0.0))
    return {
        kind: score for kind, score in highest.items() if FAMILIES.get(kind) in {PERSONAL, SECRET}
    }
