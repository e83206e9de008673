"""How random a candidate looks, and whether it is only a fill-in."""

from __future__ import annotations

import math
import re
from collections import Counter

_FILL_IN = re.compile(
    r"(?i)^(?:[\W_]*|x{3,}|\*+|\.+|<.*|\{.*|\[.*|\$.*|%.*|.*(?:your|example|changeme|placeholder|redacted|"
    r"password|passwort|passwd|secret|dummy|sample|todo|none|null|true|false|undefined).*)$"
)


def looks_random(candidate: str, *, bits: float) -> bool:
    """Tell whether the candidate has at least this much Shannon entropy per character."""
    counts = Counter(candidate)
    length = len(candidate)
    entropy = -sum(n / length * math.log2(n / length) for n in counts.values())
    return entropy >= bits and not is_fill_in(candidate)


def is_fill_in(value: str) -> bool:
    """Tell whether a value only stands for one: ``xxxx``, ``<password>``, ``YOUR_KEY``."""
    return _FILL_IN.match(value) is not None
