"""Which values two policies restore where, compared place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from chatward.policy.diff_words import (
    LAXER,
    STRICTER,
    Difference,
    for_roles,
    listed,
    name_subjects,
    subjects_of,
)
from chatward.policy.model import Policy
from chatward.policy.releases import USER, may_release

Subject: TypeAlias = tuple[str, str]
Case: TypeAlias = tuple[Subject, str, "str | None"]

_ANY_OTHER = "other"
"""Stands for whatever a ``*`` may be."""

_WHOSE: dict[tuple[bool, ...], str] = {
    (True, False): "",
    (True,): ", of what the user brought up himself",
    (False,): ", of what others brought up",
}


def release_differences(a: Policy, b: Policy, families: Mapping[str, str]) -> Iterator[Difference]:
    """Yield what may be restored where it could not, and the other way round."""
    releases = (*a.releases, *b.releases)
    subjects = subjects_of((kind for each in releases for kind in each.kinds), families)
    roles: tuple[str | None, ...] = (None, *sorted({r for each in releases for r in each.roles}))
    places = dict.fromkeys((USER, *(place for each in releases for place in each.to)))
    grouped: dict[tuple[bool, tuple[bool, ...]], dict[Case, None]] = {}
    for subject in subjects:
        for place in places:
            for role in roles:
                for now, own in _changes(a, b, (subject, place, role)).items():
                    grouped.setdefault((now, tuple(own)), {})[subject, place, role] = None
    for (now, whose), cases in grouped.items():
        for (where, who), whom in _gathered(cases).items():
            what = name_subjects(whom, subjects)
            yield _told(what, where, for_roles(who, roles), _WHOSE[whose], now=now)


def _changes(a: Policy, b: Policy, case: Case) -> dict[bool, list[bool]]:
    """Return whether the second policy restores, and of whose values the first does not so."""
    (kind, family), place, role = case
    to = place.replace("*", _ANY_OTHER)
    found: dict[bool, list[bool]] = {}
    for own in (True, False):
        was, now = (may_release(each, kind, family, to, role, own=own)[0] for each in (a, b))
        if was != now:
            found.setdefault(now, []).append(own)
    return found


def _gathered(
    cases: Mapping[Case, None],
) -> dict[tuple[tuple[str, ...], tuple[str | None, ...]], list[Subject]]:
    """Return kinds by the places and roles that they have in common."""
    roles: dict[tuple[Subject, str], list[str | None]] = {}
    for subject, place, role in cases:
        roles.setdefault((subject, place), []).append(role)
    places: dict[tuple[Subject, tuple[str | None, ...]], list[str]] = {}
    for (subject, place), who in roles.items():
        places.setdefault((subject, tuple(who)), []).append(place)
    kinds: dict[tuple[tuple[str, ...], tuple[str | None, ...]], list[Subject]] = {}
    for (subject, whose), where in places.items():
        kinds.setdefault((tuple(where), whose), []).append(subject)
    return kinds


def _told(what: str, places: tuple[str, ...], whom: str, whose: str, *, now: bool) -> Difference:
    where = listed("the user" if place == USER else place for place in sorted(places))
    may = "may be restored" if now else "may not be restored any more"
    sentence = f"{what} {may} for {where}{whom}{whose}."
    return Difference(
        LAXER if now else STRICTER, sentence, f"releases: {what}, {where}{whom}{whose}"
    )
