"""The detectors behind LangChain's PIIMiddleware, all five."""

from __future__ import annotations

from collections.abc import Callable


def pii() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of personal data."""
    from langchain.agents.middleware._redaction import BUILTIN_DETECTORS

    def find(text: str) -> list[tuple[int, int]]:
        return [
            (match["start"], match["end"])
            for detect in BUILTIN_DETECTORS.values()
            for match in detect(text)
        ]

    return find
