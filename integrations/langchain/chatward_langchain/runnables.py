"""`GuardInput` and `GuardOutput`: the guard as steps of a chain.

They open no run of their own: a traced step would show its raw input, or the values that the last
step restores, once more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from chatward import Decision, Guard, GuardBlocked
from chatward.decision import Door
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.binding import OnBlock, checked_on_block
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.streams import OutputStream
from chatward_langchain.values import Incoming, Outgoing


class Step(Runnable[Any, Any]):
    """A step that holds a guard: shared instead of copied, and never written down."""

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """A guard is live code: a dump of the chain names the step and holds nothing."""
        return False

    def __copy__(self) -> Step:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Step:
        return self

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError(f"{type(self).__name__} cannot be pickled; build it again with its guard")

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class GuardInput(Step):
    """Guard what goes into a chain.

    Takes a string, a message, a list of messages, a prompt value, a document, a pydantic object,
    or a list or dict of these, and returns the same kind of thing. Numbers, dates and None pass
    unless a number is, say, a card's. Any other type is a TypeError, because text in it would go
    by unseen.

    Args:
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default the
            config's thread or session id.
        role: Role of the person the bot talks to; by default the config's.
        origins: For dicts: who wrote the text under a key, such as ``{"context": "document"}``.
            Text under other keys is the user's. Messages tell their origin themselves.

    Raises:
        GuardBlocked: When a text of the user is refused; a chain cannot be answered from within.
            Documents, tool results and earlier messages that are refused are withheld instead.

    """

    def __init__(
        self,
        guard: Guard,
        *,
        conversation: Conversing | None = None,
        role: str | None = None,
        origins: Mapping[str, str] | None = None,
    ) -> None:
        self._guard = guard
        self._conversation = conversation
        self._role = role
        self._origins = dict(origins or {})

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Return the guarded input."""
        return self._turn(config).run(self._steps(input))

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Return the guarded input; long texts leave the event loop."""
        return await self._turn(config).arun(self._steps(input))

    def _turn(self, config: RunnableConfig | None) -> Turn:
        conversation = conversation_of(self._conversation, config)
        role = role_of(self._role, config)
        door = asked_from(Door("langchain-input"), config)
        return Turn(self._guard, door, conversation, role=role, hands_on=True)

    def _steps(self, value: Any) -> Steps[Any]:
        incoming = Incoming(self._origins)
        guarded = yield from incoming.guard(value)
        if incoming.refused is not None:
            raise GuardBlocked(incoming.refused.rule, incoming.refused.kinds)
        return guarded


class GuardOutput(Step):
    """Guard what comes out of a chain, and give the user's own values back: the last step.

    Takes what `GuardInput` takes, and message chunks. Everything is treated as the model's words,
    whoever wrote it, because it goes to the user. Strings and message chunks are streamed exactly:
    the joined stream is the guarded whole text. Other values are waited for.

    Args:
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default the
            config's thread or session id.
        role: Role of the person the bot talks to; by default the config's.
        restore: Whether placeholders of this conversation become the user's values again.
            In arguments of tool calls they do only where a release of the policy names the tool.
        protected: Texts that must not come out, such as the system prompt.
        on_block: "answer" puts the refusal in place of what is refused; "raise" raises
            `GuardBlocked`, which ends a stream.

    """

    def __init__(
        self,
        guard: Guard,
        *,
        conversation: Conversing | None = None,
        role: str | None = None,
        restore: bool = True,
        protected: Sequence[str] = (),
        on_block: OnBlock = "answer",
    ) -> None:
        self._guard = guard
        self._conversation = conversation
        self._role = role
        self._restore = restore
        self._protected = tuple(protected)
        self._on_block = checked_on_block(on_block, "answer", "raise")

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Return the guarded output."""
        outgoing = self._outgoing(config)
        return outgoing.turn.run(outgoing.guard(input))

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Return the guarded output; long texts leave the event loop."""
        outgoing = self._outgoing(config)
        return await outgoing.turn.arun(outgoing.guard(input))

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Any]:
        """Stream the guarded output."""
        yield from self.transform(iter([input]), config, **kwargs)

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Stream the guarded output."""

        async def one() -> AsyncIterator[Any]:
            yield input

        async for piece in self.atransform(one(), config, **kwargs):
            yield piece

    def transform(
        self, input: Iterator[Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Any]:
        """Guard a stream as it runs."""
        outgoing = self._outgoing(config)
        turn, stream = outgoing.turn, OutputStream(outgoing)
        try:
            for piece in input:
                yield from turn.run(stream.feed(piece))
            yield from turn.run(stream.finish())
        finally:
            stream.close()

    async def atransform(
        self, input: AsyncIterator[Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Guard a stream as it runs."""
        outgoing = self._outgoing(config)
        turn, stream = outgoing.turn, OutputStream(outgoing)
        try:
            async for piece in input:
                for passed in await turn.arun(stream.feed(piece)):
                    yield passed
            for passed in await turn.arun(stream.finish()):
                yield passed
        finally:
            await turn.aside(stream.close)

    def _outgoing(self, config: RunnableConfig | None) -> Outgoing:
        conversation = conversation_of(self._conversation, config)
        role = role_of(self._role, config)
        door = asked_from(Door("langchain-output"), config)
        turn = Turn(self._guard, door, conversation, self._protected, role)
        return Outgoing(turn, restore=self._restore, refuse=self._refuse)

    def _refuse(self, decision: Decision) -> None:
        if self._on_block == "raise":
            raise GuardBlocked(decision.rule, decision.kinds)
