"""What open incidents hold back for a whole bot: locked tools, a frozen vault, another profile.

It lies in the store, so that all workers go by it; each reads it again after a few seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chatward.errors import StoreError
from chatward.memory.ports import FOREVER, Change, Store

READ_EVERY_SECONDS = 2.0
"""So long a worker goes by what it has read, and by a store that has failed."""

LOCK_TOOL = "lock-tool"
FREEZE_VAULT = "freeze-vault"
PROFILE = "profile"
ANY_TOOL = "*"

STRICTEST_FIRST = ("strict", "balanced")
"""The profiles that an incident may put in force."""

_OWNER = _ROOM = "containment"
_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class Contained:
    """What is held back now.

    Attributes:
        locked_tools: Tools that must not be called; `ANY_TOOL` stands for all.
        frozen: No pseudonym may be turned back into its value.
        profile: Profile to go by instead of the policy; None = the policy.

    """

    locked_tools: frozenset[str] = frozenset()
    frozen: bool = False
    profile: str | None = None

    def locks(self, tool: str) -> bool:
        """Tell whether a tool must not be called."""
        return bool(self.locked_tools) and bool(self.locked_tools & {tool, ANY_TOOL})


NOTHING = Contained()


class Containment:
    """Holds back, lets go, and tells what is held back.

    Args:
        store: Where it lies.
        bot: As the policy calls it; what is held back for all bots of the store counts for it, too.

    """

    def __init__(self, store: Store, bot: str = "") -> None:
        self._store = store
        self._bot = bot
        self._known: tuple[float, Contained | None] | None = None

    def read(self, now: float) -> Contained:
        """Return what is held back, as it was at most `READ_EVERY_SECONDS` ago.

        Raises:
            StoreError: The store failed, now or so long ago.

        """
        known = self._known
        if known is None or not 0.0 <= now - known[0] < READ_EVERY_SECONDS:
            known = self._known = (now, self._read())
        if known[1] is None:
            msg = "the store failed, so nobody knows what incidents hold back"
            raise StoreError(msg)
        return known[1]

    def is_stale(self, now: float) -> bool:
        """Tell whether `read` would ask the store."""
        known = self._known
        return known is None or not 0.0 <= now - known[0] < READ_EVERY_SECONDS

    def hold(self, incident: str, what: str, bot: str = "") -> None:
        """Hold something back on account of an incident.

        Args:
            incident: Its id.
            what: ``"lock-tool:NAME"``, ``"freeze-vault"`` or ``"profile:NAME"``.
            bot: For which bot; empty = for all over this store.

        Raises:
            StoreError: The store failed.

        """
        self._set(_name(incident, what), bot.encode("utf-8", "surrogatepass"))

    def let_go(self, incident: str, what: str) -> bool:
        """Hold something back no more, unless another incident does; tell whether it was held.

        Raises:
            StoreError: The store failed.

        """
        return self._set(_name(incident, what), None)

    def _set(self, name: str, value: bytes | None) -> bool:
        """Set a field, whatever it was; tell whether it was there."""
        self._known = None
        for _ in range(_ATTEMPTS):
            (was,) = self._store.read(_OWNER, [(_ROOM, name)])
            if was == value:
                return was is not None
            if self._store.write(_OWNER, [Change(_ROOM, name, was, value)], {_ROOM: FOREVER}):
                self._known = None
                return was is not None
        msg = "the store changed so often that nothing could be written"
        raise StoreError(msg)

    def _read(self) -> Contained | None:
        try:
            held = self._store.room(_OWNER, _ROOM)
        except StoreError:
            return None
        if not held:
            return NOTHING
        ours = {b"", self._bot.encode("utf-8", "surrogatepass")}
        return _contained(
            name.partition(" ")[2] for name, bot in held.items() if not self._bot or bot in ours
        )


def _contained(held: Iterable[str]) -> Contained:
    """Return what many incidents hold back together: the strictest of it."""
    parts = [each.partition(":") for each in held]
    profiles = {name for what, _, name in parts if what == PROFILE}
    return Contained(
        locked_tools=frozenset(name for what, _, name in parts if what == LOCK_TOOL),
        frozen=any(what == FREEZE_VAULT for what, _, _ in parts),
        profile=next((each for each in STRICTEST_FIRST if each in profiles), None),
    )


def _name(incident: str, what: str) -> str:
    return f"{incident} {what}"
