"""Ask the guard from code that is written once for sync and async callers.

Whoever walks a message is a generator: it yields an `Ask` and is sent the `Decision`. A `Turn`
drives it with `guard.inspect` or `guard.ainspect`, so there is one walker, not two.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chatward import Decision, Guard
from chatward.decision import Door
from chatward.passage import Origin
from chatward.stream import Stream

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """One text the guard is asked about.

    Attributes:
        text: The text, as it stands in the message.
        origin: Who wrote it.
        bare: A program reads it, so it cannot be wrapped in marks that say it is untrusted.
        quiet: On record only when something is done about it. For names, keys and metadata,
            which are hardly ever anything and would fill the audit log with nothing.

    """

    text: str = field(repr=False)
    origin: str
    bare: bool = False
    quiet: bool = False


def refuses(decision: Decision) -> bool:
    """Tell whether a text must not pass here; a policy that only monitors says so of none."""
    return decision.blocked and decision.enforced


Steps = Generator[Ask, Decision, T]


@dataclass(frozen=True, slots=True)
class Turn:
    """One call of one door: whom to ask, and on whose behalf.

    Attributes:
        guard: The guard.
        door: Where it is asked from.
        conversation: Id of the conversation; None = private to this one call.
        protected: Texts that must not come out again; not in the repr.
        role: Role of the person the bot talks to; None = none is known.
        releases: Whether calls of tools are given values here; False = where they are run.

    """

    guard: Guard
    door: Door
    conversation: str | None = None
    protected: tuple[str, ...] = field(default=(), repr=False)
    role: str | None = None
    releases: bool = True

    def run(self, steps: Steps[T]) -> T:
        """Walk to the end, asking on the way."""
        try:
            ask = next(steps)
            while True:
                ask = steps.send(self._inspect(ask))
        except StopIteration as end:
            result: T = end.value
            return result

    async def arun(self, steps: Steps[T]) -> T:
        """Walk to the end; long texts leave the event loop.

        Where the store waits for a disk or a network, all of the walk does: its streams and
        previews ask the store as well.
        """
        if self._waits:
            return await asyncio.to_thread(self.run, steps)
        try:
            ask = next(steps)
            while True:
                ask = steps.send(await self._ainspect(ask))
        except StopIteration as end:
            result: T = end.value
            return result

    async def aside(self, work: Callable[[], T]) -> T:
        """Do something that may ask the store; off the event loop where that waits."""
        return await asyncio.to_thread(work) if self._waits else work()

    def stream(self, origin: str = "model") -> Stream:
        """Open a stream: text is fed as it comes and released as soon as that is safe."""
        return self.guard.stream(
            origin=origin,
            conversation=self.conversation,
            role=self.role,
            protected=self.protected,
            door=self.door,
        )

    @property
    def _waits(self) -> bool:
        return self.guard.waits(self.conversation)

    def _inspect(self, ask: Ask) -> Decision:
        if ask.quiet and (seen := self._preview(ask)) is not None:
            return seen
        return self.guard.inspect(ask.text, **self._options(ask))

    async def _ainspect(self, ask: Ask) -> Decision:
        if ask.quiet and (seen := self._preview(ask)) is not None:
            return seen
        return await self.guard.ainspect(ask.text, **self._options(ask))

    def _preview(self, ask: Ask) -> Decision | None:
        """Return the decision when it lets the text pass as it is."""
        seen = self.guard.preview(ask.text, **self._options(ask))
        return None if seen.action.stops or seen.text != ask.text else seen

    def _options(self, ask: Ask) -> dict[str, Any]:
        origin = Origin(ask.origin)
        spotlit = self.guard.policy.spotlight
        if ask.bare and origin in spotlit:
            # Under the next strictest rules that do not wrap: orders in it still count as orders.
            origin = Origin.MODEL if Origin.HISTORY in spotlit else Origin.HISTORY
        return {
            "origin": origin,
            "conversation": self.conversation,
            "role": self.role,
            "protected": self.protected,
            "door": self.door,
        }
