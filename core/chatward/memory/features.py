"""What is measured of a text, and the bins that measures are counted in.

Numbers and the names of scripts only: a text cannot be told from them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from chatward.memory.histogram import Scale

LOOKED_AT = 2_000
"""Of a long text so many characters are measured, from its beginning."""

ENTROPY_FROM = 32
"""Shorter texts have too few characters for an entropy that says anything."""

LETTERS_FROM = 3
"""With fewer letters a text is in no script."""

_LATIN = "latin"
_SCRIPTS: tuple[tuple[int, str], ...] = (
    (0x0000, _LATIN),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "other-indic"),
    (0x0E00, "thai"),
    (0x0E80, "other-asian"),
    (0x10A0, "georgian"),
    (0x1100, "hangul"),
    (0x1200, "other-letters"),
    (0x1D00, _LATIN),
    (0x1F00, "greek"),
    (0x2000, "signs"),
    (0x2C00, "other-letters"),
    (0x3040, "kana"),
    (0x3130, "hangul"),
    (0x31F0, "kana"),
    (0x3400, "han"),
    (0xA000, "other-letters"),
    (0xA720, _LATIN),
    (0xA800, "other-letters"),
    (0xAC00, "hangul"),
    (0xD7A4, "signs"),
    (0xF900, "han"),
    (0xFB00, _LATIN),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFF00, "signs"),
    (0xFF66, "kana"),
    (0xFFA0, "hangul"),
    (0x10000, "other-letters"),
    (0x1D000, "signs"),
    (0x1E000, "other-letters"),
    (0x20000, "han"),
)
_FIRSTS = tuple(first for first, _ in _SCRIPTS)
SCRIPTS = frozenset(name for _, name in _SCRIPTS)
"""Names of scripts, alike ones together."""


CHARS = Scale(0.0, 0.25, 64, doublings=True)
"""Characters: quarters of a doubling, from 1 to 65,536."""

ENTROPY = Scale(0.0, 0.125, 64)
"""Bits per character: eighths of a bit, from 0 to 8."""

SECONDS = Scale(-2.0, 0.5, 40, doublings=True)
"""Seconds: halves of a doubling, from a quarter of a second to three days."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of one text.

    Attributes:
        chars: Its length in characters, at least 1.
        entropy: Bits per character; None where it is too short.
        scripts: Share of its letters in each script, 0.0 to 1.0; empty with hardly any letter.
        seconds: Since the user's last text; None for the first.

    """

    chars: int
    entropy: float | None
    scripts: tuple[tuple[str, float], ...]
    seconds: float | None


def measured(text: str, since_last_seconds: float | None) -> Features:
    """Measure a text.

    Args:
        text: The text; of a long one the first 2,000 characters are counted.
        since_last_seconds: Seconds since the user's last text, negative ones counting as zero;
            None for the first.

    """
    seen = text[:LOOKED_AT]
    times = Counter(seen)
    return Features(
        chars=max(1, len(text)),
        entropy=_entropy(times, len(seen)) if len(seen) >= ENTROPY_FROM else None,
        # What is ASCII has letters of one script only; not worth counting them.
        scripts=((_LATIN, 1.0),) if seen.isascii() else _scripts(times),
        seconds=None if since_last_seconds is None else max(0.0, since_last_seconds),
    )


def _entropy(times: Counter[str], chars: int) -> float:
    """Return bits per character (Shannon)."""
    bits = log2(chars) - sum(n * log2(n) for n in times.values()) / chars
    return max(0.0, bits)  # rounding may leave a little less than nothing


def _scripts(times: Counter[str]) -> tuple[tuple[str, float], ...]:
    letters: dict[str, int] = {}
    for char, n in times.items():
        name = _script(char)
        letters[name] = letters.get(name, 0) + n
    letters.pop("", None)
    total = sum(letters.values())
    if total < LETTERS_FROM:
        return ()
    return tuple((name, n / total) for name, n in letters.items())


@lru_cache(maxsize=4_096)
def _script(char: str) -> str:
    """Return the script of a letter; empty for what is no letter."""
    return _SCRIPTS[bisect_right(_FIRSTS, ord(char)) - 1][1] if char.isalpha() else ""
