"""Addresses of people, under names that do not tell them.

A messaging channel knows people by telephone number or e-mail address, and a bot keeps
everything about somebody under that. With a name of ours in its place, the address lies in the
store alone, under the key of the conversation that bears the name: forgetting it forgets the
address, and answers still reach whoever they are for, from any worker and after a restart.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field

from chatward.errors import StoreError
from chatward.memory.dossier import Dossier
from chatward.memory.memory import Memory
from chatward.memory.ports import Change
from chatward.memory.rooms import ADDRESS

_NAME = re.compile(r"user_[a-p]{16}")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_LETTERS_WRITTEN = 16
_FIELD = "address"
_ATTEMPTS = 20
"""Every failed attempt is a write of another worker: so many in a row mean a fault."""

_ABOUT = "\0address\0"


@dataclass(frozen=True)
class Addresses:
    """Names addresses, keeps them, and tells them again.

    Attributes:
        memory: Where they lie.

    """

    memory: Memory = field(repr=False)

    def name(self, address: str) -> str:
        """Return the name of an address, always the same one; nothing is written.

        Such as ``user_cjkaabpldfmhnoeg``: letters only, so that nothing takes it for a value.

        Raises:
            StoreError: The store failed.

        """
        memory = self.memory
        if memory.store.durable:  # the key of names lies there and outlives the master key
            digest = memory.owner_of(_ABOUT + address)
        else:
            key = memory.keys.subkey("addresses")
            digest = hmac.digest(key, address.encode("utf-8", "surrogatepass"), "sha256").hex()
        return "user_" + digest[:_LETTERS_WRITTEN].translate(_LETTERS)

    def keep(self, address: str) -> str:
        """Keep an address, if it is not kept already; return its name.

        Raises:
            StoreError: The store failed.

        """
        name = self.name(address)
        for _ in range(_ATTEMPTS):
            dossier = self.memory.open(name)
            if _kept_in(dossier) is not None or self._written(dossier, address):
                return name
        msg = "the store changed so often that an address could not be written"
        raise StoreError(msg)

    def find(self, name: str) -> str | None:
        """Return the address that a name stands for; None where it is not kept, or not any more.

        Raises:
            StoreError: The store failed, or what lies there is damaged.

        """
        if not is_name(name):
            return None
        plain = _kept_in(self.memory.open(name))
        return None if plain is None else plain.decode("utf-8", "surrogatepass")

    def _written(self, dossier: Dossier, address: str) -> bool:
        """Write an address; tell whether nobody else wrote at the same moment."""
        sealed = dossier.sealed(address.encode("utf-8", "surrogatepass"), ADDRESS, _FIELD)
        change = Change(ADDRESS, _FIELD, None, sealed)
        life = self.memory.lifetimes.of(ADDRESS) or 0.0
        return dossier.write([dossier.holding_key(), change], {ADDRESS: life})


def _kept_in(dossier: Dossier) -> bytes | None:
    """Return the address as it was kept; None where nothing is.

    What has no key yet keeps nothing: what another worker has written since is under a key of its
    own, which only opening the conversation again brings.
    """
    return dossier.kept(ADDRESS, _FIELD) if dossier.saved else None


def is_name(text: str) -> bool:
    """Tell whether a text has the shape of such a name."""
    return _NAME.fullmatch(text) is not None
