"""What one door has decided and handed on, so that the next door inside does not decide it again.

Redaction is not idempotent, a tool's result would be wrapped once more, and what a user said once
would count twice. What was decided for the same conversation and role, by the same guard, may pass
the next door once, and soon. It is remembered in this process by keyed digest: nothing that a
client could send makes a text pass.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from weakref import WeakKeyDictionary

from chatward import Guard

_CAPACITY = 4096
_LIFE_SECONDS = 60.0


class Handed:
    """Remember texts that were decided, each for one use; the oldest are forgotten first.

    Args:
        clock: Seconds that only ever rise.

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._lock = Lock()

    def on(self, text: str, door: str, *whose: str | None) -> None:
        """Remember a text that a door has handed on, and whose it is."""
        digest = self._digest(text, whose)
        with self._lock:
            self._kept[digest] = door, self._clock()
            self._kept.move_to_end(digest)
            if len(self._kept) > _CAPACITY:
                self._kept.popitem(last=False)

    def take(self, text: str, door: str, *whose: str | None) -> bool:
        """Tell whether another door has handed the text on lately, and forget it."""
        if not self._kept:
            return False
        digest = self._digest(text, whose)
        with self._lock:
            by, when = self._kept.get(digest, (door, 0.0))
            if by == door:  # what comes by the same door again is said again
                return False
            del self._kept[digest]
        return self._clock() - when <= _LIFE_SECONDS

    def _digest(self, text: str, whose: tuple[str | None, ...]) -> bytes:
        data = repr((whose, text)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key, digest_size=16).digest()


_OF_GUARDS: WeakKeyDictionary[Guard, Handed] = WeakKeyDictionary()
_LOCK = Lock()


def handed_by(guard: Guard) -> Handed:
    """Return what the doors of a guard have handed on."""
    found = _OF_GUARDS.get(guard)
    if found is None:
        with _LOCK:
            found = _OF_GUARDS.setdefault(guard, Handed())
    return found
