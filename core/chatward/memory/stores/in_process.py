"""Memory of one process: nothing to install, gone at exit.

The store keeps the owners used last and drops the longest unused beyond a limit, so that a server
that runs for months does not grow without end.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chatward.memory.ports import FOREVER, Change, Drawer

# One lock for every store of the process, because a fork has to hold them all: a child that was
# forked in the middle of somebody's write would otherwise inherit half of it, and a closed lock.
_LOCK = threading.Lock()
os.register_at_fork(
    before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
)


@dataclass(slots=True)
class _Kept:
    """One drawer."""

    fields: dict[str, bytes] = field(default_factory=dict, repr=False)
    touched: float = 0.0
    expires: float = FOREVER


class InProcessStore:
    """Drawers in memory, safe for many threads.

    Args:
        kept_owners: How many owners are kept, at least 1; of more, those unused longest are
            dropped with all their drawers.
        clock: Tells seconds since the epoch.

    """

    blocking = False
    durable = False

    def __init__(self, kept_owners: int = 10_000, clock: Callable[[], float] = time.time) -> None:
        self._kept_owners = kept_owners
        self._clock = clock
        self._owners: OrderedDict[str, dict[str, _Kept]] = OrderedDict()

    def __repr__(self) -> str:
        """Tell how much is kept, never what."""
        return f"InProcessStore({len(self._owners)} owners)"

    def read(self, owner: str, fields: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Return fields by (room, name), None where there is none or its life is over."""
        with _LOCK:
            drawers = self._owners.get(owner)
            if drawers is None:
                return [None] * len(fields)
            self._owners.move_to_end(owner)
            now = self._clock()
            found: list[bytes | None] = []
            for room, name in fields:
                kept = drawers.get(room)
                found.append(kept.fields.get(name) if kept and kept.expires > now else None)
            return found

    def write(self, owner: str, changes: Sequence[Change], lives: Mapping[str, float]) -> bool:
        """Make all changes, or none where a field is not what it was; tell which."""
        with _LOCK:
            now = self._clock()
            drawers = self._owners.get(owner, {})
            for change in changes:
                kept = drawers.get(change.room)
                stands = kept.fields.get(change.name) if kept and kept.expires > now else None
                if stands != change.was:
                    return False
            self._owners[owner] = drawers
            _make(drawers, changes, now)
            _prolong(drawers, lives, now)
            self._drop_unused(owner)
            return True

    def room(self, owner: str, room: str) -> dict[str, bytes]:
        """Return all fields of a drawer; empty where there is none."""
        with _LOCK:
            kept = self._owners.get(owner, {}).get(room)
            return dict(kept.fields) if kept and kept.expires > self._clock() else {}

    def drop(self, owner: str, room: str | None = None) -> int:
        """Drop a drawer, or all of an owner's; return how many lay there."""
        with _LOCK:
            drawers = self._owners.get(owner, {})
            gone = list(drawers) if room is None else [room] if room in drawers else []
            for each in gone:
                del drawers[each]
            if not drawers:
                self._owners.pop(owner, None)
            return len(gone)

    def drawers(self) -> Iterator[Drawer]:
        """Return every drawer, those included whose life is over but that still lie there."""
        with _LOCK:
            found = [
                Drawer(owner, room, kept.touched)
                for owner, drawers in self._owners.items()
                for room, kept in drawers.items()
            ]
        return iter(found)

    def close(self) -> None:
        """Do nothing: there are no connections, and what is kept is kept."""

    def _drop_unused(self, owner: str) -> None:
        if not self._owners[owner]:
            del self._owners[owner]
            return
        self._owners.move_to_end(owner)
        for _ in range(len(self._owners) - self._kept_owners):
            unused, drawers = self._owners.popitem(last=False)
            if any(kept.expires == FOREVER for kept in drawers.values()):
                self._owners[unused] = drawers  # meant to stay


def _make(drawers: dict[str, _Kept], changes: Sequence[Change], now: float) -> None:
    """Write what changes; a drawer whose life is over starts anew, one left empty is gone."""
    emptier: list[str] = []
    for change in changes:
        if change.now == change.was:
            continue
        kept = drawers.get(change.room)
        if not kept or kept.expires <= now:
            kept = drawers[change.room] = _Kept()
        kept.touched = now
        if change.now is None:
            kept.fields.pop(change.name, None)
            emptier.append(change.room)
        else:
            kept.fields[change.name] = change.now
    for room in emptier:
        if room in drawers and not drawers[room].fields:
            del drawers[room]


def _prolong(drawers: dict[str, _Kept], lives: Mapping[str, float], now: float) -> None:
    for room, seconds in lives.items():
        kept = drawers.get(room)
        if kept and kept.expires > now:
            kept.touched, kept.expires = now, now + seconds
