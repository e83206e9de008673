"""Does a policy speak about things that exist?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatward.errors import PolicyError, nearest
from chatward.kinds import FAMILIES
from chatward.policy.model import Policy

SHORTEST_PROTECTED_CHARS = 8
"""Shorter protected texts would be found in any answer."""


def check_policy(policy: Policy, families: Mapping[str, str]) -> None:
    """Refuse what is said about kinds that nobody detects, and too short protected texts.

    Raises:
        PolicyError: Names the place, and the nearest kind.

    """
    known = {*families, *FAMILIES, "any"}
    for where, kind in _mentioned(policy):
        if kind not in (set(families) if where == "surrogates" else known):
            _refuse(where, kind, known, policy)
    for text in policy.protected:
        if len(text.strip()) < SHORTEST_PROTECTED_CHARS:
            msg = (
                f"policy {policy.stamp.name!r}: a protected text has fewer than "
                f"{SHORTEST_PROTECTED_CHARS} characters; it would be found everywhere"
            )
            raise PolicyError(msg)


def _mentioned(policy: Policy) -> Iterator[tuple[str, str]]:
    """Return every kind or family that a policy names, and where."""
    for rule in policy.rules:
        yield from ((f"rule {rule.name!r}", kind) for kind in sorted(rule.kinds))
    for release in policy.releases:
        yield from ((f"release {release.name!r}", kind) for kind in sorted(release.kinds))
    yield from (("redactors", kind) for kind in policy.redactions if kind != "default")
    yield from (("surrogates", kind) for kind in policy.surrogates)
    for tag, tagged in policy.regulations.items():
        yield from ((f"regulations, {tag!r}", kind) for kind in tagged)


def _refuse(where: str, kind: str, known: set[str], policy: Policy) -> None:
    families = ", ".join(FAMILIES)
    msg = (
        f"policy {policy.stamp.name!r}, {where}: unknown kind {kind!r}; use a kind, "
        f"a family ({families}) or any.{nearest(kind, known)}"
    )
    raise PolicyError(msg)
