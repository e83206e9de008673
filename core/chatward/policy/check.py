"""Does a policy speak about things that exist?"""

from __future__ import annotations

from collections.abc import Mapping

from chatward.errors import PolicyError, nearest
from chatward.kinds import FAMILIES
from chatward.policy.model import Policy

SHORTEST_PROTECTED_CHARS = 8
"""Shorter protected texts would be found in any answer."""


def check_policy(policy: Policy, families: Mapping[str, str]) -> None:
    """Refuse rules and redactors for kinds that nobody detects, and too short protected texts.

    Raises:
        PolicyError: Names the place, and the nearest kind.

    """
    known = {*families, *FAMILIES, "any"}
    for rule in policy.rules:
        for kind in sorted(rule.kinds):
            if kind not in known:
                _refuse(f"rule {rule.name!r}", kind, known, policy)
    for text in policy.protected:
        if len(text.strip()) < SHORTEST_PROTECTED_CHARS:
            msg = (
                f"policy {policy.stamp.name!r}: a protected text has fewer than "
                f"{SHORTEST_PROTECTED_CHARS} characters; it would be found everywhere"
            )
            raise PolicyError(msg)
    for kind in policy.redactions:
        if kind not in known | {"default"}:
            _refuse("redactors", kind, known, policy)


def _refuse(where: str, kind: str, known: set[str], policy: Policy) -> None:
    families = ", ".join(FAMILIES)
    msg = (
        f"policy {policy.stamp.name!r}, {where}: unknown kind {kind!r}; use a kind, "
        f"a family ({families}) or any.{nearest(kind, known)}"
    )
    raise PolicyError(msg)
