"""A store that says it waits, keeps where it was asked from, and fails when told to."""

from __future__ import annotations

import asyncio
import threading

from chatward import StoreError
from chatward.memory.stores.in_process import InProcessStore


class WaitingStore(InProcessStore):
    """Keeps the thread of every call, and the calls that an event loop had to wait for."""

    blocking = True

    def __init__(self):
        super().__init__()
        self.asked = 0
        self.threads: set[int] = set()
        self.on_a_loop: list[str] = []
        self.down = False

    def read(self, owner, fields):
        self._note("read")
        return super().read(owner, fields)

    def write(self, owner, changes, lives):
        self._note("write")
        return super().write(owner, changes, lives)

    def room(self, owner, room):
        self._note("room")
        return super().room(owner, room)

    def _note(self, call):
        if self.down:
            raise StoreError("the store is down")
        self.asked += 1
        self.threads.add(threading.get_ident())
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        self.on_a_loop.append(call)
