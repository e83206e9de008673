"""Where chance comes from: the seed and the attempt, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

_STRIDE = 7_919
"""A prime, so that steps of this width come by every place of a list that is no multiple of it."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The chance that one surrogate is made from.

    Attributes:
        random: Comes out the same for the same seed and attempt.
        start: Where a walk through a short list begins; the same for every attempt.
        attempt: Which step of that walk this is.
        locale: Whose names and places.

    """

    random: Random
    start: int
    attempt: int
    locale: str

    def nth(self, size: int) -> int:
        """Return a place in a list; another one for each attempt, as long as there are any."""
        step = _STRIDE if size % _STRIDE else 1
        return (self.start + self.attempt * step) % size

    def one_of(self, items: Sequence[str]) -> str:
        """Return a member of a short list; another one for each attempt."""
        return items[self.nth(len(items))]


Maker = Callable[[str, Draw], "str | None"]
"""Makes a surrogate for a value; None where it can make none."""


def draw(seed: bytes, attempt: int, turn: int, locale: str) -> Draw:
    """Return the chance for a seed and an attempt.

    Args:
        seed: Any bytes; secret, if nobody is to make the same surrogates.
        attempt: Counts up from 0 where a surrogate is taken already.
        turn: Counts up from 0 where a surrogate turned out to be the value itself.
        locale: A locale of Faker.

    """
    return Draw(
        random=Random(_number(seed, b"draw %d %d" % (attempt, turn))),  # noqa: S311 (repeatable)
        start=_number(seed, b"start"),
        attempt=attempt + turn,
        locale=locale,
    )


def _number(seed: bytes, what: bytes) -> int:
    digest = hashlib.sha256(hashlib.sha256(seed).digest() + what).digest()
    return int.from_bytes(digest, "big")
