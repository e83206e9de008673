"""How a report writes names, numbers and times."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timezone

_CHARS = 80
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

NONE = "\N{EN DASH}"


def name(written: str) -> str:
    """Return a name from a log; what nobody sees, or turns text round, is written as escapes.

    >>> name("shop" + chr(0x202E)) == "shop" + chr(92) + "u202e"
    True
    """
    cut = written if len(written) <= _CHARS else f"{written[:_CHARS]}…"
    if cut.isascii() and cut.isprintable():
        return cut or NONE
    return "".join(
        char.encode("unicode_escape").decode("ascii")
        if unicodedata.category(char) in _UNSEEN
        else char
        for char in cut
    )


def quoted(written: str) -> str:
    """Return a name from a log as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{name(written)}\N{RIGHT DOUBLE QUOTATION MARK}"


def number(count: float) -> str:
    """Return a count with thin spaces between thousands."""
    if count and abs(count) < 10 and count != round(count):
        return f"{count:.1f}"
    return f"{round(count):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def share(part: float | None) -> str:
    """Return a share in per cent; what is not quite all or nothing is not written as that."""
    if part is None:
        return NONE
    if 0 < part < 0.001:
        return "< 0.1\N{NARROW NO-BREAK SPACE}%"
    if 0.999 < part < 1:
        return "> 99.9\N{NARROW NO-BREAK SPACE}%"
    digits = 0 if part in (0, 1) else 1
    return f"{part:.{digits}%}".replace("%", "\N{NARROW NO-BREAK SPACE}%")


def span(seconds: float | None) -> str:
    """Return a length of time in the unit that suits it."""
    if seconds is None:
        return NONE
    for most, unit, size in (
        (1e-3, "µs", 1e-6),
        (1, "ms", 1e-3),
        (120, "s", 1),
        (7_200, "min", 60),
        (172_800, "h", 3_600),
    ):
        if seconds < most:
            return _with_unit(seconds / size, unit)
    return _with_unit(seconds / 86_400, "days")


def _with_unit(count: float, unit: str) -> str:
    digits = 1 if count < 10 and round(count, 1) != round(count) else 0
    return f"{count:.{digits}f}\N{NARROW NO-BREAK SPACE}{unit}"


def moment(time: float) -> str:
    """Return a clock time to the minute, in UTC."""
    return _utc(time).strftime("%Y-%m-%d %H:%M")


def day(time: float) -> str:
    """Return the day of a clock time, in UTC."""
    at = _utc(time)
    return f"{at.day} {at:%B %Y}"


def listed(parts: Sequence[str]) -> str:
    """Return several things as part of a sentence: one, two and three."""
    return " and ".join(each for each in (", ".join(parts[:-1]), parts[-1]) if each)


def times(count: float, one: str, many: str = "") -> str:
    """Return a count with its word: one text, two texts."""
    return f"{number(count)} {one if round(count) == 1 else many or one + 's'}"


def _utc(time: float) -> datetime:
    return datetime.fromtimestamp(time, timezone.utc)
