"""Slack tokens and incoming webhooks (Slack API documentation, "Token types")."""

from __future__ import annotations

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "slack-token"
FAMILY = SECRET

CAUGHT = (
    "xox" + "b-2048105623-4096201834-q8Zt3mXw6LpRk9VbN2sYc5Hd",
    "https://hooks.slack.com/services/" + "T02AB3CD4/B05EF6GH7/q8Zt3mXw6LpRk9VbN2sYc5Hd",
)
CLEAN = ("xoxb-your-token", "xoxo, see you", "https://hooks.slack.com/services/")

PATTERNS = (
    Pattern(KIND, r"(?<![A-Za-z0-9-])xox[abeoprs]-\d{6,14}-[A-Za-z0-9-]{12,160}(?![A-Za-z0-9-])"),
    Pattern(
        KIND,
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,12}/[A-Z0-9]{8,24}/"
        r"[A-Za-z0-9]{20,48}(?![A-Za-z0-9])",
    ),
)
