"""Kinds that lie in how somebody talks to the bot: `chatward.conduct` finds them."""

from __future__ import annotations

from chatward.kinds import CONDUCT

RAPID_FIRE = "rapid-fire"
REPEATED_EXTRACTION = "repeated-extraction"
NEAR_MISS_FATIGUE = "near-miss-fatigue"
UNUSUAL_LENGTH = "unusual-length"
UNUSUAL_TOKENS = "unusual-tokens"
UNUSUAL_PACE = "unusual-pace"
UNUSUAL_INTENT = "unusual-intent"

KINDS = (
    RAPID_FIRE,
    REPEATED_EXTRACTION,
    NEAR_MISS_FATIGUE,
    UNUSUAL_LENGTH,
    UNUSUAL_TOKENS,
    UNUSUAL_PACE,
    UNUSUAL_INTENT,
)
FAMILY = CONDUCT
