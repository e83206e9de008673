"""Which drawers a conversation has, and how long each lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KEY = "key"
"""The wrapped data key, and how many placeholders of each kind were given out."""

WRAPPED = "wrapped"
"""The field in that drawer that holds the data key; everything else hangs on it."""

STATE = "state"
VAULT = "vault"
SURROGATES = "surrogates"
QUARANTINE = "quarantine"
"""One drawer for each text kept: ``quarantine:REFERENCE``."""

ADDRESS = "address"
"""Where answers to somebody go whose conversation bears a name of ours."""

GRANTS = "grants"
REFERENCES = "references"
"""Which conversation a refused text belongs to; owned by the reference."""

NAMES = "names"
BASELINE = "baseline"

DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long what is remembered lives after the conversation's last text.

    Attributes:
        conversations_days: Counts, risk, and the end of what the user said.
        vault_days: What stands for which value.
        quarantine_days: Blocked texts kept for review; from when they were blocked.

    """

    conversations_days: float = 30.0
    vault_days: float = 30.0
    quarantine_days: float = 7.0

    def of(self, room: str) -> float | None:
        """Return the life of a room in seconds; None where it is not retention that ends it."""
        days = {
            KEY: max(self.conversations_days, self.vault_days, self.quarantine_days),
            STATE: self.conversations_days,
            VAULT: self.vault_days,
            SURROGATES: self.vault_days,
            ADDRESS: self.conversations_days,
            QUARANTINE: self.quarantine_days,
            REFERENCES: self.quarantine_days,
            GRANTS: 1.0,  # none lives as long as that
        }.get(room.partition(":")[0])
        return None if days is None else days * DAY_SECONDS

    def with_every_text(self) -> Mapping[str, float]:
        """Return the lives of what lives on with every text of a conversation, in seconds."""
        return {room: self.of(room) or 0.0 for room in (KEY, STATE, VAULT, SURROGATES, ADDRESS)}
