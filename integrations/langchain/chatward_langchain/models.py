"""`guard_model`: a model that is still a model of its class, with the guard inside.

Why inside. Tokens leave a model through callbacks, events and tracers before any later step of a
chain runs, and its input reaches them before the first. So the input is guarded at each public
entry point, before callbacks, tracers and the cache see it, and the output inside `_generate` and
`_stream`, before token callbacks do.

How. `guard_model` returns an instance of a subclass of the model's own class, with one more field,
the `Binding`. Each call is served by a short-lived copy that carries the `Call`, so nothing is
shared between threads. The original methods run on a plain view of the model. Text models are
treated alike, in `text_models`.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeVar, cast

from langchain_core.language_models import BaseChatModel, BaseLanguageModel, BaseLLM
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field, create_model

from chatward import Guard
from chatward_langchain.answers import as_chunk, guard_result, refusal
from chatward_langchain.asking import Steps
from chatward_langchain.binding import (
    FIELD,
    Binding,
    M,
    OnBlock,
    aadmit,
    admit,
    binding_of,
    call_of,
    checked_on_block,
    copied,
)
from chatward_langchain.chunks import AnswerStream
from chatward_langchain.conversations import Conversing
from chatward_langchain.entries import Entries
from chatward_langchain.failures import (
    ashielded,
    ashielded_stream,
    closing,
    shielded,
    shielded_stream,
)
from chatward_langchain.signatures import sendable
from chatward_langchain.tails import spread
from chatward_langchain.text_models import GuardedTextModel, guard_text_model

L = TypeVar("L", bound=BaseLanguageModel[Any])


def guard_model(
    llm: L,
    guard: Guard,
    *,
    conversation: Conversing | None = None,
    role: str | None = None,
    on_block: OnBlock = "answer",
    protect_system: bool = True,
) -> L:
    """Return the model with the guard inside; it is still a model of the same class.

    Args:
        llm: Any chat model or text model. It is not changed and stays unguarded itself.
        guard: The guard.
        conversation: Id of the conversation, or what returns it for a call's config; by default
            `thread_id` or `session_id` in the config's `configurable`; without either each call is
            private to itself.
        role: Role of the person the bot talks to; by default `role` in the config's
            `configurable`.
        on_block: "answer" makes a refused input or output an ordinary answer that holds the
            refusal; "raise" raises `GuardBlocked`. Structured output always raises.
        protect_system: Whether an answer may not repeat the system messages. Switch it off where
            they hold documents that answers are meant to quote.

    Raises:
        TypeError: This is no such model, or one that tools are already bound to.
        ValueError: The model is guarded already, or `on_block` is neither word.

    """
    if not isinstance(llm, (BaseChatModel, BaseLLM)):
        raise TypeError(
            f"guard_model takes a chat model or a text model, not {type(llm).__name__}; "
            "guard the model first, then bind tools or a config to it"
        )
    if isinstance(llm, (GuardedModel, GuardedTextModel)):
        raise ValueError("this model is guarded already; every text is looked at once")  # noqa: TRY004
    checked_on_block(on_block, "answer", "raise")
    binding = Binding(guard, conversation, on_block, protect_system, role=role)
    if isinstance(llm, BaseLLM):
        return cast("L", guard_text_model(llm, binding))
    return cast("L", copied(llm, guarded_class(type(llm)), **{FIELD: binding}))


@cache
def guarded_class(base: type[M]) -> type[M]:
    """Return the guarded subclass of a chat model's class; its instances need a `Binding`."""
    fields: Any = {FIELD: (Any, Field(default=None, exclude=True, repr=False))}
    bases: Any = (GuardedModel, base)
    cls: Any = create_model(
        f"Guarded{base.__name__}", __base__=bases, __module__=__name__, **fields
    )
    cls.chatward_base = base
    # langchain-core asks by identity whether a class can stream.
    for name in ("_stream", "_astream"):
        if getattr(base, name) is getattr(BaseChatModel, name):
            setattr(cls, name, getattr(BaseChatModel, name))
    return cast("type[M]", cls)


class GuardedModel(Entries):
    """Guards the output of a chat model, where it is made."""

    # A native producer of events would go round `_stream`; without one, langchain-core builds
    # the same events from it.
    _stream_chat_model_events = None
    _astream_chat_model_events = None

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """A guard is live code: a dump of the model names it and holds nothing."""
        return False

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError("a guarded model cannot be pickled; build it again with guard_model")

    def with_structured_output(self, schema: Any = None, **kwargs: Any) -> Runnable[Any, Any]:
        """Return a runnable that answers with objects; a refusal, being none, is raised."""
        binding = replace(binding_of(self), on_block="raise", structured=True)
        model = copied(self, type(self), **{FIELD: binding})
        return super(GuardedModel, model).with_structured_output(schema, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> ChatResult:
        call = call_of(self)
        if call is None:
            model, messages = admit(self, messages, None)
            return model._generate(messages, stop=stop, **kwargs)
        if call.refused is not None:
            return ChatResult(generations=[ChatGeneration(message=refusal(call.refused))])
        asked = partial(call.plain._generate, sendable(messages), stop=stop, **kwargs)
        result = shielded(asked, call.turn.guard)
        return call.turn.run(self._guard_result(result, kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> ChatResult:
        call = call_of(self)
        if call is None:
            model, messages = await aadmit(self, messages, None)
            return await model._agenerate(messages, stop=stop, **kwargs)
        if call.refused is not None:
            return ChatResult(generations=[ChatGeneration(message=refusal(call.refused))])
        asked = call.plain._agenerate(sendable(messages), stop=stop, **kwargs)
        result = await ashielded(asked, call.turn.guard)
        return await call.turn.arun(self._guard_result(result, kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        call = call_of(self)
        if call is None:
            model, messages = admit(self, messages, None)
            yield from model._stream(messages, stop=stop, **kwargs)
            return
        if call.refused is not None or self._is_structured(kwargs):
            result = self._generate(messages, stop=stop, **_unstreamed(kwargs))
            yield as_chunk(result.generations[0])
            return
        answer = AnswerStream(call.turn.stream, call.turn.run)
        chunks = call.plain._stream(sendable(messages), stop=stop, **kwargs)
        try:
            for chunk in shielded_stream(chunks, call.turn.guard):
                yield from call.turn.run(self._guard_chunk(answer, chunk))
            yield from call.turn.run(self._end(answer))
        finally:
            answer.close()

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        call = call_of(self)
        if call is None:
            model, messages = await aadmit(self, messages, None)
            chunks = model._astream(messages, stop=stop, **kwargs)
            async with closing(chunks):
                async for chunk in chunks:
                    yield chunk
            return
        if call.refused is not None or self._is_structured(kwargs):
            result = await self._agenerate(messages, stop=stop, **_unstreamed(kwargs))
            yield as_chunk(result.generations[0])
            return
        answer = AnswerStream(call.turn.stream, call.turn.run)
        chunks = call.plain._astream(sendable(messages), stop=stop, **kwargs)
        shielded_chunks = ashielded_stream(chunks, call.turn.guard)
        try:
            async with closing(shielded_chunks):
                async for chunk in shielded_chunks:
                    for passed in await call.turn.arun(self._guard_chunk(answer, chunk)):
                        yield passed
            for passed in await call.turn.arun(self._end(answer)):
                yield passed
        finally:
            await call.turn.aside(answer.close)

    def _get_llm_string(self, stop: list[str] | None = None, **kwargs: Any) -> str:
        """Keep cached answers apart by policy, conversation and role.

        Else a laxer policy's answer would be served to a stricter one, and one conversation's
        placeholders to another.
        """
        binding = binding_of(self)
        turn = binding.call.turn if binding.call is not None else None
        whose = (turn.conversation or "", turn.role or "") if turn is not None else ("", "")
        parts = (binding.guard.policy.stamp.hash, *whose, str(binding.protect_system))
        mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return f"{super()._get_llm_string(stop=stop, **kwargs)}---chatward:{mark}"

    def _guard_result(self, result: ChatResult, kwargs: dict[str, Any]) -> Steps[ChatResult]:
        refuse = binding_of(self).refuse
        return guard_result(result, structured=self._is_structured(kwargs), refuse=refuse)

    def _guard_chunk(
        self, answer: AnswerStream, chunk: ChatGenerationChunk
    ) -> Steps[list[ChatGenerationChunk]]:
        info = yield from answer.metadata(chunk.generation_info)
        passed = yield from answer.feed(_as_answer(chunk.message))
        if answer.blocked is not None:
            binding_of(self).refuse(answer.blocked)
        generations = [ChatGenerationChunk(message=message) for message in passed]
        generations[-1].generation_info = info or None
        return generations

    def _end(self, answer: AnswerStream) -> Steps[list[ChatGenerationChunk]]:
        tail = yield from answer.finish()
        if answer.blocked is not None:
            binding_of(self).refuse(answer.blocked)
        return [ChatGenerationChunk(message=part) for part in spread(tail)] if tail else []

    def _is_structured(self, kwargs: dict[str, Any]) -> bool:
        """Tell whether the text will be parsed as JSON; no part of it can be released early."""
        wanted = kwargs.get("response_format")
        return binding_of(self).structured or bool(wanted and wanted != {"type": "text"})


def _unstreamed(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Leave out the option of langchain-openai that only its streams take."""
    return {key: value for key, value in kwargs.items() if key != "stream_usage"}


def _as_answer(message: BaseMessage) -> AIMessageChunk:
    """Return any kind of chunk as an answer's chunk."""
    if isinstance(message, AIMessageChunk):
        return message
    return AIMessageChunk(
        content=message.content,
        id=message.id,
        additional_kwargs=message.additional_kwargs,
        response_metadata=message.response_metadata,
    )
