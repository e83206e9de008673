"""Google API keys: ``AIza`` and 35 characters (Google Cloud documentation, "API keys")."""

from __future__ import annotations

from chatward.detectors.secrets.entropy import looks_random
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "google-api-key"
FAMILY = SECRET

CAUGHT = (
    "AIza" + "SyQ8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1o",
    "key=AIza" + "Sy0Ti4Kx7EwQz0PnMv2BhCg5DyFrq8Zt3mX&v=3",
)
CLEAN = ("AIza is a prefix", "AIzaSyxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")


def _is_filled(candidate: str) -> bool:
    return looks_random(candidate[4:], bits=3.5)


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
        validate=_is_filled,
    ),
)
