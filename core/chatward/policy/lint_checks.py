"""What is looked for in a policy, and what is said about what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias

from chatward.policy.diff_words import subjects_of
from chatward.policy.entries import PROFILES
from chatward.policy.file import load_profile
from chatward.policy.model import Policy

Severity = Literal["warning", "note"]
Subject: TypeAlias = tuple[str, str]
Found: TypeAlias = tuple[str, str, str]
"""Name of the check, place in the policy, sentence."""

CHECKS: Mapping[str, Severity] = MappingProxyType(
    {
        "rule-never-speaks": "warning",
        "rule-out-of-reach": "warning",
        "hole": "warning",
        "kinds-let-pass": "note",
        "not-marked-as-data": "warning",
        "attachments-unseen": "warning",
        "release-never-applies": "warning",
        "release-sends-out": "warning",
        "tool-lifts-limits": "warning",
        "tainted-allowed": "warning",
        "role-named-once": "note",
        "redactor-keeps": "warning",
        "domain-too-wide": "warning",
        "protected-too-short": "warning",
        "quarantine-forgets": "warning",
        "kept-long": "warning",
        "fails-open": "warning",
        "fails-degraded": "note",
        "log-may-fail": "warning",
        "log-unsigned": "warning",
        "only-watches": "note",
        "unenforceable-passes": "note",
        "no-change-note": "note",
        "no-version": "note",
    }
)
"""Every check and how much it matters; docs/policy-life.md says what each means."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a policy to look at.

    Attributes:
        name: Of the check, in kebab-case.
        place: Where in the policy.
        sentence: What is so; no text of anybody.
        severity: ``"warning"``, or ``"note"`` where it may well be meant so.

    """

    name: str
    place: str
    sentence: str
    severity: Severity


@dataclass(frozen=True)
class Case:
    """A policy to look at.

    Attributes:
        policy: The policy.
        families: Which family each kind belongs to.
        highest: Highest score that the detectors give each kind; 1.0 where it is not there.
        written: Keys at the top of its file; None = not known.

    """

    policy: Policy
    families: Mapping[str, str]
    highest: Mapping[str, float] = field(default_factory=dict[str, float])
    written: frozenset[str] | None = None

    @cached_property
    def balanced(self) -> Policy:
        """The profile that others are measured by."""
        return load_profile("balanced")

    @cached_property
    def shipped(self) -> bool:
        """Whether it is a shipped profile, which has no history to tell."""
        return any(self.policy.stamp == load_profile(name).stamp for name in PROFILES)

    @cached_property
    def roles(self) -> tuple[str | None, ...]:
        """All roles that are named, and None for who has none of them."""
        policy = self.policy
        named = {
            role
            for entries in (policy.rules, policy.releases, policy.tools)
            for each in entries
            for role in each.roles
        }
        return (None, *sorted(named))

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Every kind that is named, and the rest of each family."""
        named = {
            kind
            for entries in (self.policy.rules, self.policy.releases, self.balanced.rules)
            for each in entries
            for kind in each.kinds
        }
        return subjects_of(named, self.families)
