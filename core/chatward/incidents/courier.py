"""Carries messages to channels in a thread of its own, so that no chat waits for them."""

from __future__ import annotations

import atexit
import os
import threading
from collections import deque
from collections.abc import Callable

from chatward.incidents.message import Message
from chatward.incidents.recording import complain

MOST_WAITING = 256
"""So many messages wait; more are not sent, and that goes on record."""

AT_EXIT_SECONDS = 5.0
"""So long the end of the program waits for messages under way."""

ENDED = "the program ended before it was sent"
CROWDED = "too many messages were waiting"

_IDLE_SECONDS = 1.0


class Courier:
    """A queue, and a daemon thread that empties it; both belong to the process that uses them.

    Args:
        send: Sends a message; returns why it was not taken, or nothing where it was.
        settle: Puts on record what became of a message: the same, or why it was not even sent.
        idle: Called about once a second while nothing waits.

    """

    def __init__(
        self,
        send: Callable[[Message], str],
        settle: Callable[[Message, str], None],
        idle: Callable[[], None],
    ) -> None:
        self._send = send
        self._settle = settle
        self._idle = idle
        self._process = 0
        self._changed = threading.Condition()
        self._waiting: deque[Message] = deque()
        self._sending: Message | None = None
        self._over = False

    def post(self, message: Message) -> bool:
        """Have a message sent; tell whether there is room for it."""
        self.start()
        with self._changed:
            if len(self._waiting) >= MOST_WAITING or self._over:
                return False
            self._waiting.append(message)
            self._changed.notify_all()
        return True

    def start(self) -> None:
        """See to it that the thread runs, in a forked process, too."""
        if self._process == os.getpid():
            return
        with _STARTING:
            if self._process == os.getpid():
                return
            self._begin()
            self._process = os.getpid()
        threading.Thread(target=self._run, name="chatward-incidents", daemon=True).start()
        atexit.register(self.finish)

    def finish(self, seconds: float = AT_EXIT_SECONDS) -> None:
        """Wait until all is sent, but not for ever; what was not goes on record."""
        atexit.unregister(self.finish)
        if self._process != os.getpid():
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and self._sending is None, seconds)
            self._over = True
            left = [*([self._sending] if self._sending else []), *self._waiting]
            self._sending = None
            self._waiting.clear()
            self._changed.notify_all()
        for message in left:
            self._settle(message, ENDED)

    def _begin(self) -> None:
        # Another process's lock may be held by a thread that is not here.
        self._changed = threading.Condition()
        self._waiting = deque()
        self._sending = None
        self._over = False

    def _run(self) -> None:
        while not self._over:
            try:
                self._work()
            except Exception as error:  # noqa: BLE001 (the thread goes on for the others)
                complain("a message about an incident is lost", error)

    def _work(self) -> None:
        """Send the next message, or be idle for a while."""
        message = self._next()
        if message is None:
            self._idle()
            return
        try:
            why = self._send(message)
            if self._sending is message:  # else the program has ended, and it is on record
                self._settle(message, why)
        finally:
            self._end(message)

    def _next(self) -> Message | None:
        with self._changed:
            if not self._waiting and not self._over:
                self._changed.wait(_IDLE_SECONDS)
            if not self._waiting or self._over:
                return None
            self._sending = self._waiting.popleft()
            return self._sending

    def _end(self, message: Message) -> None:
        with self._changed:
            if self._sending is message:
                self._sending = None
                self._changed.notify_all()


_STARTING = threading.Lock()
os.register_at_fork(
    before=_STARTING.acquire,
    after_in_parent=_STARTING.release,
    after_in_child=_STARTING.release,
)
