"""What one look at a text has seen, with the policy's word on each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from chatward.action import Action
from chatward.detectors.injection.over_turns import ESCALATION
from chatward.finding import Finding
from chatward.kinds import INJECTION
from chatward.text.views import View
from chatward.whole import Weighed


@dataclass(slots=True)
class Look:
    """What was seen in a text and what the policy says to each of it.

    Attributes:
        acted: Findings the policy acts on, with the rule behind each.
        allowed: The other findings.
        failed: Detectors and stores that raised.
        views: What the text reads as with its disguises off.
        open_from: From here on more text could change what was seen.

    """

    acted: list[tuple[Finding, str]] = field(default_factory=list)
    allowed: list[Finding] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    open_from: int = 0
    views: list[View] = field(default_factory=list, repr=False)

    @property
    def findings(self) -> list[Finding]:
        """All findings, unresolved."""
        return [*(finding for finding, _ in self.acted), *self.allowed]


def spared(look: Look, weighed: list[Weighed], kinds: frozenset[str]) -> list[Weighed]:
    """Let findings of some kinds be, in a look and in what was said about the whole text."""
    if not kinds:
        return weighed
    let_be = [finding for finding, _ in look.acted if finding.kind in kinds]
    look.acted = [each for each in look.acted if each[0].kind not in kinds]
    look.allowed += [finding.with_action(Action.ALLOW) for finding in let_be]
    return [
        replace(each, finding=each.finding.with_action(Action.ALLOW), rule="")
        if each.finding.kind in kinds
        else each
        for each in weighed
    ]


def within(also: Iterable[Finding], chars: int, failed: set[str]) -> Iterator[Finding]:
    """Yield the judges' findings; a judge that points outside the text has failed."""
    for finding in also:
        if 0 <= finding.start < finding.end <= chars:
            yield finding
        else:
            failed.add(finding.kind)


def merged_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in order of appearance."""
    return tuple(sorted(findings))


def injection_score(findings: Iterable[Finding], families: Mapping[str, str]) -> float:
    """Return the score of the surest injection finding, 0.0 without one.

    How hard somebody presses on is no probability that this text is an attack.
    """
    injections = (
        each.score
        for each in findings
        if families.get(each.kind) == INJECTION and each.kind != ESCALATION
    )
    return max(injections, default=0.0)
