"""Take hidden characters and comments out."""

from __future__ import annotations

HOW = "remove-hidden"


def sanitise(segment: str) -> str:  # noqa: ARG001 (the sanitizer's signature)
    """Return nothing: what cannot be seen does not pass."""
    return ""
