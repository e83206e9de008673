"""Sanitizers: change how a text can act, not what its writer wants to say.

Each is one module with a name (``HOW``) and ``sanitise(segment) -> str``; which family of
findings it treats is the table below. `spotlight` works on a whole text and stands apart.
"""

from __future__ import annotations

from collections.abc import Callable

from chatward import kinds
from chatward.sanitizers import hidden, links, markers

SANITIZERS: dict[str, tuple[str, Callable[[str], str]]] = {
    kinds.HIDDEN: (hidden.HOW, hidden.sanitise),
    kinds.MARKER: (markers.HOW, markers.sanitise),
    kinds.LINK: (links.HOW, links.sanitise),
}


def sanitise(segment: str, family: str) -> tuple[str, str]:
    """Return (what to write instead, name of the sanitizer) for a found segment.

    A family that no sanitizer knows how to defuse is taken out whole.
    """
    how, change = SANITIZERS.get(family, SANITIZERS[kinds.HIDDEN])
    return change(segment), how
