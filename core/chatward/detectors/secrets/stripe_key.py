"""Stripe secret and restricted keys (Stripe documentation, "API keys"); not publishable ones."""

from __future__ import annotations

from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "stripe-key"
FAMILY = SECRET

CAUGHT = (
    "sk_" + "live_51Q8Zt3mXw6LpRk9VbN2sYc5Hd",
    "use rk_" + "test_51Jf8GuAe1oTi4Kx7EwQz0Pn, please",
    "whsec_" + "q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1",
)
CLEAN = ("pk_live_51Q8Zt3mXw6LpRk9VbN2sYc5Hd", "sk_live_...", "sk_test_your_key_here")

PATTERNS = (
    Pattern(
        KIND, r"(?<![A-Za-z0-9_])(?:sk|rk)_(?:live|test|prod)_[A-Za-z0-9]{16,200}(?![A-Za-z0-9_])"
    ),
    Pattern(KIND, r"(?<![A-Za-z0-9_])whsec_[A-Za-z0-9+/]{24,100}={0,2}(?![A-Za-z0-9_])"),
)
