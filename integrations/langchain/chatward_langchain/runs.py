"""The model runs a callback is told about, from start to end."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from uuid import UUID

from chatward import Action, Decision, Guard
from chatward.decision import Door
from chatward.stream import Stream
from chatward_langchain.asking import Attached, Turn

# A run that another handler stopped before it began is never closed; forget the oldest.
_CAPACITY = 4_096
_DELIVERED = Door("langchain-callback", can_edit=False, can_block=False)
# For the stream that only shows what would have been let pass: it edits, and is never finished.
_WATCHED = Door("langchain-callback")


class Run:
    """One run of a model, as far as a callback can follow it.

    Attributes:
        conversation: Id of the conversation, or None.
        role: Role of the person the bot talks to, or None.
        protected: Texts that must not come out again.
        user: Id of the person, or None.

    """

    def __init__(
        self,
        guard: Guard,
        conversation: str | None,
        role: str | None = None,
        protected: tuple[str, ...] = (),
        *,
        user: str | None = None,
    ) -> None:
        self.conversation = conversation
        self.role = role
        self.protected = protected
        self._guard = guard
        self._user = user
        self._decision: Decision | None = None
        # Tokens and events of version 3 can both tell of the same text, each at its own pace.
        self._watches: dict[str, Watch] = {}

    @property
    def streamed(self) -> bool:
        """Whether the answer is delivered while it is made."""
        return bool(self._watches)

    @property
    def text(self) -> str:
        """What was streamed so far."""
        return max((watch.text for watch in self._watches.values()), key=len, default="")

    def turn(self, door: Door) -> Turn:
        """Return how the run's texts are asked about, at a door."""
        return Turn(self._guard, self._for_user(door), self.conversation, self.protected, self.role)

    def watch(self, text: str, source: str) -> bool:
        """Take a piece of a streamed answer; tell whether something in it must not pass."""
        if source not in self._watches:
            self._watches[source] = Watch(self.turn(_WATCHED).stream())
        return self._watches[source].feed(text)

    def attached(self, found: Attached) -> Decision:
        """Put the attachments of a streamed answer on record; return the decision on them."""
        return self._guard.check_attachments(
            dict(found),
            origin="model",
            conversation=self.conversation,
            role=self.role,
            door=self._for_user(_DELIVERED),
        )

    def conclude(self) -> Decision:
        """Put on record what was streamed, once; return the decision on it."""
        if self._decision is None:
            text = self.text
            self._decision = (
                self._guard.inspect(
                    text,
                    origin="model",
                    conversation=self.conversation,
                    role=self.role,
                    protected=self.protected,
                    door=self._for_user(_DELIVERED),
                )
                if text
                else Decision(Action.ALLOW, "", "")
            )
        return self._decision

    def _for_user(self, door: Door) -> Door:
        return door if self._user is None else replace(door, user=self._user)


class Watch:
    """Compares a text with what the guard would let pass of it.

    The guard's stream is never finished, so it leaves no event: what it edits was not delivered.
    """

    def __init__(self, stream: Stream) -> None:
        self.text = ""
        self._stream = stream
        self._passed = 0

    def feed(self, text: str) -> bool:
        """Take a piece; tell whether the guard would have changed something by now."""
        self.text += text
        passed = self._stream.feed(text)
        same = self.text.startswith(passed, self._passed)
        self._passed += len(passed)
        return self._stream.blocked or not same


class Runs:
    """Runs by id."""

    def __init__(self) -> None:
        self._runs: OrderedDict[UUID, Run] = OrderedDict()

    def open(self, run_id: UUID, run: Run) -> None:
        """Remember a run."""
        self._runs[run_id] = run
        if len(self._runs) > _CAPACITY:
            self._runs.popitem(last=False)

    def get(self, run_id: UUID) -> Run | None:
        """Return a run; None when its start was not seen."""
        return self._runs.get(run_id)

    def close(self, run_id: UUID) -> Run | None:
        """Return a run and forget it."""
        return self._runs.pop(run_id, None)
