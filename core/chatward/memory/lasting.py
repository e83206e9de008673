"""Drawers that belong to no conversation and that no clock ends, under data keys of their own.

The data key lies beside the drawer it is for, where keys lie, wrapped by the master key: what is
in the drawer outlives a change of the master key, and says nothing without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chatward.errors import StoreError
from chatward.memory.data_key import DataKey, new_data_key, unwrapped
from chatward.memory.keys import Keyring
from chatward.memory.ports import FOREVER, Change, Store
from chatward.memory.records import DAMAGED, about
from chatward.memory.rooms import NAMES

KNOWN_GOOD = "known-good"
PROMPTS = "prompts"

KEY_FIELD = "key"

LASTING_KEYS = tuple((each, NAMES, KEY_FIELD) for each in (KNOWN_GOOD, PROMPTS))
"""Owner, room and field of every key that belongs to no conversation; wrapped anew like others."""

_ATTEMPTS = 50
"""Every failed attempt is a change that another process made: so many in a row mean a fault."""

_BUSY = "the store changed so often that nothing could be written"


@dataclass(frozen=True)
class Contents:
    """All that lies in a drawer, as of one moment.

    Attributes:
        drawer: Its name.
        key: Its data key.
        sealed: What lies there, by name.

    """

    drawer: str
    key: DataKey
    sealed: Mapping[str, bytes] = field(repr=False)

    def opened(self, name: str) -> bytes | None:
        """Return what lies under a name; None where it is damaged."""
        return self.key.open(self.sealed[name], about(self.drawer, self.drawer, name))


@dataclass(frozen=True)
class LastingDrawer:
    """One drawer; its owner and its room have the same name.

    Attributes:
        store: Where it lies.
        keys: What wraps its data key.
        name: What it is called.

    """

    store: Store = field(repr=False)
    keys: Keyring = field(repr=False)
    name: str

    def key(self) -> DataKey | None:
        """Return the data key; None where nothing was ever put there.

        Raises:
            StoreError: The store failed.
            KeyringError: It was wrapped by another master key.

        """
        wrapped = self._wrapped()
        return None if wrapped is None else unwrapped(self.keys, wrapped, self.name)

    def read(self, key: DataKey, name: str) -> bytes | None:
        """Return what lies under a name; None where nothing does.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        sealed = self._raw(name)
        return None if sealed is None else self._opened(key, name, sealed)

    def contents(self) -> Contents | None:
        """Return all that lies there; None where nothing was ever put there.

        Raises:
            StoreError: The store failed.
            KeyringError: Its key was wrapped by another master key.

        """
        key = self.key()
        return (
            None if key is None else Contents(self.name, key, self.store.room(self.name, self.name))
        )

    def put(
        self,
        named: Callable[[DataKey], str],
        change: Callable[[DataKey, bytes | None], bytes | None],
    ) -> bool:
        """Put something there, on top of whatever others have made of it; tell whether it was.

        Args:
            named: Returns under which name it lies.
            change: Returns what will lie there, from what does; None = leave it as it is.

        Raises:
            StoreError: The store failed, or what lies there is damaged.
            KeyringError: The key was wrapped by another master key.

        """
        for _ in range(_ATTEMPTS):
            key, held = self._held_key()
            name = named(key)
            was = self._raw(name)
            plain = change(key, None if was is None else self._opened(key, name, was))
            if plain is None:
                return False
            sealed = key.seal(plain, about(self.name, self.name, name))
            changes = [held, Change(self.name, name, was, sealed)]
            if self.store.write(self.name, changes, {self.name: FOREVER, NAMES: FOREVER}):
                return True
        raise StoreError(_BUSY)

    def remove(self, name: str, only: bytes | None = None) -> bool:
        """Remove what lies under a name, damaged or not; tell whether it was removed.

        Args:
            name: Where it lies.
            only: Remove nothing else; None = whatever lies there.

        Raises:
            StoreError: The store failed.

        """
        for _ in range(_ATTEMPTS):
            was = self._raw(name)
            if was is None or (only is not None and was != only):
                return False
            if self.store.write(self.name, [Change(self.name, name, was, None)], {}):
                return True
        raise StoreError(_BUSY)

    def _held_key(self) -> tuple[DataKey, Change]:
        """Return the key, and the condition that it is still this one or the change that saves it.

        Raises:
            KeyringError: It was wrapped by another master key.

        """
        wrapped = self._wrapped()
        if wrapped is not None:
            key = unwrapped(self.keys, wrapped, self.name)
            return key, Change(NAMES, KEY_FIELD, wrapped, wrapped)
        key = new_data_key()
        fresh = self.keys.wrap(key.secret, self.name)
        return key, Change(NAMES, KEY_FIELD, None, fresh)

    def _wrapped(self) -> bytes | None:
        (found,) = self.store.read(self.name, [(NAMES, KEY_FIELD)])
        return found

    def _raw(self, name: str) -> bytes | None:
        (found,) = self.store.read(self.name, [(self.name, name)])
        return found

    def _opened(self, key: DataKey, name: str, sealed: bytes) -> bytes:
        plain = key.open(sealed, about(self.name, self.name, name))
        if plain is None:
            raise StoreError(DAMAGED.format(self.name))
        return plain
