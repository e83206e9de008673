"""What two policies do about findings, compared as functions of kind, origin, role and score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TypeAlias

from chatward.action import Action
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.policy.decide import verdict
from chatward.policy.diff_words import (
    DIFFERENT,
    LAXER,
    STRICTER,
    Difference,
    between,
    done,
    for_roles,
    listed,
    name_subjects,
    subjects_of,
)
from chatward.policy.model import Policy

Subject: TypeAlias = tuple[str, str]
Change: TypeAlias = tuple[float, "float | None", Action, Action]
"""From a score, to below a score (None = to the end), what was done, what is done."""


def rule_differences(a: Policy, b: Policy, families: Mapping[str, str]) -> Iterator[Difference]:
    """Yield what is done otherwise about findings, alike cases in one sentence."""
    rules = (*a.rules, *b.rules)
    subjects = subjects_of((kind for rule in rules for kind in rule.kinds), families)
    roles: tuple[str | None, ...] = (None, *sorted({r for rule in rules for r in rule.roles}))
    steps = sorted({0.0, *(rule.min_score for rule in rules)})
    origins = _by_origins(a, b, subjects, roles, steps)
    for (change, where), told in _by_roles(origins).items():
        for who, whom in told.items():
            yield _told(change, where, name_subjects(whom, subjects), for_roles(who, roles), who)
    yield from _names(a, b)


def _by_origins(
    a: Policy,
    b: Policy,
    subjects: tuple[Subject, ...],
    roles: tuple[str | None, ...],
    steps: list[float],
) -> dict[tuple[Change, Subject, str | None], list[Origin]]:
    """Return for each change, kind and role the origins for which it is one."""
    found: dict[tuple[Change, Subject, str | None], list[Origin]] = {}
    for subject in subjects:
        for role in roles:
            for origin in Origin:
                for change in _changes(a, b, subject, origin, role, steps):
                    found.setdefault((change, subject, role), []).append(origin)
    return found


def _changes(
    a: Policy, b: Policy, subject: Subject, origin: Origin, role: str | None, steps: list[float]
) -> Iterator[Change]:
    """Yield the ranges of scores in which two policies differ; between steps nothing changes."""
    said = [
        (step, _action(a, subject, step, origin, role), _action(b, subject, step, origin, role))
        for step in steps
    ]
    ranges = [(next(same)[0], both) for both, same in groupby(said, key=lambda each: each[1:])]
    ends = [*(low for low, _ in ranges[1:]), None]
    for (low, (was, now)), end in zip(ranges, ends, strict=True):
        if was is not now:
            yield low, end, was, now


def _action(
    policy: Policy, subject: Subject, score: float, origin: Origin, role: str | None
) -> Action:
    kind, family = subject
    return verdict(policy, Finding(0, 1, kind, score), family, origin, role)[0]


def _by_roles(
    found: Mapping[tuple[Change, Subject, str | None], list[Origin]],
) -> dict[tuple[Change, tuple[Origin, ...]], dict[tuple[str | None, ...], list[Subject]]]:
    """Return for each change and its origins the kinds, by the roles for which it is one."""
    roles: dict[tuple[Change, tuple[Origin, ...], Subject], list[str | None]] = {}
    for (change, subject, role), origins in found.items():
        roles.setdefault((change, tuple(origins), subject), []).append(role)
    told: dict[tuple[Change, tuple[Origin, ...]], dict[tuple[str | None, ...], list[Subject]]] = {}
    for (change, whose, subject), who in roles.items():
        told.setdefault((change, whose), {}).setdefault(tuple(who), []).append(subject)
    return told


def _told(
    change: Change,
    origins: tuple[Origin, ...],
    what: str,
    whom: str,
    roles: tuple[str | None, ...],
) -> Difference:
    low, high, was, now = change
    whose = "anybody" if len(origins) == len(Origin) else listed(origin.value for origin in origins)
    sentence = (
        f"{what}{between(low, high)} in texts of {whose} is {done(now)} (was {done(was)}){whom}."
    )
    # Names both actions, too, in an order of their own: the same for the way back.
    actions = "/".join(sorted((was.value, now.value)))
    about = f"rules: {what}, {whose}, {low:g}-{high or 1:g}, {actions}, {roles}"
    return Difference(STRICTER if now.strictness > was.strictness else LAXER, sentence, about)


def _names(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield that rules are called otherwise: logs, grants and dashboards name them."""
    was, now = {rule.name for rule in a.rules}, {rule.name for rule in b.rules}
    said = [
        f"{word} {listed(sorted(names))}"
        for word, names in (("new are", now - was), ("gone are", was - now))
        if names
    ]
    if said:
        yield Difference(DIFFERENT, f"of the rules' names {', '.join(said)}.", "rules: names")
