"""Blocked texts kept for review, encrypted under their conversation's key."""

from __future__ import annotations

from chatward.errors import StoreError
from chatward.memory.dossier import Dossier
from chatward.memory.memory import Memory
from chatward.memory.ports import Change
from chatward.memory.rooms import QUARANTINE, REFERENCES

_TEXT = "text"
_OWNER = "owner"


def keep_text(memory: Memory, dossier: Dossier, reference: str, text: str) -> None:
    """Keep a blocked text, to be found by the reference of the decision.

    Raises:
        StoreError: The store failed.

    """
    life = memory.lifetimes.of(QUARANTINE)
    assert life is not None
    dossier.keep(_room(reference), _TEXT, text.encode("utf-8", "surrogatepass"), life)
    change = Change(REFERENCES, _OWNER, None, dossier.owner.encode())
    memory.store.write(_reference(reference), [change], {REFERENCES: life})


def owner_of_text(memory: Memory, reference: str) -> str:
    """Return what the store calls the conversation of a text that is kept.

    Raises:
        StoreError: None is kept under this reference.

    """
    (owner,) = memory.store.read(_reference(reference), [(REFERENCES, _OWNER)])
    if owner is None:
        msg = "no text is kept under this reference: none was blocked, or its time is over"
        raise StoreError(msg)
    return owner.decode()


def kept_text(memory: Memory, reference: str) -> str:
    """Return a text that is kept.

    Raises:
        StoreError: None is kept under this reference, or its conversation was forgotten.

    """
    dossier = memory.open_owner(owner_of_text(memory, reference))
    plain = dossier.kept(_room(reference), _TEXT)
    if plain is None:
        msg = "the text is gone: its conversation was forgotten, or its time is over"
        raise StoreError(msg)
    return plain.decode("utf-8", "surrogatepass")


def _room(reference: str) -> str:
    return f"{QUARANTINE}:{reference}"


def _reference(reference: str) -> str:
    return f"reference-{reference}"
