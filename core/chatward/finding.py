"""What a detector reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatward.action import Action


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a detector saw. Never holds the matched text, so it is safe to log and raise.

    Attributes:
        start: Offset of the first character, in code points of the original text.
        end: Offset after the last character, in code points of the original text.
        kind: What was seen, such as ``"email-address"``.
        score: How sure the detector is, from 0.0 (not at all) to 1.0 (certain).
        action: What the policy does about it; allow until the policy has spoken.
        view: How the text was looked at: ``"plain"``, ``"folded"``, ``"base64"`` ...

    """

    start: int
    end: int
    kind: str
    score: float
    action: Action = Action.ALLOW
    view: str = "plain"

    def with_action(self, action: Action) -> Finding:
        """Return the same finding with the policy's verdict on it."""
        return self if action is self.action else replace(self, action=action)
