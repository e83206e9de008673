"""All that is remembered, over one store: opens conversations, forgets them, wraps keys anew."""

from __future__ import annotations

import heapq
import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from copy import copy

from chatward.errors import KeyringError, StoreError
from chatward.memory import rooms
from chatward.memory.data_key import DataKey, unwrapped
from chatward.memory.dossier import Dossier, open_dossier
from chatward.memory.keys import VARIABLE, Keyring
from chatward.memory.ports import FOREVER, Change, Store
from chatward.memory.rooms import Lifetimes

STORE = "store"
"""Owner of what belongs to no conversation."""

ASSUMED_CONVERSATIONS = 1_000
"""Of so many conversations a process knows what it last wrote."""

LOOKED_AT_FIRST = 10_000
"""Of so many conversations, those touched last, a pseudonym is looked for before all others."""

_NAMES_KEY = "key"
_OWNER_CHARS = 32
_DEFAULT = Lifetimes()


class Memory:
    """Conversations in a store, under keys.

    What a store calls a conversation is a MAC of its id; the key of that MAC lies in the store,
    wrapped by the master key, so that names outlive a change of the master key.
    """

    def __init__(self, store: Store, keys: Keyring, lifetimes: Lifetimes = _DEFAULT) -> None:
        """Put memory together.

        Raises:
            KeyringError: The store outlives the process and the master key does not.

        """
        if store.durable and keys.ephemeral:
            msg = f"a store that outlives the process needs a master key: set {VARIABLE}"
            raise KeyringError(msg)
        self.store = store
        self.keys = keys
        self.lifetimes = lifetimes
        self._lives = lifetimes.with_every_text()
        self._names: bytes | None = None
        self._written: OrderedDict[str, Dossier] = OrderedDict()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        """Name the kind of store, nothing else."""
        return f"Memory({type(self.store).__name__})"

    def open(self, conversation: str) -> Dossier:
        """Read what is kept about a conversation.

        Raises:
            StoreError: The store failed, or what lies there is damaged.
            KeyringError: What lies there was wrapped by another master key.

        """
        return open_dossier(self.store, self.owner_of(conversation), self.keys, self._lives)

    def assume(self, conversation: str) -> Dossier:
        """Return what this process last wrote about a conversation, else read it.

        That saves a round trip where one process sees the texts of a conversation one after the
        other. The dossier's first update finds out whether it was so.

        Raises:
            StoreError: As for `open`.
            KeyringError: As for `open`.

        """
        owner = self.owner_of(conversation)
        with self._lock:
            last = self._written.get(owner)
        if last is None:
            return open_dossier(self.store, owner, self.keys, self._lives)
        again = copy(last)
        again.assumed = True
        return again

    def note(self, dossier: Dossier) -> None:
        """Remember what was just written about a conversation, for `assume`."""
        with self._lock:
            self._written[dossier.owner] = dossier
            self._written.move_to_end(dossier.owner)
            while len(self._written) > ASSUMED_CONVERSATIONS:
                self._written.popitem(last=False)

    def doubt(self, dossier: Dossier) -> None:
        """Read the conversation next time."""
        with self._lock:
            self._written.pop(dossier.owner, None)

    def open_owner(self, owner: str) -> Dossier:
        """Read what is kept about a conversation that is known by its name in the store only."""
        return open_dossier(self.store, owner, self.keys, self._lives)

    def owner_of(self, conversation: str) -> str:
        """Return what the store calls a conversation."""
        if self._names is None:
            self._names = self._names_key()
        text = conversation.encode("utf-8", "surrogatepass")
        return hmac.digest(self._names, text, "sha256").hex()[:_OWNER_CHARS]

    def owner_of_pseudonym(self, pseudonym: str) -> str | None:
        """Return what the store calls the conversation that the audit log calls so.

        Those that this process last wrote are looked at first, then all that lie in the store,
        the latest first: a quarter of a second for 10,000 in SQLite. None where there is none, or
        not any more.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        with self._lock:
            written = list(self._written.values())
        for dossier in reversed(written):
            if dossier.key.pseudonym == pseudonym:
                return dossier.owner
        self.owner_of("")  # with a wrong key none would be found, and nobody would know why
        return next((each for each in self._latest_first() if self._is(each, pseudonym)), None)

    def forget(self, conversation: str) -> int:
        """Drop a conversation's key and all that lies under it; return how many drawers went."""
        unwrapped.cache_clear()
        owner = self.owner_of(conversation)
        with self._lock:
            self._written.pop(owner, None)
        return self.store.drop(owner)

    def conversations(self) -> Iterator[str]:
        """Return what the store calls each conversation that has a key."""
        return (each.owner for each in self.store.drawers() if each.room == rooms.KEY)

    def rotate(self) -> int:
        """Wrap every key anew by the newest master key; return how many were."""
        from chatward.memory.lasting import LASTING_KEYS  # noqa: PLC0415 (hardly ever needed)

        names = [(STORE, rooms.NAMES, _NAMES_KEY), *LASTING_KEYS]
        keys = [(owner, rooms.KEY, rooms.WRAPPED) for owner in self.conversations()]
        return sum(self._wrap_anew(*each) for each in (*names, *keys))

    def _latest_first(self) -> Iterator[str]:
        """Return what the store calls each conversation; the newest again among all others."""
        keys = (each for each in self.store.drawers() if each.room == rooms.KEY)
        latest = heapq.nlargest(LOOKED_AT_FIRST, keys, key=lambda each: each.touched)
        yield from (each.owner for each in latest)
        if len(latest) == LOOKED_AT_FIRST:
            yield from self.conversations()

    def _is(self, owner: str, pseudonym: str) -> bool:
        (wrapped,) = self.store.read(owner, [(rooms.KEY, rooms.WRAPPED)])
        try:
            return wrapped is not None and self._has(wrapped, owner, pseudonym)
        except KeyringError:  # of another master key, so none of ours
            return False

    def _has(self, wrapped: bytes, owner: str, pseudonym: str) -> bool:
        """Tell whether a key makes a pseudonym; not by the cache, which a search would empty."""
        return DataKey(self.keys.unwrap(wrapped, owner)).pseudonym == pseudonym

    def _wrap_anew(self, owner: str, room: str, name: str) -> bool:
        (wrapped,) = self.store.read(owner, [(room, name)])
        if wrapped is None or self.keys.wraps(wrapped):
            return False
        again = self.keys.wrap(self.keys.unwrap(wrapped, owner), owner)
        # No life: a drawer lives on as its own bot's policy said, which need not be this one's.
        if not self.store.write(owner, [Change(room, name, wrapped, again)], {}):
            return self._wrap_anew(owner, room, name)
        return True

    def _names_key(self) -> bytes:
        for _ in range(2):
            (wrapped,) = self.store.read(STORE, [(rooms.NAMES, _NAMES_KEY)])
            if wrapped is not None:
                return self.keys.unwrap(wrapped, STORE)
            wrapped = self.keys.wrap(secrets.token_bytes(32), STORE)
            change = Change(rooms.NAMES, _NAMES_KEY, None, wrapped)
            if self.store.write(STORE, [change], {rooms.NAMES: FOREVER}):
                return self.keys.unwrap(wrapped, STORE)
        msg = "the store does not keep what is written to it"
        raise StoreError(msg)
