"""Two stores as one: keys in one, all that they encrypt in the other.

A backup of the second is of no use without the first. So where the first is left out of backups,
what was forgotten is gone from them, too: its key lay nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from chatward.memory.ports import Change, Drawer, Store
from chatward.memory.rooms import KEY, NAMES, WRAPPED

_APART = frozenset({KEY, NAMES})


class KeysApart:
    """Drawers with keys in a store of their own.

    A write is made in the store of keys first. Where it is refused in the other one, or a process
    dies between the two, a number stays unused or a key was made for nothing; no more than that.

    Args:
        main: Where everything else lies.
        keys: Where keys lie, and how many placeholders they have made.

    """

    def __init__(self, main: Store, keys: Store) -> None:
        self._main = main
        self._keys = keys
        self.blocking = main.blocking or keys.blocking
        self.durable = main.durable or keys.durable

    def __repr__(self) -> str:
        """Tell which stores."""
        return f"KeysApart({self._main!r}, keys={self._keys!r})"

    def read(self, owner: str, fields: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Return fields by (room, name), None where there is none or its life is over.

        Keys as of a later moment than all else, so that there is a key to what was found.
        """
        found: dict[tuple[str, str], bytes | None] = {}
        for store in (self._main, self._keys):
            asked = [each for each in fields if self._store_of(each[0]) is store]
            if asked:
                found.update(zip(asked, store.read(owner, asked), strict=True))
        return [found[each] for each in fields]

    def write(self, owner: str, changes: Sequence[Change], lives: Mapping[str, float]) -> bool:
        """Make all changes, or none but those of keys where a field is not what it was."""
        keys = [each for each in changes if each.room in _APART]
        rest = [each for each in changes if each.room not in _APART]
        if keys and not self._keys.write(owner, keys, _some(lives, apart=True)):
            return False
        if not rest:
            return True
        if not self._main.write(owner, rest, _some(lives, apart=False)):
            return False
        if self._still_holds(owner, keys):
            return True
        # The conversation was forgotten in between, and this would lie there without its key.
        made = [each for each in rest if each.now != each.was]
        undone = [Change(each.room, each.name, each.now, None) for each in made]
        self._main.write(owner, undone, {})
        return False

    def _still_holds(self, owner: str, keys: Sequence[Change]) -> bool:
        held = [Change(each.room, each.name, each.now, each.now) for each in keys]
        held = [each for each in held if each.name == WRAPPED]
        return not held or self._keys.write(owner, held, {})

    def room(self, owner: str, room: str) -> dict[str, bytes]:
        """Return all fields of a drawer; empty where there is none."""
        return self._store_of(room).room(owner, room)

    def drop(self, owner: str, room: str | None = None) -> int:
        """Drop a drawer, or all of an owner's, the key first; return how many there were."""
        if room is not None:
            return self._store_of(room).drop(owner, room)
        return self._keys.drop(owner) + self._main.drop(owner)

    def drawers(self) -> Iterator[Drawer]:
        """Return every drawer of both."""
        return chain(self._keys.drawers(), self._main.drawers())

    def close(self) -> None:
        """Let go of the connections of both."""
        self._keys.close()
        self._main.close()

    def _store_of(self, room: str) -> Store:
        return self._keys if room in _APART else self._main


def _some(lives: Mapping[str, float], *, apart: bool) -> dict[str, float]:
    return {room: life for room, life in lives.items() if (room in _APART) is apart}
