"""The model runs a callback is told about, from start to end."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from chatward import Action, Decision, Guard
from chatward.decision import Door
from chatward.stream import Stream
from chatward_langchain.asking import Turn

# A run that another handler stopped before it began is never closed; forget the oldest.
_CAPACITY = 4_096
_DELIVERED = Door("langchain-callback", can_edit=False, can_block=False)


class Run:
    """One run of a model, as far as a callback can follow it.

    Attributes:
        conversation: Id of the conversation, or None.
        protected: Texts that must not come out again.
        streamed: Whether the answer is delivered while it is made.

    """

    def __init__(
        self, guard: Guard, conversation: str | None, protected: tuple[str, ...] = ()
    ) -> None:
        self.conversation = conversation
        self.protected = protected
        self.streamed = False
        self._guard = guard
        self._stream: Stream | None = None
        self._decision: Decision | None = None
        self._text = ""
        self._passed = 0

    def watch(self, text: str) -> bool:
        """Take a piece of a streamed answer; tell whether something in it must not pass."""
        self.streamed = True
        if self._stream is None:
            self._stream = self._turn().stream()
        self._text += text
        passed = self._stream.feed(text)
        same = self._text.startswith(passed, self._passed)
        self._passed += len(passed)
        return self._stream.blocked or not same

    def conclude(self) -> tuple[str, Decision]:
        """Put on record what was streamed; return it and the decision on it."""
        if self._decision is None:
            # The stream is not finished, so that there is one event: it could not be obeyed.
            self._decision = (
                self._guard.inspect(
                    self._text,
                    origin="model",
                    conversation=self.conversation,
                    protected=self.protected,
                    door=_DELIVERED,
                )
                if self._text
                else Decision(Action.ALLOW, "", "")
            )
        return self._text, self._decision

    def _turn(self) -> Turn:
        return Turn(self._guard, _DELIVERED, self.conversation, self.protected)


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
