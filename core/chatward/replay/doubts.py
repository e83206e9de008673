"""Why it cannot be told for certain what another policy would have said to a text that is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chatward.action import Action
from chatward.detectors.injection.over_turns import ESCALATION
from chatward.detectors.injection.prompt_injection import KIND as MODEL
from chatward.kinds import INJECTION, LINK
from chatward.policy.model import Policy
from chatward.replay.record import Recorded
from chatward.replay.verdicts import Verdicts
from chatward.whole import NEAR_MISS

STREAM = "stream"
MODEL_NOT_ASKED = "model-not-asked"
OTHER_MODEL = "other-model"
LOW_SCORE = "low-score"
DOMAINS = "allowed-domains"
UNKNOWN_KIND = "unknown-kind"

WHY: dict[str, str] = {
    STREAM: "a stream lists only what its policy acted on",
    MODEL_NOT_ASKED: "the injection model was not asked",
    OTHER_MODEL: "the score is that of another injection model",
    LOW_SCORE: "a score below 0.5 is not listed",
    DOMAINS: "where links lead is not on record",
    UNKNOWN_KIND: "the family of a kind is not known here",
}
"""What each doubt means."""

_BELOW_NEAR_MISS = NEAR_MISS - 1e-6


@dataclass(frozen=True)
class Doubts:
    """Finds out what makes an answer uncertain.

    Attributes:
        policy: What decides again.
        families: Which family each kind belongs to.
        verdicts: What it says to findings.
        model: Version and hash of the injection model it asks; None = not known.

    """

    policy: Policy
    families: Mapping[str, str]
    verdicts: Verdicts
    model: str | None

    def about(
        self, event: Recorded, action: Action, aside: frozenset[str], *, own: bool
    ) -> Iterator[str]:
        """Yield what is doubtful about an action, the most important first.

        Args:
            event: The decision on record.
            action: What the policy seems to do.
            aside: Rules that a grant has set aside.
            own: Whether the policy is the one that decided.

        """
        if any(found[0] not in self.families for found in event.findings):
            yield UNKNOWN_KIND
        if own:
            return
        if event.streamed and not action.stops and self.verdicts.acts(event.origin, event.role):
            yield STREAM
        if self._depends_on_link(event, action, aside):
            yield DOMAINS
        yield from self._about_model(event, action, aside)

    def unlisted_score(self, event: Recorded) -> float | None:
        """Return the model's score where it is on record, but not among the findings."""
        if not event.model or event.streamed:
            return None
        for kind, _, _, score, _, _ in event.findings:
            injection = self.families.get(kind) == INJECTION and kind != ESCALATION
            if kind == MODEL or (injection and score >= event.score):
                return None
        return event.score

    def _about_model(self, event: Recorded, action: Action, aside: frozenset[str]) -> Iterator[str]:
        if event.streamed or MODEL in event.failed:
            return
        most, _ = self.verdicts.of(MODEL, 1.0, event.origin, event.role, aside)
        if not event.model:
            if most.strictness > action.strictness:
                yield MODEL_NOT_ASKED
            return
        if self._asks_another(event) and most.strictness >= action.strictness:
            yield OTHER_MODEL
        if self._listed(event) or self.unlisted_score(event) is not None:
            return
        low = min(event.score, _BELOW_NEAR_MISS)
        said, _ = self.verdicts.of(MODEL, low, event.origin, event.role, aside)
        if said.strictness > action.strictness:
            yield LOW_SCORE

    def _asks_another(self, event: Recorded) -> bool:
        if self.model is None:
            return self.policy.model is not None
        return self.model != event.model

    def _depends_on_link(self, event: Recorded, action: Action, aside: frozenset[str]) -> bool:
        if not self.policy.allowed_domains:
            return False
        for kind, _, _, score, _, _ in event.findings:
            if self.families.get(kind) == LINK:
                said, _ = self.verdicts.of(kind, score, event.origin, event.role, aside)
                if said is not Action.ALLOW and said.strictness >= action.strictness:
                    return True
        return False

    @staticmethod
    def _listed(event: Recorded) -> bool:
        return any(found[0] == MODEL for found in event.findings)
