"""How random a candidate looks."""

from __future__ import annotations

import math
from collections import Counter


def looks_random(candidate: str, *, bits: float) -> bool:
    """Tell whether the candidate has at least this much Shannon entropy per character."""
    length = len(candidate)
    entropy = -sum(n / length * math.log2(n / length) for n in Counter(candidate).values())
    return entropy >= bits
