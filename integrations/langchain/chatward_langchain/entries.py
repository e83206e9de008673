"""The public entry points of a guarded model: each guards its input, then goes on as before.

All of them are needed: `batch` and chains come in by `invoke`, agents by `invoke` or `stream`,
old code by `generate`, and events of version 3 go through none of these.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import LLMResult
from langchain_core.runnables import RunnableConfig

from chatward_langchain.binding import aadmit, admit, call_of, turn_of
from chatward_langchain.failures import closing
from chatward_langchain.releasing import arelease_calls, release_calls, release_results

if TYPE_CHECKING:
    _Model = BaseChatModel
else:  # a mixin: a second base of the same model would bring its field defaults along
    _Model = object


class Entries(_Model):
    """Guards the input of every public way into a chat model.

    A copy that already serves a call passes everything on: its input is guarded.
    """

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage:
        """Guard the input, then call the model."""
        if call_of(self) is not None:
            return super().invoke(input, config, **kwargs)
        model, messages = admit(self, self._messages(input), config)
        answer = super(Entries, model).invoke(messages, config, **kwargs)
        return release_calls(answer, turn_of(model))

    async def ainvoke(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Guard the input, then call the model."""
        if call_of(self) is not None:
            return await super().ainvoke(input, config, **kwargs)
        model, messages = await aadmit(self, self._messages(input), config)
        answer = await super(Entries, model).ainvoke(messages, config, **kwargs)
        return await arelease_calls(answer, turn_of(model))

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AIMessageChunk]:
        """Guard the input, then stream the guarded answer."""
        if call_of(self) is not None:
            yield from super().stream(input, config, **kwargs)
            return
        model, messages = admit(self, self._messages(input), config)
        for chunk in super(Entries, model).stream(messages, config, **kwargs):
            yield release_calls(chunk, turn_of(model))

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[AIMessageChunk]:
        """Guard the input, then stream the guarded answer."""
        if call_of(self) is not None:
            async with closing(super().astream(input, config, **kwargs)) as chunks:
                async for chunk in chunks:
                    yield chunk
            return
        model, messages = await aadmit(self, self._messages(input), config)
        async with closing(super(Entries, model).astream(messages, config, **kwargs)) as chunks:
            async for chunk in chunks:
                yield await arelease_calls(chunk, turn_of(model))

    if hasattr(BaseChatModel, "stream_events"):

        def stream_events(
            self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
        ) -> Any:
            """Guard the input, then stream events."""
            if call_of(self) is not None:
                return super().stream_events(input, config, **kwargs)
            model, messages = admit(self, self._messages(input), config)
            return super(Entries, model).stream_events(messages, config, **kwargs)

    def astream_events(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Any:
        """Guard the input, then stream events.

        Events of versions 1 and 2 show the input as it was handed in, so it is guarded here and
        not left to `astream`. Version 3 is awaited first.
        """
        if call_of(self) is not None:
            return super().astream_events(input, config, **kwargs)
        if kwargs.get("version") == "v3":
            return self._aopen_events(input, config, **kwargs)
        return self._aiter_events(input, config, **kwargs)

    def generate(self, messages: list[list[BaseMessage]], *args: Any, **kwargs: Any) -> LLMResult:
        """Guard each list of messages and call the model with it."""
        if call_of(self) is not None:
            return super().generate(messages, *args, **kwargs)
        results: list[LLMResult] = []
        for one, options in self._singly(messages, kwargs):
            model, guarded = admit(self, one, None)
            result = super(Entries, model).generate([guarded], *args, **options)
            results.append(release_results(result, turn_of(model)))
        return self._merged(results)

    async def agenerate(
        self, messages: list[list[BaseMessage]], *args: Any, **kwargs: Any
    ) -> LLMResult:
        """Guard each list of messages and call the model with it, all at the same time."""
        if call_of(self) is not None:
            return await super().agenerate(messages, *args, **kwargs)

        async def one(own: list[BaseMessage], options: dict[str, Any]) -> LLMResult:
            model, guarded = await aadmit(self, own, None)
            result = await super(Entries, model).agenerate([guarded], *args, **options)
            turn = turn_of(model)
            return await turn.aside(lambda: release_results(result, turn))

        calls = [one(own, options) for own, options in self._singly(messages, kwargs)]
        results = await asyncio.gather(*calls, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return self._merged([result for result in results if isinstance(result, LLMResult)])

    async def _aopen_events(self, input: Any, config: Any, **kwargs: Any) -> Any:
        model, messages = await aadmit(self, self._messages(input), config)
        return await self._events_of(model, messages, config, **kwargs)

    async def _aiter_events(self, input: Any, config: Any, **kwargs: Any) -> AsyncIterator[Any]:
        model, messages = await aadmit(self, self._messages(input), config)
        events = self._events_of(model, messages, config, **kwargs)
        async with closing(events):
            async for event in events:
                yield event

    def _events_of(self, model: Entries, *args: Any, **kwargs: Any) -> Any:
        return super(Entries, model).astream_events(*args, **kwargs)

    def _messages(self, given: Any) -> list[BaseMessage]:
        return self._convert_input(given).to_messages()

    def _singly(
        self, messages: Sequence[list[BaseMessage]], kwargs: dict[str, Any]
    ) -> Iterator[tuple[list[BaseMessage], dict[str, Any]]]:
        """Pair each list with its options; a run id belongs to the first one only."""
        for at, one in enumerate(messages):
            yield one, kwargs if at == 0 else {**kwargs, "run_id": None}

    def _merged(self, results: list[LLMResult]) -> LLMResult:
        if len(results) == 1:
            return results[0]
        return LLMResult(
            generations=[choices for result in results for choices in result.generations],
            llm_output=self._combine_llm_outputs([result.llm_output for result in results]),
            run=[run for result in results for run in result.run or ()] or None,
        )
