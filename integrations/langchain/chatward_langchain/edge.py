"""`GuardedRunnable`: a whole app behind one guard, which stands outside of everything it records.

Why outside. A graph saves its input before its first node runs, and a chain's run is opened with
what was handed in; no guard inside can be earlier. So the input is decided before the app sees it,
and the answer is decided and restored after the app has let go of it. What lies in between, be it
checkpoints, traces, events or caches, knows the user's values as placeholders only.

It opens no run itself: that would show what it keeps from the others.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing as closing_now
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from chatward import Decision, Guard
from chatward.decision import Door
from chatward_langchain.asking import Steps, Turn, refuses
from chatward_langchain.binding import checked_on_block
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.edge_graph import Graph, graph_in
from chatward_langchain.edge_input import admitted
from chatward_langchain.edge_output import GraphOutput, GraphStream
from chatward_langchain.edge_refusal import Answering, Refusing, blocked_by
from chatward_langchain.edge_schema import Described
from chatward_langchain.failures import closing
from chatward_langchain.streams import OutputStream
from chatward_langchain.values import Outgoing

DOOR = Door("langchain-edge")


class GuardedRunnable(Described):
    """Guard a chain, graph or agent as a whole: placeholders inside, values outside.

    Make it the outermost thing: what is built around it, such as a further step after it, has
    runs of its own, and they show what goes in and out. Options such as `stream_mode` and `context`
    are passed on as they are.

    Args:
        app: Any runnable. It is not changed.
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default the
            config's thread or session id. Without one there is nothing to restore from, and
            personal data is redacted.
        role: Role of the person the bot talks to; by default the config's.
        restore: Whether placeholders of this conversation become the user's values again.
        origins: For dicts: who wrote the text under a key, such as ``{"context": "document"}``.
        protected: Texts that must not come out, such as the system prompt.
        on_block: "answer" puts the refusal in place of what is refused; "raise" raises
            `GuardBlocked`. A function is given the decision on a refused input, and what it
            returns is the answer.

    Raises:
        GuardBlocked: A text of the user is refused, and refusals are raised, or the app answers
            with something that is neither text nor messages.
        TypeError: Something goes in or comes out that holds no text the guard could find.

    """

    def __init__(
        self,
        app: Runnable[Any, Any],
        guard: Guard,
        *,
        conversation: Conversing | None = None,
        role: str | None = None,
        restore: bool = True,
        origins: Mapping[str, str] | None = None,
        protected: Sequence[str] = (),
        on_block: Answering = "answer",
    ) -> None:
        self._app = app
        self._guard = guard
        self._conversation = conversation
        self._role = role
        self._restore = restore
        self._origins = dict(origins or {})
        self._protected = tuple(protected)
        if not callable(on_block):
            checked_on_block(on_block, "answer", "raise")
        self._on_block: Answering = on_block

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Guard the input, run the app, guard and restore its answer."""
        call = self._call(config, kwargs)
        given, refused = call.turn.run(self._admitted(input, call))
        if refuses(refused):
            return call.refusing.answer(refused, kwargs)
        output = self._app.invoke(given, config, **kwargs)
        return call.turn.run(call.guarded(output))

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Guard the input, run the app, guard and restore its answer."""
        call = self._call(config, kwargs)
        given, refused = await call.turn.arun(self._admitted(input, call))
        if refuses(refused):
            return call.refusing.answer(refused, kwargs)
        output = await self._app.ainvoke(given, config, **kwargs)
        return await call.turn.arun(call.guarded(output))

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Any]:
        """Guard the input, stream the app's answer, guarded and restored."""
        call = self._call(config, kwargs)
        given, refused = call.turn.run(self._admitted(input, call))
        if refuses(refused):
            yield from call.refusing.pieces(refused, kwargs)
            return
        stream = call.stream()
        try:
            with _closing(self._app.stream(given, config, **kwargs)) as pieces:
                for piece in pieces:
                    yield from call.turn.run(stream.feed(piece))
                yield from call.turn.run(stream.finish())
        finally:
            stream.close()

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Guard the input, stream the app's answer, guarded and restored."""
        call = self._call(config, kwargs)
        given, refused = await call.turn.arun(self._admitted(input, call))
        if refuses(refused):
            for piece in call.refusing.pieces(refused, kwargs):
                yield piece
            return
        stream = call.stream()
        try:
            async with closing(self._app.astream(given, config, **kwargs)) as pieces:
                async for piece in pieces:
                    for passed in await call.turn.arun(stream.feed(piece)):
                        yield passed
                for passed in await call.turn.arun(stream.finish()):
                    yield passed
        finally:
            await call.turn.aside(stream.close)

    def astream_events(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Any:
        """Guard the input, then pass on the app's events, which hold placeholders.

        Version 3 is awaited first, and always raises `GuardBlocked` for a refused input.
        """
        if kwargs.get("version") == "v3":
            return self._aopen_events(input, config, **kwargs)
        return self._apassed("astream_events", input, config, **kwargs)

    def astream_log(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Guard the input, then pass on the app's log, which holds placeholders."""
        return self._apassed("astream_log", input, config, **kwargs)

    if hasattr(Runnable, "stream_events"):

        def stream_events(
            self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
        ) -> Any:
            """Guard the input, then pass on the app's events, which hold placeholders.

            Raises:
                GuardBlocked: The input is refused.

            """
            call = self._call(config, kwargs)
            given, refused = call.turn.run(self._admitted(input, call))
            call.raise_if(refused)
            return self._app.stream_events(given, config, **kwargs)

    async def _aopen_events(self, input: Any, config: Any, **kwargs: Any) -> Any:
        call = self._call(config, kwargs)
        given, refused = await call.turn.arun(self._admitted(input, call))
        call.raise_if(refused)
        opened: Any = self._app.astream_events(given, config, **kwargs)
        return await opened

    async def _apassed(
        self, way: str, input: Any, config: Any, **kwargs: Any
    ) -> AsyncIterator[Any]:
        """Pass on what the app, or one that only answers with the refusal, has to tell."""
        call = self._call(config, kwargs)
        given, refused = await call.turn.arun(self._admitted(input, call))
        app: Any = self._app
        if refuses(refused):
            answer = call.refusing.answer(refused, {})
            app = RunnableLambda[Any, Any](lambda _: answer, name=type(self).__name__)
        async with closing(getattr(app, way)(given, config, **kwargs)) as told:
            async for each in told:
                yield each

    def _admitted(self, value: Any, call: _Call) -> Steps[tuple[Any, Decision]]:
        return admitted(value, call.turn, self._origins)

    def _call(self, config: RunnableConfig | None, options: Mapping[str, Any]) -> _Call:
        graph = graph_in(self._app)
        turn = Turn(
            self._guard,
            asked_from(DOOR, config),
            conversation=conversation_of(self._conversation, config),
            protected=self._protected,
            role=role_of(self._role, config),
            releases=graph is None,  # a graph has run its tools
            hands_on=True,
        )
        refusing = Refusing(self._app, graph, self._on_block)
        outgoing = Outgoing(turn, restore=self._restore, refuse=refusing.output)
        return _Call(turn, outgoing, refusing, graph, options)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of the app: on whose behalf, how it refuses, what its output looks like."""

    turn: Turn
    outgoing: Outgoing
    refusing: Refusing
    graph: Graph | None
    options: Mapping[str, Any]

    def guarded(self, output: Any) -> Steps[Any]:
        """Guard what the app returned."""
        if self.graph is None:
            return (yield from self.outgoing.guard(output))
        if not self.graph.returns_pieces(self.options):
            return (yield from GraphOutput(self.outgoing).guard(output))
        stream = self.stream()
        passed: list[Any] = []
        for piece in output:
            passed += yield from stream.feed(piece)
        passed += yield from stream.finish()
        return passed

    def stream(self) -> OutputStream | GraphStream:
        """Open a stream for what the app streams."""
        if self.graph is None:
            return OutputStream(self.outgoing)
        return GraphStream(self.outgoing, self.graph.layout(self.options))

    def raise_if(self, refused: Decision) -> None:
        """Raise where the input is refused: this kind of stream has no place for a refusal."""
        if refuses(refused):
            raise blocked_by(refused)


def _closing(pieces: Any) -> Any:
    """Close the app's stream together with ours, where it can be closed."""
    return closing_now(pieces) if hasattr(pieces, "close") else nullcontext(pieces)
