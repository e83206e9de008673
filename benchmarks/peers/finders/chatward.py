"""Chatward, as shipped: what the balanced profile acts on; for injection, what it blocks."""

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


def injection() -> Callable[[str], tuple[bool, float]]:
    """Return what tells whether a user's text is blocked, and how likely it attacks."""
    guard = _guard()

    def judge(text: str) -> tuple[bool, float]:
        decision = guard.inspect(text, origin="user")
        return decision.blocked, decision.score

    return judge


def _guard() -> Guard:
    logging.getLogger("chatward.audit").propagate = False
    guard = Guard()
    guard.warm()
    return guard


def _finder(family: str) -> Callable[[str], list[tuple[int, int]]]:
    guard = _guard()

    def find(text: str) -> list[tuple[int, int]]:
        return [
            (each.start, each.end)
            for each in guard.preview(text, origin="user").findings
            if each.action is not Action.ALLOW and FAMILIES.get(each.kind) == family
        ]

    return find
