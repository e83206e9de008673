"""GitHub tokens, classic and fine-grained.

Shape: GitHub blog, "Behind GitHub's new authentication token formats" (2021): a prefix, 30
random characters, a CRC-32 of them in six base-62 digits.
"""

from __future__ import annotations

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "github-token"
FAMILY = SECRET

CAUGHT = (
    "ghp_k3N8vQ2xW7mZ4tY9bR5cL6pD1sF0hJ3gAeUi",
    "token: gho_Zx9Kq2Wm7Vt4Rb5Ny8Lc3Pd6Sf1Hj0Gu2AoE",
    "github_pat_11ABCDEFG0aBcDeFgHiJkL_q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz0PnMv2BhCg5DyFr",
)
CLEAN = ("ghp_short", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "github_pat_is a prefix")


def _is_filled(candidate: str) -> bool:
    return len(set(candidate.rpartition("_")[2])) > 6


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9_])",
        validate=_is_filled,
    ),
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{58,59}(?![A-Za-z0-9_])",
        validate=_is_filled,
    ),
)
