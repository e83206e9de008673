"""Ask the guard from code that is written once for sync and async callers.

Whoever walks a message is a generator: it yields an `Ask` and is sent the `Decision`. A `Turn`
drives it with `guard.inspect` or `guard.ainspect`, so there is one walker, not two.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from chatward import Action, Decision, Guard
from chatward.decision import Door
from chatward.passage import Origin
from chatward.stream import Stream
from chatward_langchain.handed import handed_by
from chatward_langchain.unchanged import Past

T = TypeVar("T")

Attached: TypeAlias = tuple[tuple[str, int], ...]
"""(kind, how many) of each kind of attachment."""

LONG_CHARS = 2_000
"""From this length on a text is worked on off the event loop."""

_ON_THE_LOOP_SECONDS = 0.002
_NOW = "now"


@dataclass(frozen=True, slots=True)
class Ask:
    """One text the guard is asked about.

    Attributes:
        text: The text, as it stands in the message.
        origin: Who wrote it.
        bare: A program reads it, so it cannot be wrapped in marks that say it is untrusted.
        quiet: On record only when something is done about it. For names, keys and metadata,
            which are hardly ever anything and would fill the audit log with nothing.
        attached: Not a text, but attachments of these kinds.
        foretold: Asked ahead, about attachments: on no record, whatever is decided.
        ahead: Nothing is asked: so many characters will be worked on before the next question.
        whole: Not a text, but whether this message needs walking; asked again when it was walked.
        own: Whether the user himself brings up what it holds; None = as the origin says.
        source: What it came from, where the origin does not tell, such as ``"tool:read_page"``.

    """

    text: str = field(repr=False)
    origin: str
    bare: bool = False
    quiet: bool = False
    attached: Attached = ()
    foretold: bool = False
    ahead: int = 0
    whole: bytes = field(default=b"", repr=False)
    own: bool | None = None
    source: str = ""


KNOWN = Decision(Action.ALLOW, "", "")
"""The answer about a whole message that passes as it is."""

UNKNOWN = Decision(Action.ALLOW, "", "")
"""The answer about one that has to be walked."""


def refuses(decision: Decision) -> bool:
    """Tell whether a text must not pass here; a policy that only monitors says so of none."""
    return decision.blocked and decision.enforced


def passed(ask: Ask) -> Decision:
    """Return the decision on a text that passes as it is, and goes on no record."""
    return Decision(Action.ALLOW, "", ask.text)


Steps = Generator[Ask, Decision, T]


def long_work(content: Any) -> Steps[None]:
    """Say that a text is about to be worked on, so that a long one leaves the event loop."""
    blocks: Any = [content] if isinstance(content, str) else content
    chars = sum(len(str(block)) for block in blocks)
    if chars >= LONG_CHARS:
        yield Ask("", "model", ahead=chars)


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
        hands_on: Whether what is decided here goes to another door, which need not decide it
            again.

    """

    guard: Guard
    door: Door
    conversation: str | None = None
    protected: tuple[str, ...] = field(default=(), repr=False)
    role: str | None = None
    releases: bool = True
    hands_on: bool = False
    _pasts: dict[str, Past] = field(
        default_factory=dict[str, Past], init=False, repr=False, compare=False
    )

    def run(self, steps: Steps[T]) -> T:
        """Walk to the end, asking on the way."""
        self._pasts.clear()
        try:
            ask = next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        return self._rest(steps, ask)

    async def arun(self, steps: Steps[T]) -> T:
        """Walk to the end; what takes long leaves the event loop, and the rest with it.

        Where the store waits for a disk or a network, all of the walk does: its streams and
        previews ask the store as well.
        """
        if self._waits:
            return await asyncio.to_thread(self.run, steps)
        self._pasts.clear()
        leaves = time.perf_counter() + _ON_THE_LOOP_SECONDS
        try:
            ask = next(steps)
            while not self._takes_long(ask) and time.perf_counter() < leaves:
                ask = steps.send(self._inspect(ask))
        except StopIteration as end:
            result: T = end.value
            return result
        return await asyncio.to_thread(self._rest, steps, ask)

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

    def hand_on(self, text: str, ask: Ask) -> None:
        """Let a text that was decided here pass the next door as it is."""
        if self.hands_on and self.conversation is not None and not ask.quiet:
            handed_by(self.guard).on(text, *self._whose(ask))

    def _takes_long(self, ask: Ask) -> bool:
        if max(ask.ahead, len(ask.text)) >= LONG_CHARS:
            return True
        return self.guard.takes_long(ask.text, self.conversation)

    @property
    def _past(self) -> Past:
        """What this walk knows of earlier ones; opened when it is first asked for."""
        past = self._pasts.get(_NOW)
        if past is None:
            past = Past(self.guard, self.conversation, self.role, self.protected)
            self._pasts[_NOW] = past
        return past

    def _rest(self, steps: Steps[T], ask: Ask) -> T:
        """Walk to the end from this question on."""
        try:
            while True:
                ask = steps.send(self._inspect(ask))
        except StopIteration as end:
            result: T = end.value
            return result

    def _inspect(self, ask: Ask) -> Decision:
        if ask.whole:
            return KNOWN if self._passes(ask) else UNKNOWN
        if ask.ahead:
            return passed(ask)
        if ask.attached:
            self._past.doubt()
            return self._about_attachments(ask)
        if (seen := self._seen(ask)) is not None:
            return seen
        return self._decided(self.guard.inspect(ask.text, **self._options(ask)), ask)

    def _passes(self, ask: Ask) -> bool:
        """Tell whether a whole message passes as it is."""
        return ask.origin == "history" and self._past.passes(ask.whole)

    def _about_attachments(self, ask: Ask) -> Decision:
        """Decide about attachments; where the store waits, this runs off the event loop."""
        kinds = dict(ask.attached)
        whose: dict[str, Any] = {
            "origin": ask.origin,
            "conversation": self.conversation,
            "role": self.role,
            "door": self.door,
        }
        named = repr(ask.attached)
        if ask.quiet or ask.foretold or self._was_handed(named, ask):
            seen = self.guard.preview_attachments(kinds, **whose)
            if ask.foretold:
                return seen
            if seen.action is Action.ALLOW:
                self.hand_on(named, ask)  # there may be a third door
                return seen
        decision = self.guard.check_attachments(kinds, **whose)
        if decision.action is Action.ALLOW:
            self.hand_on(named, ask)
        return decision

    def _was_handed(self, text: str, ask: Ask) -> bool:
        if self.conversation is None:
            return False
        return handed_by(self.guard).take(text, *self._whose(ask))

    def _seen(self, ask: Ask) -> Decision | None:
        """Return the decision on a text that needs no more looking at, or none on record."""
        if ask.quiet:
            return self._preview(ask)
        if self.conversation is None or not handed_by(self.guard).take(ask.text, *self._whose(ask)):
            return None
        self.hand_on(ask.text, ask)  # there may be a third door
        return passed(ask)

    def _decided(self, decision: Decision, ask: Ask) -> Decision:
        if ask.origin == "history":
            self._past.note(None, decision, same=decision.text == ask.text)
        if not refuses(decision):
            self.hand_on(decision.text, ask)
        return decision

    def _whose(self, ask: Ask) -> tuple[str, str | None, str | None, str, str]:
        how = "bare" if ask.bare else "prose"
        return self.door.name, self.conversation, self.role, ask.origin, how

    def _preview(self, ask: Ask) -> Decision | None:
        """Return the decision when it lets the text pass as it is."""
        past = self._past
        digest = past.digest(ask.origin, ask.text, bare=ask.bare)
        if past.knows(digest):
            return passed(ask)
        seen = self.guard.preview(ask.text, **self._options(ask))
        same = not seen.action.stops and seen.text == ask.text
        past.note(digest, seen, same=same)
        return seen if same else None

    def _options(self, ask: Ask) -> dict[str, Any]:
        origin = Origin(ask.origin)
        bare = ask.bare and origin in self.guard.policy.spotlight
        return {
            "origin": origin,
            "conversation": self.conversation,
            "role": self.role,
            "protected": self.protected,
            "own": ask.own,
            "door": self._door(ask, bare=bare),
        }

    def _door(self, ask: Ask, *, bare: bool) -> Door:
        if not bare and not ask.source:
            return self.door
        return replace(self.door, can_wrap=self.door.can_wrap and not bare, source=ask.source)
