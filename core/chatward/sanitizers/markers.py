"""Defuse role markers and chat-template tokens: readable as before, no longer a command.

``<|im_start|>`` becomes ``< |im_start| >`` and ``System:`` becomes ``System -``, so a model's
template no longer sees a new turn while a person still reads what was written.
"""

from __future__ import annotations

import re

HOW = "escape-markers"

_SPACED = str.maketrans({"<": "< ", ">": " >", "[": "[ ", "]": " ]", "{": "{ ", "}": " }"})
_LEADING_MARKS = re.compile(r"[#*=_]{2,}")


def sanitise(segment: str) -> str:
    """Return the marker with its brackets spaced, its colon a dash and its headline flat."""
    flat = _LEADING_MARKS.sub("", segment).translate(_SPACED)
    return flat.rstrip().removesuffix(":") + " -" if flat.rstrip().endswith(":") else flat
