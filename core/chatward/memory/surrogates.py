"""Surrogates: pseudonyms that look like real values, and how they are found again.

A surrogate is made for a value once; it equals no value of the conversation that was given a
pseudonym before it, and stands for nothing but its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chatward.memory.dossier import Dossier
from chatward.memory.ports import Change
from chatward.memory.rooms import SURROGATES, VAULT

_ATTEMPTS = 200

Make = Callable[[bytes, int], "str | None"]
"""Makes a surrogate from a seed and the number of the attempt; None where it cannot."""


@dataclass(frozen=True, slots=True)
class Surrogate:
    """Which value a surrogate stands for: the n-th of its kind."""

    kind: str
    number: int


def issue_surrogate(
    dossier: Dossier, kind: str, value: str, make: Make, *, own: bool = True
) -> str:
    """Return the surrogate of a value, always the same; a placeholder where none can be made.

    Raises:
        StoreError: The store failed.

    """
    number = dossier.numbered(kind, value, own=own)
    key = dossier.key
    mine = f"t:{key.name_of(kind, value)}"
    seed = key.seed(mine)
    for attempt in range(_ATTEMPTS):
        token = make(seed, attempt)
        if token is None:
            break
        taken, real = f"s:{key.name_of('', token)}", f"v:{key.name_of(kind, token)}"
        had, other, lived = dossier.store.read(
            dossier.owner, [(SURROGATES, mine), (SURROGATES, taken), (VAULT, real)]
        )
        if had is not None:
            return dossier.opened(had, SURROGATES, mine).decode()
        if other is not None or lived is not None:
            continue
        entry = f"{kind}\0{number}\0{token}".encode()
        changes = [
            dossier.holding_key(),
            Change(SURROGATES, mine, None, dossier.sealed(token.encode(), SURROGATES, mine)),
            Change(SURROGATES, taken, None, dossier.sealed(entry, SURROGATES, taken)),
        ]
        if dossier.write(changes):
            return token
        return issue_surrogate(dossier, kind, value, make, own=own)  # somebody else was here
    return key.placeholder(kind, number)


def surrogates_of(dossier: Dossier) -> dict[str, Surrogate]:
    """Return every surrogate of a conversation, and what it stands for.

    Raises:
        StoreError: The store failed.

    """
    found: dict[str, Surrogate] = {}
    for name, sealed in dossier.store.room(dossier.owner, SURROGATES).items():
        if name.startswith("s:"):
            entry = dossier.opened(sealed, SURROGATES, name).decode()
            kind, number, token = entry.split("\0", 2)
            found[token] = Surrogate(kind, int(number))
    return found


def places_of(tokens: dict[str, Surrogate], text: str) -> Iterator[re.Match[str]]:
    """Return where surrogates stand in a text as whole words, the longest where two begin."""
    if not tokens:
        return iter(())
    return pattern_of(tokens).finditer(text)


def pattern_of(tokens: dict[str, Surrogate]) -> re.Pattern[str]:
    """Return what finds any of the surrogates as whole words."""
    longest_first = sorted(tokens, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
