"""Sign what is written about a purge, so that the proof of it cannot be made up later."""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from chatward.audit.memory_events import RetentionEvent
from chatward.memory.keys import Keyring

_PURPOSE = "retention"


def sign(event: RetentionEvent, keys: Keyring) -> RetentionEvent:
    """Return the event with its signature, made with the newest master key."""
    return msgspec.structs.replace(event, signature=_signature(event, keys))


def is_signed(event: RetentionEvent, keys: Keyring) -> bool:
    """Tell whether the signature was made for this event, with any of the master keys."""
    return any(
        hmac.compare_digest(event.signature.encode(), _signature(event, Keyring(master)).encode())
        for master in (keys.master, *keys.older)
    )


def _signature(event: RetentionEvent, keys: Keyring) -> str:
    signed = msgspec.json.encode(msgspec.structs.replace(event, signature=""))
    return hmac.new(keys.subkey(_PURPOSE), signed, hashlib.sha256).hexdigest()
