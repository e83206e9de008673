"""Which values may be restored where."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from chatward.policy.model import Policy, Release

USER = "user"
DESTINATION = re.compile(r"user|tool:[^\s.:]+(?:\.[^\s:]+)?")
"""What a place is called: the person the bot talks to, a tool, an argument of a tool."""

_EXACT, _FAMILY, _ANY = 0, 1, 2


def may_release(
    policy: Policy, kind: str, family: str, to: str, role: str | None, *, own: bool = True
) -> tuple[bool, str]:
    """Tell whether values of a kind may be restored at a place, and by which release.

    A release that names the kind beats one that names its family, which beats one for any kind;
    among the equally close one that forbids wins. No release = no.

    Args:
        policy: What to go by.
        kind: Of the value.
        family: Of the kind.
        to: The place, such as ``"user"`` or ``"tool:send_mail.to"``.
        role: Role of the person the bot talks to.
        own: Whether the user brought the value up himself.

    """
    speaking: dict[int, list[Release]] = {}
    for each in policy.releases:
        closeness = _closeness(each, kind, family) if own or not each.own_only else None
        reaches = any(_reaches(place, to) for place in each.to)
        if closeness is not None and reaches and (not each.roles or role in each.roles):
            speaking.setdefault(closeness, []).append(each)
    if not speaking:
        return False, ""
    chosen = min(speaking[min(speaking)], key=lambda each: each.allow)
    return chosen.allow, chosen.name


def _closeness(release: Release, kind: str, family: str) -> int | None:
    if kind in release.kinds:
        return _EXACT
    if family in release.kinds:
        return _FAMILY
    return _ANY if "any" in release.kinds else None


def _reaches(place: str, to: str) -> bool:
    """Tell whether a place that a release names covers another; a tool covers its arguments."""
    return fnmatchcase(to, place) or ("." not in place and fnmatchcase(to.partition(".")[0], place))
