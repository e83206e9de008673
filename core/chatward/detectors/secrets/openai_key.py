"""OpenAI API keys, legacy and project ones (both carry the marker ``T3BlbkFJ``)."""

from __future__ import annotations

from chatward.detectors.secrets.entropy import looks_random
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "openai-key"
FAMILY = SECRET

CAUGHT = (
    "sk-" + "q8Zt3mXw6LpRk9VbN2sYT3BlbkFJc5HdJf8GuAe1oTi4Kx7E",
    "OPENAI_API_KEY=sk-proj-" + "q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz0PnMv",
)
CLEAN = (
    "sk-your-api-key",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "sk-proj-short",
    "task-force",
)


def _is_filled(candidate: str) -> bool:
    return looks_random(candidate[3:], bits=3.8)


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_-])sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{40,200}|"
        r"[A-Za-z0-9]{32,64})(?![A-Za-z0-9_-])",
        validate=_is_filled,
    ),
)
