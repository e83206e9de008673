"""Anthropic API and admin keys (``sk-ant-api03-``, ``sk-ant-admin01-``)."""

from __future__ import annotations

from chatward.detectors.secrets.entropy import looks_random
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "anthropic-key"
FAMILY = SECRET

CAUGHT = (
    "sk-ant-" + "api03-q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz0PnMv2BhCg5DyFrAA",
    "key sk-ant-" + "admin01-Jf8GuAe1oTi4Kx7EwQz0PnMv2BhCg5DyFrq8Zt3mXw6LpRk9VbN2s.",
)
CLEAN = ("sk-ant-api03-", "sk-ant-api03-your-key-here", "ants are insects")


def _is_filled(candidate: str) -> bool:
    return looks_random(candidate.split("-", 3)[-1], bits=3.8)


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_-])sk-ant-[a-z]{3,8}\d{2}-[A-Za-z0-9_-]{40,160}(?![A-Za-z0-9_-])",
        validate=_is_filled,
    ),
)
