"""Learn a bot's baseline, in this process and in the store that it shares with others."""

from __future__ import annotations

import hashlib
import threading

from chatward.errors import StoreError
from chatward.memory.baseline import Baseline, aged, merged
from chatward.memory.features import measured
from chatward.memory.ports import FOREVER, Change, Store
from chatward.memory.rooms import BASELINE

SHARED_EVERY = 100
"""After so many texts a process adds what it has learnt to the store, and learns from others."""

_ATTEMPTS = 50
_NAME = "baseline"


class BaselineKeeper:
    """Keeps the baseline of one bot.

    What a process has learnt since it last shared it is lost with the process: at most
    `SHARED_EVERY` texts, which change no median.
    """

    def __init__(self, store: Store, bot: str) -> None:
        self._store = store
        self._owner = "bot-" + hashlib.sha256(bot.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._lock = threading.Lock()
        self._shared: Baseline | None = None
        self._own = Baseline()
        self._new = 0

    def known(self) -> Baseline:
        """Return what is usual for the bot, as it was when last shared."""
        with self._lock:
            if self._shared is None:
                self._shared = self._read()[0]
            return self._shared

    def learn(self, text: str, since_last_seconds: float | None) -> None:
        """Add a text; now and then share what was learnt.

        Raises:
            StoreError: The store failed; what was learnt is kept and shared later.

        """
        features = measured(text, since_last_seconds)
        with self._lock:
            self._own = self._own.with_text(features)
            self._count()

    def learn_intent(self, intent: str) -> None:
        """Add an intent; now and then share what was learnt.

        Raises:
            StoreError: As for `learn`.

        """
        with self._lock:
            self._own = self._own.with_intent(intent)
            self._count()

    def share(self) -> None:
        """Add what was learnt to the store now."""
        with self._lock:
            self._share()

    def _count(self) -> None:
        self._new += 1
        if self._new >= SHARED_EVERY:
            self._share()

    def _share(self) -> None:
        for _ in range(_ATTEMPTS):
            shared, written = self._read()
            both = aged(merged(shared, self._own))
            change = Change(BASELINE, _NAME, written, both.to_bytes())
            if self._store.write(self._owner, [change], {BASELINE: FOREVER}):
                self._shared = both
                self._own, self._new = Baseline(), 0
                return
        msg = "the baseline changed so often that nothing could be added"
        raise StoreError(msg)

    def _read(self) -> tuple[Baseline, bytes | None]:
        (written,) = self._store.read(self._owner, [(BASELINE, _NAME)])
        return (Baseline() if written is None else Baseline.from_bytes(written)), written
