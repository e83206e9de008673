"""Why a message is refused, and what the dialogue is told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatward_rasa.payload import UNKNOWN, block_message

if TYPE_CHECKING:
    from chatward import Decision

INJECTION, PERSONAL, SECRET, PROTECTED = "injection", "personal", "secret", "protected"
ATTACHMENT, FAILURE, OTHER = "attachment", "failure", "other"
QUARANTINE, HAND_OFF = "quarantine", "hand_off"

REFUSED_FOR = (INJECTION, PERSONAL, SECRET, PROTECTED, ATTACHMENT, FAILURE, OTHER)
"""What the block intent may stand for; a quarantine and a hand-off have intents of their own."""

# The first that a finding belongs to is the reason: an attack is one whatever else it holds.
_BY_FAMILY = (
    ("injection", INJECTION),
    ("hidden", INJECTION),
    ("marker", INJECTION),
    ("secret", SECRET),
    ("personal", PERSONAL),
    ("leak", PROTECTED),
)


@dataclass(frozen=True)
class Refusal:
    """What is said about a refused message; nothing of its text.

    Attributes:
        intent: What the message becomes.
        rule: Name of the policy rule.
        reference: Of the decision; ``"-"`` where there is none.
        reason: One of the words above.
        language: Two or three letters; ``"-"`` where it is not known.

    """

    intent: str
    rule: str
    reference: str = UNKNOWN
    reason: str = FAILURE
    language: str = UNKNOWN

    def as_message(self) -> str:
        """Return what stands in for the message."""
        return block_message(
            self.intent, self.rule, self.reference, reason=self.reason, language=self.language
        )


def reason_of(decision: Decision, families: Mapping[str, str]) -> str:
    """Return why a text is refused.

    Args:
        decision: One that stops the text.
        families: Which family each kind of finding belongs to.

    """
    standing = _standing_reasons().get(decision.rule)
    if standing is not None:
        return standing
    found = {families.get(f.kind, f.kind) for f in decision.findings if f.action.stops}
    return next((reason for family, reason in _BY_FAMILY if family in found), OTHER)


def _standing_reasons() -> dict[str, str]:
    """Return the rules that no finding is behind."""
    from chatward import pipeline  # noqa: PLC0415 (see guards.py)

    failed = (pipeline.DETECTOR_FAILED, pipeline.STORE_FAILED, pipeline.REDACTOR_FAILED)
    return {pipeline.QUARANTINED: QUARANTINE, **dict.fromkeys(failed, FAILURE)}
