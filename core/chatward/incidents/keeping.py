"""Incidents in a store, so that workers, the command line and people see the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import msgspec

from chatward.errors import StoreError
from chatward.incidents.incident import Incident
from chatward.memory.ports import FOREVER, Change, Store

KEPT_CLOSED = 1_000
"""So many closed incidents are kept; of more the oldest go."""

TIDIED_EVERY = 50
"""After so many openings of a process what is too many goes."""

OWNER = "incidents"
_INCIDENTS, _CAUSES, _KNOWN, _READ = "incidents", "causes", "known", "read"
_LIVES: Mapping[str, float] = {
    _INCIDENTS: FOREVER,
    _CAUSES: FOREVER,
    _KNOWN: FOREVER,
    _READ: FOREVER,
}
_ATTEMPTS = 50
_BUSY = "the store changed so often that an incident could not be written"
_decoder = msgspec.json.Decoder(Incident)


class Incidents:
    """Keeps incidents."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._opened = 0

    def open(self, incident: Incident, quiet_seconds: float) -> tuple[Incident, bool]:
        """Keep a new incident, unless one for the same cause is open that is not old.

        Args:
            incident: The new one.
            quiet_seconds: So long after its opening an open one stands for the new one.

        Returns:
            The new one and True, or the one that is open and False.

        Raises:
            StoreError: The store failed.

        """
        cause = _cause(incident)
        for _ in range(_ATTEMPTS):
            (known,) = self._store.read(OWNER, [(_CAUSES, cause)])
            before = None if known is None else self.find(known.decode())
            if before is not None and _stands(before, incident, quiet_seconds):
                return before, False
            name = incident.id.encode()
            changes = [
                Change(_CAUSES, cause, known, name),
                Change(_INCIDENTS, incident.id, None, msgspec.json.encode(incident)),
            ]
            if self._store.write(OWNER, changes, _LIVES):
                self._tidy()
                return incident, True
        raise StoreError(_BUSY)

    def standing(self, rule: str, about: str) -> Incident | None:
        """Return the open incident that a rule has led to for somebody; None where there is none.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        (known,) = self._store.read(OWNER, [(_CAUSES, _digest(rule, about))])
        found = None if known is None else self.find(known.decode())
        return found if found is not None and found.closed is None else None

    def find(self, name: str) -> Incident | None:
        """Return an incident by its id; None where there is none.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        (written,) = self._store.read(OWNER, [(_INCIDENTS, name)])
        return None if written is None else _read(written)

    def all(self) -> list[Incident]:
        """Return all incidents, the newest first.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        found = map(_read, self._store.room(OWNER, _INCIDENTS).values())
        return sorted(found, key=lambda each: (-each.opened, each.id))

    def change(self, name: str, change: Callable[[Incident], Incident]) -> Incident | None:
        """Change an incident on top of what others have made of it.

        Args:
            name: Its id.
            change: Returns the new one; the same one where there is nothing to change.

        Returns:
            The new one; None where there is none of this id, or nothing was to be changed.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        for _ in range(_ATTEMPTS):
            (written,) = self._store.read(OWNER, [(_INCIDENTS, name)])
            if written is None:
                return None
            before = _read(written)
            after = change(before)
            if after == before:
                return None
            now = msgspec.json.encode(after)
            if self._store.write(OWNER, [Change(_INCIDENTS, name, written, now)], _LIVES):
                return after
        raise StoreError(_BUSY)

    def is_first(self, rule: str, about: str) -> bool:
        """Tell whether nobody has seen a value before, and note that it was seen now.

        Raises:
            StoreError: The store failed.

        """
        change = Change(_KNOWN, _digest(rule, about), None, b"1")
        return self._store.write(OWNER, [change], _LIVES)

    def read_until(self, log: str) -> float | None:
        """Return the time of the last event that was looked at in a log; None = none was.

        Raises:
            StoreError: The store failed.

        """
        (written,) = self._store.read(OWNER, [(_READ, _digest(log, ""))])
        try:
            return None if written is None else float(written)
        except ValueError:
            return None

    def note_read(self, log: str, until: float) -> None:
        """Note how far a log was looked at.

        Raises:
            StoreError: The store failed.

        """
        name = _digest(log, "")
        (before,) = self._store.read(OWNER, [(_READ, name)])
        # Of two that watch the same log at once either may come first: it is the same file.
        self._store.write(OWNER, [Change(_READ, name, before, repr(until).encode())], _LIVES)

    def _tidy(self) -> None:
        """Drop the oldest closed ones, now and then, and what they were the cause of."""
        self._opened += 1
        if self._opened % TIDIED_EVERY:
            return
        room = self._store.room(OWNER, _INCIDENTS)
        closed = [
            (each, written)
            for written in room.values()
            if (each := _read(written)).closed is not None and not each.held
        ]
        closed.sort(key=lambda pair: pair[0].opened)
        causes = self._store.room(OWNER, _CAUSES)
        for incident, written in closed[: max(0, len(closed) - KEPT_CLOSED)]:
            self._store.write(OWNER, _without(incident, written, causes), _LIVES)


def _without(incident: Incident, written: bytes, causes: Mapping[str, bytes]) -> list[Change]:
    changes = [Change(_INCIDENTS, incident.id, written, None)]
    cause = _cause(incident)
    if causes.get(cause) == incident.id.encode():
        changes.append(Change(_CAUSES, cause, causes[cause], None))
    return changes


def _stands(before: Incident, new: Incident, quiet_seconds: float) -> bool:
    return before.closed is None and abs(new.opened - before.opened) <= quiet_seconds


def _cause(incident: Incident) -> str:
    # A drill must not keep a real one quiet, nor the other way round.
    return _digest(f"drill {incident.id}" if incident.drill else incident.rule, incident.about)


def _digest(rule: str, about: str) -> str:
    text = f"{rule}\0{about}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]


def _read(written: bytes) -> Incident:
    try:
        return _decoder.decode(written)
    except (msgspec.DecodeError, UnicodeDecodeError):
        msg = "an incident in the store cannot be read: it is damaged"
        raise StoreError(msg) from None
