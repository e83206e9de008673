"""The seam where a guard remembers: a store of bytes.

Everything that outlives one text lies in *drawers*. A drawer belongs to an owner (a conversation,
by a name that does not tell its id), stands in a room ("state", "vault" ...), holds named fields,
and lives and dies as one. A store keeps bytes and knows nothing of what they mean; all it promises
is that changes are made together or not at all. `chatward.memory.dossier` is built on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

FOREVER = float("inf")
"""The life of a drawer that no clock ends, in seconds."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what it was to what it becomes.

    Attributes:
        room: Which of the owner's drawers.
        name: Which field.
        was: What must still stand there for the change to be made; None = nothing.
        now: What will stand there; None = nothing. The same as `was` where it is a condition only.

    """

    room: str
    name: str
    was: bytes | None = field(repr=False)
    now: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Drawer:
    """A drawer as retention sees it.

    Attributes:
        owner: Whose.
        room: Which.
        touched: When it was last written to or lived on with others, seconds since the epoch.

    """

    owner: str
    room: str
    touched: float


class Store(Protocol):
    """Keeps drawers. Safe for many threads; survives a fork.

    Every method raises `StoreError` where the store cannot be reached, is full or is damaged;
    its message holds no value, no password and no owner.
    """

    blocking: bool
    """Whether a call may wait for a disk or a network: async doors then leave the event loop."""

    durable: bool
    """Whether it outlives the process: the master key must, too."""

    def read(self, owner: str, fields: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Return fields by (room, name), None where there is none or its life is over.

        All of them as of one moment, in one round trip.
        """
        ...

    def write(self, owner: str, changes: Sequence[Change], lives: Mapping[str, float]) -> bool:
        """Make all changes, or none where a field is not what it was; tell which.

        Args:
            owner: Whose drawers.
            changes: What to change, atomically, in one round trip.
            lives: Seconds that drawers live from now on, by room: those written to, and others
                that live on with them where they exist. One that is not named keeps its life.

        """
        ...

    def room(self, owner: str, room: str) -> dict[str, bytes]:
        """Return all fields of a drawer; empty where there is none."""
        ...

    def drop(self, owner: str, room: str | None = None) -> int:
        """Drop a drawer, or all of an owner's; return how many there were."""
        ...

    def drawers(self) -> Iterator[Drawer]:
        """Return every drawer, those included whose life is over but that still lie there."""
        ...

    def close(self) -> None:
        """Let go of connections; the next call opens them again."""
        ...
