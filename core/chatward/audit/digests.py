"""What stands in the log for a conversation, its user and its texts: keyed digests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from chatward.memory.data_key import DataKey
from chatward.memory.keys import Keyring
from chatward.passage import Passage

UNAVAILABLE = "unavailable"
_DIGEST_CHARS = 16


@dataclass(frozen=True)
class Digests:
    """What stands in the log for a conversation and for its texts.

    Attributes:
        conversation: Its pseudonym; None = private.
        new: Returns a keyed digest to feed a text to, piece by piece.

    """

    conversation: str | None
    new: Callable[[], hmac.HMAC]

    def of(self, text: str) -> str:
        """Return the digest of a text as written to the log."""
        running = self.new()
        running.update(text.encode("utf-8", "surrogatepass"))
        return finished(running)


def digests_of(passage: Passage, key: DataKey | None, keys: Keyring) -> Digests:
    """Return what makes digests for a passage: of its conversation's key, where there is one."""
    if key is not None:
        return Digests(key.pseudonym, key.digester)
    master = keys.subkey("audit-digest")
    conversation = None if passage.conversation is None else UNAVAILABLE
    return Digests(conversation, partial(hmac.new, master, digestmod=hashlib.sha256))


def user_pseudonym(user: str, keys: Keyring) -> str:
    """Return what stands in the log for a person: the same in all of his conversations."""
    key = keys.subkey("audit-user")
    return hmac.digest(key, user.encode("utf-8", "surrogatepass"), "sha256").hex()[:_DIGEST_CHARS]


def finished(running: hmac.HMAC) -> str:
    """Return what is written of a digest."""
    return running.hexdigest()[:_DIGEST_CHARS]
