"""Series by their labels, never more than a server can hold: beyond that they are "other".

Rules, tools and bots are named by policies, models and applications, so the log of a busy day
may hold any number of names. A metric keeps the first ones it sees apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

OTHER = "other"
NAMES = 200
"""So many different values of one label are kept apart."""
SERIES = 2_000
"""So many series of one metric are kept apart."""
_CHARS = 100

Labels = tuple[str, ...]
T = TypeVar("T")


class Series(Generic[T]):
    """The series of one metric; what stands for each is made once.

    Args:
        width: How many labels there are.
        make: Returns what stands for a series with these labels.

    """

    def __init__(self, width: int, make: Callable[[Labels], T]) -> None:
        self._make = make
        self._names: tuple[dict[str, str], ...] = tuple({} for _ in range(width))
        self._known: dict[Labels, T] = {}
        self._others: Labels = (OTHER,) * width

    def of(self, labels: Labels) -> T:
        """Return what stands for the series with these labels, or for all that are too many."""
        known = self._known.get(labels)
        return self._new(labels) if known is None else known

    def _new(self, labels: Labels) -> T:
        written = tuple(map(_bounded, self._names, labels))
        if written not in self._known and len(self._known) >= SERIES:
            written = self._others
        made = self._known.get(written)
        if made is None:
            made = self._known[written] = self._make(written)
        if len(self._known) < 2 * SERIES:
            self._known.setdefault(labels, made)
        return made


def _bounded(names: dict[str, str], name: str) -> str:
    """Return a name as it is written: one that can be, and one of not too many."""
    written = names.get(name)
    if written is None:
        if len(names) >= NAMES:
            return OTHER
        # A lone surrogate can be in no exposition format; bytes that are no text become escapes.
        written = name[:_CHARS].encode("utf-8", "backslashreplace").decode()
        names[name] = written
    return written
