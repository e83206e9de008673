"""Purge what has outlived its time, and look again whether it is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chatward.memory.ports import Drawer, Store
from chatward.memory.rooms import Lifetimes


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge has found and done.

    Attributes:
        purged: How many drawers of each room went.
        left: How many over their time are still there, of each room that has any.
        kept: How many are within their time.

    """

    purged: dict[str, int]
    left: dict[str, int]
    kept: int


def purge(store: Store, lifetimes: Lifetimes, now: float) -> Purge:
    """Drop every drawer whose time is over, then read the store again.

    The lifetimes that hold now are what counts, not those that held when a drawer was written.

    Raises:
        StoreError: The store failed.

    """
    over = [each for each in store.drawers() if is_over(each, lifetimes, now)]
    for drawer in over:
        store.drop(drawer.owner, drawer.room)
    again = list(store.drawers())
    late = _rooms(each for each in again if is_over(each, lifetimes, now))
    readable = _rooms(each for each in over if store.room(each.owner, each.room))
    left = dict(sorted((late | readable).items()))
    return Purge(dict(sorted(_rooms(over).items())), left, len(again) - late.total())


def is_over(drawer: Drawer, lifetimes: Lifetimes, now: float) -> bool:
    """Tell whether a drawer has outlived its time; a clock that was set back ends nothing."""
    life = lifetimes.of(drawer.room)
    return life is not None and now - drawer.touched >= life


def _rooms(drawers: Iterable[Drawer]) -> Counter[str]:
    return Counter(each.room.partition(":")[0] for each in drawers)
