"""Look for what a policy says in vain, forgets, or is likely to regret.

A policy that `check` accepts can be carried out; here it is asked whether it does what its writer
wants. A warning is worth a change; a note may well be meant so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from chatward.policy import lint_releases, lint_rules, lint_settings
from chatward.policy.lint_checks import CHECKS, Case, Flaw, Found
from chatward.policy.model import Policy

__all__ = ["CHECKS", "Flaw", "lint"]

_NOT_KNOWN: Mapping[str, float] = MappingProxyType({})

_LOOKS: tuple[Callable[[Case], Iterator[Found]], ...] = (
    lint_rules.idle_rules,
    lint_rules.out_of_reach,
    lint_rules.holes,
    lint_rules.let_pass,
    lint_settings.outside_texts,
    lint_releases.idle_releases,
    lint_releases.sending_releases,
    lint_releases.lifted_limits,
    lint_releases.carried_away,
    lint_releases.lonely_roles,
    lint_settings.redactors,
    lint_settings.domains,
    lint_settings.protected,
    lint_settings.memory,
    lint_settings.failing,
    lint_settings.log,
    lint_settings.carrying_out,
    lint_settings.history,
)


def lint(
    policy: Policy,
    families: Mapping[str, str],
    highest: Mapping[str, float] = _NOT_KNOWN,
    written: frozenset[str] | None = None,
) -> list[Flaw]:
    """Return what there is to look at in a policy, warnings first.

    Args:
        policy: The policy.
        families: Which family each kind belongs to.
        highest: Highest score that the detectors give each kind, 0.0 to 1.0; 1.0 if not there.
        written: Keys at the top of its file; None = not known.

    """
    case = Case(policy, families, highest, written)
    found = [Flaw(*each, CHECKS[each[0]]) for look in _LOOKS for each in look(case)]
    return sorted(found, key=lambda each: each.severity == "note")
