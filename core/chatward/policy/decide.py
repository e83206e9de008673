"""Which rule speaks about a finding, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chatward.action import Action
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.model import Policy, Rule

_EXACT, _FAMILY, _ANY = 0, 1, 2


def verdict(
    policy: Policy,
    finding: Finding,
    family: str,
    origin: Origin,
    role: str | None,
    aside: frozenset[str] = frozenset(),
) -> tuple[Action, str]:
    """Return the action for one finding and the name of the rule behind it.

    A rule that names the kind beats one that names its family, which beats one for any kind;
    among the equally close the strictest wins. No rule = allow, and an empty name. Rules named
    in `aside` say nothing.
    """
    speaking: dict[int, list[Rule]] = {}
    for rule in policy.rules:
        closeness = _closeness(rule, finding, family, origin, role)
        if closeness is not None and rule.name not in aside:
            speaking.setdefault(closeness, []).append(rule)
    if not speaking:
        return Action.ALLOW, ""
    rule = max(speaking[min(speaking)], key=lambda each: each.action.strictness)
    return rule.action, rule.name


def acted_kinds(
    policy: Policy, families: dict[str, str], origin: Origin, role: str | None
) -> frozenset[str]:
    """Return the kinds that could lead to any action for this origin and role."""
    return frozenset(
        kind
        for kind, family in families.items()
        if verdict(policy, Finding(0, 1, kind, 1.0), family, origin, role)[0] is not Action.ALLOW
    )


def rules_in_use(
    aside: frozenset[str],
    findings: Sequence[Finding],
    ruling: Callable[[Finding, frozenset[str]], tuple[Action, str]],
) -> tuple[str, ...]:
    """Return which of the rules set aside would have acted; behind one another may stand.

    Args:
        aside: Names of rules.
        findings: What was found.
        ruling: Returns action and rule for a finding, some rules set aside.

    """
    used = frozenset[str]()
    while new := (aside & {ruling(each, used)[1] for each in findings}) - used:
        used |= new
    return tuple(sorted(used))


def strictest_of(verdicts: Sequence[tuple[Action, str]]) -> tuple[Action, str]:
    """Return the strictest action and its rule; the first of equals."""
    return max(verdicts, key=lambda each: each[0].strictness, default=(Action.ALLOW, ""))


def _closeness(
    rule: Rule, finding: Finding, family: str, origin: Origin, role: str | None
) -> int | None:
    """Tell how closely the rule names the finding; None if it does not speak about it."""
    if finding.score < rule.min_score or (rule.origins and origin not in rule.origins):
        return None
    if rule.roles and role not in rule.roles:
        return None
    if finding.kind in rule.kinds:
        return _EXACT
    if family in rule.kinds:
        return _FAMILY
    return _ANY if "any" in rule.kinds else None
