"""Chatward, as shipped: what the balanced profile acts on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from chatward import Action, Guard
from chatward.detectors import FAMILIES


def pii() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of personal data."""
    return _finder("personal")


def secret() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of secrets."""
    return _finder("secret")


def _finder(family: str) -> Callable[[str], list[tuple[int, int]]]:
    logging.getLogger("chatward.audit").propagate = False
    guard = Guard()
    guard.warm()

    def find(text: str) -> list[tuple[int, int]]:
        return [
            (each.start, each.end)
            for each in guard.preview(text, origin="user").findings
            if each.action is not Action.ALLOW and FAMILIES.get(each.kind) == family
        ]

    return find
