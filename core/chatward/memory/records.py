"""What lies in a conversation's drawers, written and read."""

from __future__ import annotations

import msgspec

from chatward.errors import StoreError
from chatward.memory.conversation import Conversation
from chatward.memory.data_key import DataKey
from chatward.memory.rooms import STATE

STATE_NAME = "state"
DAMAGED = "a record in room {!r} cannot be opened: it is damaged or was sealed by another key"

_OWN, _OTHERS = b"+", b"-"
_state_decoder = msgspec.json.Decoder(Conversation)


def about(owner: str, room: str, name: str) -> str:
    """Return the address that a sealed record is bound to."""
    return f"{owner}\0{room}\0{name}"


def state_in(sealed: bytes | None, key: DataKey, owner: str) -> Conversation:
    """Return the state that lies in a store; a fresh one where none does.

    Raises:
        StoreError: It cannot be opened or read.

    """
    if sealed is None:
        return Conversation()
    plain = key.open(sealed, about(owner, STATE, STATE_NAME))
    if plain is None:
        raise StoreError(DAMAGED.format(STATE))
    try:
        return _state_decoder.decode(plain)
    except (msgspec.ValidationError, msgspec.DecodeError):
        raise StoreError(DAMAGED.format(STATE)) from None


def value_record(value: str, *, own: bool) -> bytes:
    """Return a value as it is sealed: whose it is, and the value."""
    return (_OWN if own else _OTHERS) + value.encode("utf-8", "surrogatepass")


def value_in(plain: bytes) -> tuple[str, bool]:
    """Return a value, and whether the user brought it up himself."""
    return plain[1:].decode("utf-8", "surrogatepass"), plain[:1] == _OWN


def number_record(number: int, *, own: bool) -> bytes:
    """Return the number of a value as it is sealed."""
    return b"%s%d" % (_OWN if own else _OTHERS, number)


def number_in(plain: bytes) -> tuple[int, bool]:
    """Return the number of a value, and whether the user brought it up himself."""
    return int(plain[1:]), plain[:1] == _OWN
