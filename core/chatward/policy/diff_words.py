"""A difference between two policies, and the words that sentences about them share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chatward.action import Action
from chatward.kinds import FAMILIES
from chatward.policy.entries import RuleEntry

Direction = Literal["stricter", "laxer", "different"]
STRICTER: Direction = "stricter"
LAXER: Direction = "laxer"
DIFFERENT: Direction = "different"

USUAL_SCORE: float = RuleEntry("", [], Action.ALLOW).min_score
"""Where a rule begins that does not say it; sentences do not say it either."""

_DONE: dict[Action, str] = {
    Action.ALLOW: "allowed",
    Action.SANITISE: "sanitised",
    Action.PSEUDONYMISE: "pseudonymised",
    Action.REDACT: "redacted",
    Action.SPOTLIGHT: "spotlighted",
    Action.ASK: "asked about",
    Action.BLOCK: "blocked",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two policies do not have in common.

    Attributes:
        direction: ``"stricter"``, ``"laxer"`` or ``"different"``: what the second is.
        sentence: What is so in the second, and was not in the first.
        about: Key of the policy and what within it; the same whichever policy comes first.

    """

    direction: Direction
    sentence: str
    about: str


def stepped(
    about: str, order: Sequence[object], was: object, now: object, sentence: str
) -> Iterator[Difference]:
    """Yield the difference between two places in an order that runs from lax to strict."""
    if was != now:
        stricter = order.index(now) > order.index(was)
        yield Difference(STRICTER if stricter else LAXER, sentence, about)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def done(action: Action) -> str:
    """Return what has been done to what an action was taken on."""
    return _DONE[action]


def for_roles(roles: Collection[str | None], all_roles: Collection[str | None]) -> str:
    """Return for whom something holds, as the end of a sentence; None is who has no such role."""
    if len(roles) == len(all_roles):
        return ""
    if None in roles:
        left = sorted(role for role in all_roles if role is not None and role not in roles)
        return f" for everybody but {_roles(left)}"
    return f" for {_roles(sorted(role for role in roles if role is not None))}"


def subjects_of(named: Iterable[str], families: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (kind, family) for each kind that policies name, and for the rest of each family.

    An empty kind is the rest. What policies do not name they do not tell apart.

    Args:
        named: Kinds, families and ``"any"`` as they stand in the policies.
        families: Which family each kind belongs to; empty = not known.

    """
    known = dict.fromkeys((*FAMILIES, *families.values()))
    kinds = sorted(set(named) - set(known) - {"any"})
    rest = {family for kind, family in families.items() if kind not in kinds}
    return (
        *((kind, families.get(kind, kind)) for kind in kinds),
        *(("", family) for family in known if not families or family in rest),
    )


def name_subjects(
    subjects: Collection[tuple[str, str]], all_subjects: Collection[tuple[str, str]]
) -> str:
    """Return what (kind, family) pairs are called in a sentence."""
    if len(subjects) == len(all_subjects):
        return "everything"
    words: list[str] = []
    whole = {
        family for kind, family in subjects if not kind and _all_of(family, subjects, all_subjects)
    }
    for kind, family in subjects:
        if family not in whole:
            words.append(kind or f"the rest of {family}")
        elif not kind:
            words.append(f"all of {family}")
    return listed(words)


def between(low: float, high: float | None) -> str:
    """Return which scores are meant, after what they are scores of; `high` is exclusive."""
    if high is None:
        if low == USUAL_SCORE:
            return ""
        return f" from {low:g} on" if low else " of any score"
    return f" from {low:g} to below {high:g}" if low else f" below {high:g}"


def _all_of(
    family: str,
    subjects: Collection[tuple[str, str]],
    all_subjects: Collection[tuple[str, str]],
) -> bool:
    return all(each in subjects for each in all_subjects if each[1] == family)


def _roles(roles: Sequence[str]) -> str:
    return f"the role{'s' if len(roles) > 1 else ''} {listed(roles)}"
