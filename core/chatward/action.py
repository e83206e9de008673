"""What can be done with a text, mildest first."""

from __future__ import annotations

from enum import Enum


class Action(str, Enum):
    """What the policy wants done; members are ordered from mildest to strictest.

    Redact stands above pseudonymise: where two rules disagree, nothing that one of them
    wants gone can be restored.
    """

    ALLOW = "allow"
    SANITISE = "sanitise"
    PSEUDONYMISE = "pseudonymise"
    REDACT = "redact"
    SPOTLIGHT = "spotlight"
    ASK = "ask"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        """Place in the order, 0 for allow."""
        return _ORDER[self.value]

    @property
    def edits(self) -> bool:
        """Tell whether carrying this out changes the text but lets it pass."""
        return self in _EDITING

    @property
    def stops(self) -> bool:
        """Tell whether the text must not pass on its own (block, or ask where nobody can)."""
        return self in (Action.BLOCK, Action.ASK)

    def __str__(self) -> str:
        """Return the word used in policies and logs."""
        return self.value


_ORDER = {action.value: place for place, action in enumerate(Action)}
_EDITING = frozenset({Action.SANITISE, Action.PSEUDONYMISE, Action.REDACT, Action.SPOTLIGHT})


def strictest(actions: list[Action]) -> Action:
    """Return the strictest action; allow when there is none."""
    return max(actions, key=lambda action: action.strictness, default=Action.ALLOW)
