"""Everything kept about one conversation: its key, its state, its part of the vault.

A dossier is opened for one text and thrown away after it. The data key, the number of
placeholders given out, state and values lie in the store; the state and every value are sealed
under the data key, which is wrapped by the master key. Two processes may have a dossier of the
same conversation open: every change says what it replaces, and is made again on top of the
other's where that came first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from chatward.errors import StoreError
from chatward.kinds import from_presidio
from chatward.memory.conversation import Conversation
from chatward.memory.data_key import DataKey, new_data_key, unwrapped
from chatward.memory.keys import Keyring
from chatward.memory.placeholder import PLACEHOLDER
from chatward.memory.ports import Change, Store
from chatward.memory.records import (
    DAMAGED,
    STATE_NAME,
    about,
    number_in,
    number_record,
    state_in,
    value_in,
    value_record,
)
from chatward.memory.rooms import KEY, STATE, VAULT, WRAPPED

_ATTEMPTS = 200
"""Every failed attempt is a change that another process made: so many in a row mean a fault."""

_BUSY = "the store changed so often that nothing could be written"


class Outdated(Exception):  # noqa: N818 (an outcome, caught where the dossier was opened)
    """What was assumed of a conversation is not so any more: read it, and decide again."""


@dataclass
class Dossier:
    """One conversation, opened.

    Attributes:
        store: Where it lies.
        owner: What the store calls the conversation.
        key: Its data key.
        wrapped: That key as it lies in the store.
        saved: Whether it lies there yet.
        state: The conversation as it was read, or last written.
        sealed_state: That state as it lies in the store; None = nowhere.
        lives: Seconds that each of its drawers lives after every text.
        keys: What unwraps data keys.
        assumed: Whether it was not read but is what this process last wrote; the first update
            tells whether that still stands.

    """

    store: Store = field(repr=False)
    owner: str
    key: DataKey
    wrapped: bytes = field(repr=False)
    saved: bool
    state: Conversation
    sealed_state: bytes | None = field(repr=False)
    lives: Mapping[str, float] = field(repr=False)
    keys: Keyring = field(repr=False)
    assumed: bool = False

    def issue(self, kind: str, value: str, *, own: bool = True) -> str:
        """Return the placeholder of a value; always the same within a conversation.

        Args:
            kind: Of the value.
            value: Any string.
            own: Whether the user brought it up; once he has, it stays his own.

        Raises:
            StoreError: The store failed.

        """
        number = self.numbered(kind, value, own=own)
        return self.key.placeholder(kind, number)

    def numbered(self, kind: str, value: str, *, own: bool = True, exact: bool = False) -> int:
        """Return the number of a value among those of its kind; a new one where it has none.

        With `exact`, of the value as it is written: other spellings are other values.
        """
        last: tuple[bytes | None, int] = (None, 0)
        for _ in range(_ATTEMPTS):
            name, counter = f"v:{self.key.name_of(kind, value, exact=exact)}", f"n:{kind}"
            wrapped, entry, given = self.store.read(
                self.owner, [(KEY, WRAPPED), (VAULT, name), (KEY, counter)]
            )
            if self._is_stale(wrapped):
                continue
            if entry is not None:
                number, is_own = number_in(self.opened(entry, VAULT, name))
                if is_own or not own or self._make_own(kind, number, name, entry):
                    return number
                continue
            # A number that is taken although it was not given out, because of a store that was
            # put back or a process that died in between, is left out.
            last = (given, last[1] + 1) if last[0] == given and last[1] else (given, 1)
            number = int(given or b"0") + last[1]
            placed = f"p:{kind}:{number}"
            changes = [
                self.holding_key(),
                Change(KEY, counter, given, str(number).encode()),
                Change(VAULT, name, None, self.sealed(number_record(number, own=own), VAULT, name)),
                Change(
                    VAULT, placed, None, self.sealed(value_record(value, own=own), VAULT, placed)
                ),
            ]
            if self.write(changes):
                return number
        raise StoreError(_BUSY)

    def _make_own(self, kind: str, number: int, name: str, entry: bytes) -> bool:
        """Note that the user has brought up a value, too; tell whether that was written."""
        placed = f"p:{kind}:{number}"
        (kept,) = self.store.read(self.owner, [(VAULT, placed)])
        value, _ = self.owned_value(kind, number) or (None, False)
        if kept is None or value is None:
            return True  # its life is over
        number_now = self.sealed(number_record(number, own=True), VAULT, name)
        value_now = self.sealed(value_record(value, own=True), VAULT, placed)
        return self.write(
            [
                self.holding_key(),
                Change(VAULT, name, entry, number_now),
                Change(VAULT, placed, kept, value_now),
            ]
        )

    def known(self, kind: str, value: str) -> str | None:
        """Return the placeholder if the value is the user's own and has one, and issue none."""
        number, own = self._entry_of(kind, value)
        return self.key.placeholder(kind, number) if number is not None and own else None

    def number_of(self, kind: str, value: str) -> int | None:
        """Return the number of a value among those of its kind; None where it has none."""
        return self._entry_of(kind, value)[0]

    def _entry_of(self, kind: str, value: str) -> tuple[int | None, bool]:
        name = f"v:{self.key.name_of(kind, value)}"
        (entry,) = self.store.read(self.owner, [(VAULT, name)])
        return (None, False) if entry is None else number_in(self.opened(entry, VAULT, name))

    def is_genuine(self, word: str, number: int, tag: str) -> bool:
        """Tell whether a placeholder of these parts was made for this conversation."""
        return self.key.is_genuine(word, number, tag)

    def value(self, kind: str, number: int) -> str | None:
        """Return the n-th value of a kind; None where its life is over."""
        found = self.owned_value(kind, number)
        return None if found is None else found[0]

    def owned_value(self, kind: str, number: int) -> tuple[str, bool] | None:
        """Return the n-th value of a kind, and whether the user brought it up himself."""
        name = f"p:{kind}:{number}"
        (entry,) = self.store.read(self.owner, [(VAULT, name)])
        if entry is None:
            return None
        plain = self.opened(entry, VAULT, name)
        return value_in(plain)

    def value_of(self, placeholder: str) -> str | None:
        """Return the value behind a placeholder that was given to this conversation; else None."""
        match = PLACEHOLDER.fullmatch(placeholder)
        if match is None or not self.is_genuine(match[1], int(match[2]), match[3]):
            return None
        return self.value(from_presidio(match[1]), int(match[2]))

    def update(self, change: Callable[[Conversation], Conversation]) -> Conversation:
        """Change the state, on top of whatever others have made of it; return the new one.

        Raises:
            StoreError: The store failed.
            Outdated: The dossier was assumed, and another process has written since.

        """
        for _ in range(_ATTEMPTS):
            changed = change(self.state)
            sealed = self.sealed(msgspec.json.encode(changed), STATE, STATE_NAME)
            if self.write(
                [self.holding_key(), Change(STATE, STATE_NAME, self.sealed_state, sealed)]
            ):
                self.state, self.sealed_state, self.assumed = changed, sealed, False
                return changed
            if self.assumed:
                raise Outdated
            self._read_again()
        raise StoreError(_BUSY)

    def keep(self, room: str, name: str, plain: bytes, life_seconds: float) -> None:
        """Keep something else under the conversation's key, in a drawer of its own."""
        for _ in range(_ATTEMPTS):
            changes = [
                self.holding_key(),
                Change(room, name, None, self.sealed(plain, room, name)),
            ]
            if self.write(changes, {room: life_seconds}):
                return
            self._read_again()
        raise StoreError(_BUSY)

    def kept(self, room: str, name: str) -> bytes | None:
        """Return what `keep` has kept; None where its life is over."""
        (entry,) = self.store.read(self.owner, [(room, name)])
        return None if entry is None else self.opened(entry, room, name)

    def holding_key(self) -> Change:
        """Return the condition that the key is still this one, or the change that saves it."""
        return Change(KEY, WRAPPED, self.wrapped if self.saved else None, self.wrapped)

    def write(self, changes: list[Change], more_lives: Mapping[str, float] | None = None) -> bool:
        """Make changes, one of them `holding_key`, and let all live on; tell whether they were."""
        lives = {**self.lives, **(more_lives or {})}
        done = self.store.write(self.owner, changes, lives)
        self.saved = self.saved or done
        return done

    def _read_again(self) -> None:
        wrapped, sealed = self.store.read(self.owner, [(KEY, WRAPPED), (STATE, STATE_NAME)])
        self._is_stale(wrapped)
        lost = wrapped is None  # and so has what lies there
        self.state = Conversation() if lost else state_in(sealed, self.key, self.owner)
        self.sealed_state = sealed

    def _is_stale(self, wrapped: bytes | None) -> bool:
        """Tell whether the store has another key by now, and take that."""
        if wrapped == (self.wrapped if self.saved else None):
            return False
        if wrapped is None:  # forgotten while this text was looked at: the old key must not return
            self.key, self.saved = new_data_key(), False
            self.wrapped = self.keys.wrap(self.key.secret, self.owner)
        else:
            self.key = unwrapped(self.keys, wrapped, self.owner)
            self.wrapped, self.saved = wrapped, True
        return True

    def sealed(self, plain: bytes, room: str, name: str) -> bytes:
        """Return something encrypted under the conversation's key, bound to where it lies."""
        return self.key.seal(plain, about(self.owner, room, name))

    def opened(self, sealed: bytes, room: str, name: str) -> bytes:
        """Return what was sealed.

        Raises:
            StoreError: It is damaged, or was sealed by another key or for another place.

        """
        plain = self.key.open(sealed, about(self.owner, room, name))
        if plain is None:
            raise StoreError(DAMAGED.format(room))
        return plain


def open_dossier(store: Store, owner: str, keys: Keyring, lives: Mapping[str, float]) -> Dossier:
    """Read what is kept about a conversation.

    Args:
        store: Where it lies.
        owner: What the store calls it.
        keys: What unwraps its data key.
        lives: Seconds that its drawers live after every text.

    Raises:
        StoreError: The store failed, or what lies there is damaged or not ours.

    """
    wrapped, sealed = store.read(owner, [(KEY, WRAPPED), (STATE, STATE_NAME)])
    saved = wrapped is not None
    if wrapped is None:  # whatever lies there has lost its key, and is written over
        key, state = new_data_key(), Conversation()
        wrapped = keys.wrap(key.secret, owner)
    else:
        key = unwrapped(keys, wrapped, owner)
        state = state_in(sealed, key, owner)
    return Dossier(store, owner, key, wrapped, saved, state, sealed, lives, keys)
