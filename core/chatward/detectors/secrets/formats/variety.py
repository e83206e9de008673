"""Is it random, or does it only stand for something random?"""

from __future__ import annotations

import re

from chatward.detectors.secrets.fill_in import says_fill_in

_MOST_DISTINCT = 8
_LONGEST_FILL_IN = 100
_BLANK = re.compile(r"(?i)x{6}|\*{3}|\.{3}|(.)\1{13}")
_WORD = re.compile(r"(?:[A-Z]{4,}|[A-Z][a-z]{3,}|[a-z]{4,})(?![a-z=])")


def varies(body: str, *, kinds_of_chars: int = 2) -> bool:
    """Tell a random string from a fill-in or a name: enough different characters of two kinds."""
    enough = len(set(body)) >= min(_MOST_DISTINCT, len(body) // 2)
    of_kinds = sum(bool(re.search(chars, body)) for chars in ("[a-z]", "[A-Z]", "[0-9]"))
    if not enough or of_kinds < kinds_of_chars or _BLANK.search(body):
        return False
    # Word by word, and in short ones: among many random characters "none" stands by chance.
    return len(body) > _LONGEST_FILL_IN or not any(map(says_fill_in, _WORD.findall(body)))
