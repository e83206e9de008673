"""What can be wrong with the rules of a policy: idle ones, and what none speaks about."""

from __future__ import annotations

from collections.abc import Iterator

from chatward.action import Action
from chatward.finding import Finding
from chatward.kinds import CONDUCT
from chatward.passage import Origin
from chatward.policy.decide import verdict
from chatward.policy.diff_words import done, listed
from chatward.policy.lint_checks import Case, Found, Subject
from chatward.policy.model import Policy, Rule

_CERTAIN = 1.0
_MOST_NAMED = 5


def idle_rules(case: Case) -> Iterator[Found]:
    """Yield rules that a closer or stricter one always comes before."""
    steps = sorted({rule.min_score for rule in case.policy.rules})
    spoken = {
        _verdict(case.policy, subject, origin, role, score)[1]
        for subject in case.subjects
        for role in case.roles
        for origin in Origin
        for score in steps
    }
    for rule in case.policy.rules:
        if rule.name not in spoken:
            sentence = (
                "it never decides anything: whatever it speaks about, "
                "a closer, a stricter or an equal rule does, too."
            )
            yield "rule-never-speaks", f"rule {rule.name}", sentence


def out_of_reach(case: Case) -> Iterator[Found]:
    """Yield rules whose least score no detector reaches."""
    for rule in case.policy.rules:
        most = max((case.highest.get(kind, _CERTAIN) for kind in _kinds(rule, case)), default=1.0)
        if most < rule.min_score:
            sentence = (
                f"it begins at {rule.min_score:g}, and detectors give at most {most:g}; "
                "only a judge of yours can lead to it."
            )
            yield "rule-out-of-reach", f"rule {rule.name}", sentence


def holes(case: Case) -> Iterator[Found]:
    """Yield what the profile balanced acts on and no rule here speaks about."""
    for subject in case.subjects:
        kind, family = subject
        missing: dict[Action, list[str]] = {}
        for origin in Origin:
            wanted, _ = _verdict(case.balanced, subject, origin)
            _, speaks = _verdict(case.policy, subject, origin)
            if wanted is not Action.ALLOW and not speaks:
                missing.setdefault(wanted, []).append(origin.value)
        for action, origins in missing.items():
            what = kind or family
            sentence = (
                f"no rule speaks about {what} in texts of {listed(origins)}; "
                f"by the profile balanced it is {done(action)}."
            )
            yield "hole", f"rules, {what}", sentence


def let_pass(case: Case) -> Iterator[Found]:
    """Yield kinds on which nothing ever acts, whoever wrote the text."""
    quiet: dict[str, list[str]] = {}
    for kind, family in case.families.items():
        score = case.highest.get(kind, _CERTAIN)
        said = (
            _verdict(case.policy, (kind, family), origin, role, score)[0]
            for origin in Origin
            for role in case.roles
        )
        if all(action is Action.ALLOW for action in said):
            quiet.setdefault(family, []).append(kind)
    for family, kinds in quiet.items():
        every = len(kinds) == sum(each == family for each in case.families.values())
        what = f"any kind of {family}" if every else _some(sorted(kinds))
        why = "; it is recorded" if family == CONDUCT else ""
        yield "kinds-let-pass", f"rules, {family}", f"nothing acts on {what} anywhere{why}."


def _verdict(
    policy: Policy,
    subject: Subject,
    origin: Origin,
    role: str | None = None,
    score: float = _CERTAIN,
) -> tuple[Action, str]:
    kind, family = subject
    return verdict(policy, Finding(0, 1, kind, score), family, origin, role)


def _kinds(rule: Rule, case: Case) -> Iterator[str]:
    for kind, family in case.families.items():
        if not rule.kinds.isdisjoint({kind, family, "any"}):
            yield kind


def _some(kinds: list[str]) -> str:
    if len(kinds) <= _MOST_NAMED:
        return listed(kinds, "or")
    return f"{', '.join(kinds[:_MOST_NAMED])} or {len(kinds) - _MOST_NAMED} more"
