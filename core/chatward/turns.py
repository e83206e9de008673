"""What only shows over several turns: orders in parts, and pressing on.

An order may be said in pieces, each of them harmless; so what the user said last is looked at
together with what is said now. And somebody may try again and again in other words; so scores
that are low each add up. Both look at user texts alone, and both can only stop the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatward.action import Action
from chatward.detectors.detector import Detector
from chatward.detectors.injection import continued_attack
from chatward.detectors.injection.over_turns import ESCALATION, SPLIT
from chatward.finding import Finding
from chatward.memory.conversation import DOUBT, Conversation, risk_with
from chatward.text.offsets import Offsets
from chatward.text.views import View, as_meant, views_of
from chatward.whole import Verdict, Weighed, surest

VIEW = "conversation"
FAMILY = "multi-turn"
_DOUBT_COUNTS = 0.6
AGAIN = 2.0
"""A run of texts is looked at again with each new one, so chance has more to choose from: the doubt
that the model has about one counts twice.
"""

RISK_LIMIT = 2.2
"""Risk from which on a conversation presses on; three or four turns of doubt in a row."""


@dataclass(frozen=True, slots=True)
class Newest(Offsets):
    """Whatever is seen in a conversation stands for the whole of the newest text."""

    chars: int

    def start(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return where the newest text begins."""
        return 0

    def end(self, place: int) -> int:  # noqa: ARG002 (the protocol's signature)
        """Return where it ends."""
        return self.chars


def weigh_turns(
    detectors: Iterable[Detector],
    text: str,
    past: Conversation,
    now: Sequence[Weighed],
    verdict: Verdict,
) -> list[Weighed]:
    """Weigh the newest user text together with those before it.

    Args:
        detectors: Those that have something to say about a whole text.
        text: The newest text.
        past: The conversation before it.
        now: What was said about the newest text alone.
        verdict: What the policy says to a finding.

    """
    if not past.recent or not text:
        return []
    weighed: list[Weighed] = []
    for detector in detectors:
        if detector.whole is None or not _acts_on(SPLIT, verdict):
            continue
        said = detector.whole(_together(past.recent, text), (), False)  # noqa: FBT003 (see `whole`)
        score = round(max(0.0, 1.0 - AGAIN * (1.0 - said.finding.score)), 4)
        finding = Finding(0, len(text), SPLIT, score, view=VIEW)
        weighed.append(_weighed(finding, verdict, said.family, said.model))
    said_now = surest(now)
    if said_now is not None and said_now.finding.score >= DOUBT and _acts_on(ESCALATION, verdict):
        score = min(1.0, risk_with(past, said_now.finding.score) / RISK_LIMIT)
        finding = Finding(0, len(text), ESCALATION, round(score, 4), view=VIEW)
        weighed.append(_weighed(finding, verdict, FAMILY, said_now.model))
    return weighed


def weigh_answer(
    findings: Iterable[Finding], past: Conversation, verdict: Verdict
) -> list[Weighed]:
    """Weigh a model's answer that says it has given in, by the doubt about what was said before.

    Args:
        findings: What patterns found in the answer.
        past: The conversation before it.
        verdict: What the policy says to a finding.

    """
    doubt = past.risk * _DOUBT_COUNTS
    return [
        _weighed(replace(each, score=round(min(1.0, each.score + doubt), 4)), verdict, FAMILY, "")
        for each in findings
        if each.kind == continued_attack.KIND and doubt
    ]


def _together(recent: Sequence[str], text: str) -> list[View]:
    """Return the texts line by line, and where the last one broke off, without a break too."""
    joined = ["\n".join([*recent, text])]
    if recent[-1][-1:].isalnum() and text[:1].isalnum():
        joined.append("\n".join([*recent[:-1], recent[-1] + text]))
    return [
        View(VIEW, as_meant(views_of(said)).text, Newest(len(text)), closed=True) for said in joined
    ]


def _acts_on(kind: str, verdict: Verdict) -> bool:
    """Tell whether a rule could act on a finding of this kind."""
    return verdict(Finding(0, 1, kind, 1.0))[0] is not Action.ALLOW


def _weighed(finding: Finding, verdict: Verdict, family: str, model: str) -> Weighed:
    action, rule = verdict(finding)
    return Weighed(finding.with_action(action), rule, family, model)
