"""What can be wrong with releases, tools and roles: what may leave, what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from chatward.action import Action
from chatward.errors import nearest
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.decide import verdict
from chatward.policy.diff_words import listed
from chatward.policy.lint_checks import Case, Found
from chatward.policy.model import Release
from chatward.policy.releases import USER, may_release
from chatward.policy.tools import Capability, ToolRule, capabilities_of, rules_about

_ANY_OTHER = "other"


def idle_releases(case: Case) -> Iterator[Found]:
    """Yield releases that never decide, or of kinds of which no value is ever kept."""
    deciding = {
        may_release(case.policy, kind, family, place.replace("*", _ANY_OTHER), role, own=own)[1]
        for kind, family in case.subjects
        for place in {USER, *(place for each in case.policy.releases for place in each.to)}
        for role in case.roles
        for own in (True, False)
    }
    for each in case.policy.releases:
        if each.name not in deciding:
            sentence = "it never decides anything: another always comes before it."
            yield "release-never-applies", f"release {each.name}", sentence
        elif each.allow and not _keeps_any(each, case):
            sentence = "nothing of what it speaks about is ever pseudonymised, so none comes back."
            yield "release-never-applies", f"release {each.name}", sentence


def sending_releases(case: Case) -> Iterator[Found]:
    """Yield releases to tools that carry values to somewhere else, whatever they are told."""
    for each in case.policy.releases:
        for place in each.to if each.allow else ():
            tool, _, argument = place.removeprefix("tool:").partition(".")
            example = tool.replace("*", _ANY_OTHER)
            can = capabilities_of(case.policy.tools, example)
            if place == USER or Capability.SENDS_OUT not in can or _is_bound(case, example):
                continue
            known = any(rule.capabilities for rule in rules_about(case.policy.tools, example))
            why = "sends out" if known else "is taken for one that sends out, as nothing is said"
            where = f"{argument} of the tool {tool}" if argument else f"the tool {tool}"
            sentence = f"values go to {where}, which {why}; bind its arguments, roles or approval."
            yield "release-sends-out", f"release {each.name}", sentence


def lifted_limits(case: Case) -> Iterator[Found]:
    """Yield entries for tools that a broader one limits, which does not hold where they speak."""
    for rule in case.policy.tools:
        example = rule.name.replace("*", _ANY_OTHER)
        for broader in case.policy.tools:
            if broader is rule or not broader.speaks_about(example):
                continue
            if broader in rules_about(case.policy.tools, example):
                continue
            lost = [name for name in _limits(broader) if name not in _limits(rule)]
            if lost:
                sentence = f"what {broader.name} says about {listed(lost)} does not hold for it."
                yield "tool-lifts-limits", f"tool {rule.name}", sentence


def carried_away(case: Case) -> Iterator[Found]:
    """Yield that a model led astray may send private data out."""
    if case.policy.tainted == "allow":
        sentence = (
            "a model that has read untrusted text may send private data out; use ask or deny."
        )
        yield "tainted-allowed", "tainted", sentence


def lonely_roles(case: Case) -> Iterator[Found]:
    """Yield roles that are named in one place only: a slip in its name would do no less."""
    policy = case.policy
    named = Counter(
        chain.from_iterable(
            each.roles
            for entries in (policy.rules, policy.releases, policy.tools)
            for each in entries
        )
    )
    for role, times in sorted(named.items()):
        if times == 1:
            guess = nearest(role, set(named) - {role})
            yield "role-named-once", f"role {role}", f"it is named in one place only.{guess}"


def _keeps_any(release: Release, case: Case) -> bool:
    """Tell whether some value that a release speaks about is ever pseudonymised."""
    return any(
        _pseudonymises(case, kind, family)
        for kind, family in case.subjects
        if not release.kinds.isdisjoint({kind, family, "any"})
    )


def _pseudonymises(case: Case, kind: str, family: str) -> bool:
    steps = {1.0, *(rule.min_score for rule in case.policy.rules)}
    return any(
        verdict(case.policy, Finding(0, 1, kind, score), family, origin, role)[0]
        is Action.PSEUDONYMISE
        for origin in Origin
        for role in case.roles
        for score in steps
    )


def _is_bound(case: Case, tool: str) -> bool:
    speaking = rules_about(case.policy.tools, tool)
    return any(rule.arguments or rule.roles or rule.approve == "always" for rule in speaking)


def _limits(rule: ToolRule) -> list[str]:
    said = {"roles": rule.roles, "arguments": rule.arguments, "calls": rule.calls is not None}
    return [name for name, value in said.items() if value]
