"""What is said about a text as a whole.

Patterns find places; what looks at a whole text finds out whether it is an attack. It is asked
only where a rule could act on the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chatward.action import Action
from chatward.detectors.detector import Detector
from chatward.finding import Finding
from chatward.passage import Origin
from chatward.text.views import View

NEAR_MISS = 0.5
"""A text that passes with this score, inclusive, is told among the findings."""

OUTSIDE = frozenset({Origin.TOOL, Origin.DOCUMENT})
"""Whose texts nobody present has written: an order in them is more suspicious."""

Verdict = Callable[[Finding], tuple[Action, str]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was said about a text as a whole.

    Attributes:
        finding: With the policy's action on it.
        rule: The rule behind it; empty where none acts.
        family: The family of attacks.
        model: Version and hash of the model behind it.

    """

    finding: Finding
    rule: str
    family: str
    model: str

    @property
    def matters(self) -> bool:
        """Tell whether it belongs among the findings."""
        return self.finding.action is not Action.ALLOW or self.finding.score >= NEAR_MISS


def asked(detectors: Iterable[Detector], verdict: Verdict) -> list[Detector]:
    """Return the detectors on whose answer about a whole text a rule could act."""
    return [
        each
        for each in detectors
        if each.whole and verdict(Finding(0, 1, each.kind, 1.0))[0] is not Action.ALLOW
    ]


def weigh(
    detectors: Iterable[Detector],
    views: Sequence[View],
    kinds: Iterable[str],
    origin: Origin,
    verdict: Verdict,
    failed: set[str],
) -> list[Weighed]:
    """Ask everything that looks at whole texts.

    Args:
        detectors: Those that have something to say about a whole text.
        views: The text with its disguises off, and what is encoded in it.
        kinds: What patterns found in it.
        origin: Who wrote it.
        verdict: What the policy says to a finding.
        failed: Takes the kinds of detectors that raise.

    """
    weighed: list[Weighed] = []
    for detector in asked(detectors, verdict):
        assert detector.whole is not None
        try:
            said = detector.whole(views, kinds, origin in OUTSIDE)
        except Exception:  # noqa: BLE001 (any detector may fail; the policy decides)
            failed.add(detector.kind)
            continue
        action, rule = verdict(said.finding)
        finding = said.finding.with_action(action)
        weighed.append(Weighed(finding, rule, said.family, said.model))
    return weighed


def surest(weighed: Iterable[Weighed]) -> Weighed | None:
    """Return what was said with the highest score; None where nothing was."""
    return max(weighed, key=lambda each: each.finding.score, default=None)
