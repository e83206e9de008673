"""Texts that were blocked, looked at by a person, and found to be no attack.

A text is known by a keyed digest alone: no text lies here, and none can be guessed without the
master key. Line breaks and white space do not count, everything else does: one other letter is
another text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from chatward.errors import StoreError
from chatward.memory.data_key import DataKey
from chatward.memory.keys import Keyring
from chatward.memory.lasting import KNOWN_GOOD, Contents, LastingDrawer
from chatward.memory.ports import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that is known to be good.

    Attributes:
        id: Keyed digest of the text.
        version: 1 when it was first found good; one more each time it was found good again.
        since: Clock time of that, seconds since the epoch.
        until: Clock time from which on it is not known to be good any more.
        rule: Rule that had stopped it; empty where nobody knew.
        reference: Of the decision.
        note: Why; no text of anybody belongs into it.

    """

    id: str
    version: int
    since: float
    until: float
    rule: str
    reference: str
    note: str


class KnownGood:
    """Knows which texts are good, over a store."""

    def __init__(self, store: Store, keys: Keyring) -> None:
        self._drawer = LastingDrawer(store, keys, KNOWN_GOOD)

    def has(self, text: str, now: float) -> bool:
        """Tell whether a text is known to be good now.

        Never raises: a store that fails knows no good text. One read where no text was ever found
        good, else two.

        Args:
            text: Any string.
            now: Clock time, seconds since the epoch.

        """
        try:
            key = self._drawer.key()
            found = None if key is None else self._drawer.read(key, _id_of(key, text))
            return found is not None and now < _entry_in(found).until
        except Exception:  # noqa: BLE001 (a store may fail in any way; the text stays blocked)
            return False

    def add(
        self, text: str, *, now: float, until: float, rule: str, reference: str, note: str
    ) -> Entry:
        """Know a text to be good; one that is known already gets one more version.

        Args:
            text: Any string that is not blank.
            now: Clock time, seconds since the epoch.
            until: Clock time from which on it is not known to be good any more.
            rule: Rule that had stopped it; empty where nobody knew.
            reference: Of the decision.
            note: Why; no text of anybody belongs into it.

        Raises:
            StoreError: The store failed, or the text is blank.
            KeyringError: The store was written under another master key.

        """
        if not _as_known(text):
            msg = "a text without a character in it cannot be known to be good"
            raise StoreError(msg)
        made: list[Entry] = []

        def renewed(key: DataKey, was: bytes | None) -> bytes:
            version = 1 if was is None else _entry_in(was).version + 1
            made.append(Entry(_id_of(key, text), version, now, until, rule, reference, note))
            return msgspec.json.encode(made[-1])

        self._drawer.put(lambda key: _id_of(key, text), renewed)
        return made[-1]

    def get(self, entry_id: str) -> Entry | None:
        """Return an entry; None where there is none, or none that can be read.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        return next((each for each in self.entries() if each.id == entry_id), None)

    def withdraw(self, entry_id: str) -> bool:
        """Know a text to be good no more; tell whether it was.

        Raises:
            StoreError: The store failed.

        """
        return self._drawer.remove(entry_id)

    def entries(self) -> list[Entry]:
        """Return all entries, the newest first; those that are over included, damaged ones not.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        contents = self._drawer.contents()
        read = [] if contents is None else [entry for _, entry in _read(contents) if entry]
        return sorted(read, key=lambda each: each.since, reverse=True)

    def purge(self, now: float) -> int:
        """Drop the entries that are over, and damaged ones; return how many there were.

        Raises:
            StoreError: The store failed.
            KeyringError: The store was written under another master key.

        """
        contents = self._drawer.contents()
        if contents is None:
            return 0
        over = [name for name, entry in _read(contents) if entry is None or entry.until <= now]
        return sum(self._drawer.remove(name, contents.sealed[name]) for name in over)


def _read(contents: Contents) -> Iterator[tuple[str, Entry | None]]:
    """Yield every entry with its name; None for one that cannot be read."""
    for name in contents.sealed:
        plain = contents.opened(name)
        try:
            yield name, None if plain is None else _entry_in(plain)
        except msgspec.MsgspecError:
            yield name, None


def _entry_in(plain: bytes) -> Entry:
    return msgspec.json.decode(plain, type=Entry)


def _id_of(key: DataKey, text: str) -> str:
    return key.name_of(KNOWN_GOOD, _as_known(text), exact=True)


def _as_known(text: str) -> str:
    """Return a text as it is compared: composed (NFC), white space made one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())
