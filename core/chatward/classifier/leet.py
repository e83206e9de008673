"""Words that mix letters with digits and signs, read as the letters they look like.

The detectors undo this only in words that orders are made of; a model can afford to read every
such word both ways, as it looks at the whole text and not at a place.
"""

from __future__ import annotations

import re

_LEAST = 2
_SIGNS = "0-9@$!|+€£"
_MIXED = re.compile(
    rf"(?<![\w@$|+€£])(?=[\w{_SIGNS[3:]}]{{0,24}}[A-Za-z])(?=[A-Za-z]{{0,24}}[{_SIGNS}])[A-Za-z{_SIGNS}]{{2,24}}"
)
_READS_AS = str.maketrans("013456789@$!|+€£", "oieasgtbgasiltel")


def spelled_out(text: str) -> str | None:
    """Return the text, as long as it was, with mixed words in letters; None if there are few."""
    if not any(sign in text for sign in "0134579@$|+€"):
        return None
    found = [match for match in _MIXED.finditer(text) if _is_word(match.group())]
    if len(found) < _LEAST:
        return None
    pieces: list[str] = []
    done = 0
    for match in found:
        pieces += [text[done : match.start()], match.group().translate(_READS_AS)]
        done = match.end()
    pieces.append(text[done:])
    return "".join(pieces)


def _is_word(token: str) -> bool:
    """Tell a disguised word from a number with a unit, a model's name or a price."""
    letters = sum(char.isalpha() for char in token)
    return letters >= len(token) / 3 and not token.isalpha()
