"""Kinds that no single text shows: `chatward.turns` finds them in a conversation."""

from __future__ import annotations

from chatward.kinds import INJECTION

SPLIT = "split-injection"
ESCALATION = "escalation"

KINDS = (SPLIT, ESCALATION)
FAMILY = INJECTION
