"""The guard inside a text model, one that completes a prompt (`BaseLLM`): what `models` is to chat.

Prompts are guarded at each public entry point, answers inside `_generate` and `_stream`. Unlike a
chat model's, the `_stream` of a text model tells callbacks its tokens itself; so does this one, and
the model's own is not given the callbacks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache, partial
from typing import Any

from langchain_core.language_models import BaseLLM
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import Generation, GenerationChunk, LLMResult
from langchain_core.prompt_values import StringPromptValue
from pydantic import Field, create_model

from chatward import Decision
from chatward_langchain.answers import guard_info, stamp, without_logprobs
from chatward_langchain.asking import Steps
from chatward_langchain.binding import FIELD, Binding, copied
from chatward_langchain.chunks import AnswerStream
from chatward_langchain.failures import (
    ashielded,
    ashielded_stream,
    closing,
    shielded,
    shielded_stream,
)
from chatward_langchain.leaves import Reader
from chatward_langchain.text_calls import aadmit_prompt, admit_prompt, grouped, merged, serving
from chatward_langchain.text_entries import TextEntries


def guard_text_model(llm: BaseLLM, binding: Binding) -> Any:
    """Return the text model with the guard inside; it is still one of the same class."""
    model: Any = llm
    return copied(model, guarded_text_class(type(llm)), **{FIELD: binding})


@cache
def guarded_text_class(base: type[BaseLLM]) -> Any:
    """Return the guarded subclass of a text model's class; its instances need a `Binding`."""
    fields: Any = {FIELD: (Any, Field(default=None, exclude=True, repr=False))}
    bases: Any = (GuardedTextModel, base)
    cls: Any = create_model(
        f"Guarded{base.__name__}", __base__=bases, __module__=__name__, **fields
    )
    cls.chatward_base = base
    # langchain-core asks by identity whether a class can stream.
    for name in ("_stream", "_astream"):
        if getattr(base, name) is getattr(BaseLLM, name):
            setattr(cls, name, getattr(BaseLLM, name))
    return cls


class GuardedTextModel(TextEntries):
    """Guards the output of a text model, where it is made."""

    @classmethod
    def is_lc_serializable(cls) -> bool:
        """A guard is live code: a dump of the model names it and holds nothing."""
        return False

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError("a guarded model cannot be pickled; build it again with guard_model")

    def _generate(
        self,
        prompts: list[str],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> LLMResult:
        call = self._served
        if call is None:
            admitted = [admit_prompt(self, _prompt(each), None) for each in prompts]
            groups = grouped(self, list(enumerate(admitted)))
            results = [each.model._generate(each.texts, stop, **kwargs) for each in groups]
            return merged(groups, results)
        if call.refused is not None:
            return _refusals(prompts, call.refused)
        asked = partial(call.plain._generate, prompts, stop=stop, **kwargs)
        result = shielded(asked, call.turn.guard)
        return call.turn.run(guard_texts(result, self._bound.refuse))

    async def _agenerate(
        self,
        prompts: list[str],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> LLMResult:
        call = self._served
        if call is None:
            admitted = [await aadmit_prompt(self, _prompt(each), None) for each in prompts]
            groups = grouped(self, list(enumerate(admitted)))
            results = [await each.model._agenerate(each.texts, stop, **kwargs) for each in groups]
            return merged(groups, results)
        if call.refused is not None:
            return _refusals(prompts, call.refused)
        asked = call.plain._agenerate(prompts, stop=stop, **kwargs)
        result = await ashielded(asked, call.turn.guard)
        return await call.turn.arun(guard_texts(result, self._bound.refuse))

    def _call(
        self,
        prompt: str,
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> str:
        return self._generate([prompt], stop, **kwargs).generations[0][0].text

    async def _acall(
        self,
        prompt: str,
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> str:
        result = await self._agenerate([prompt], stop, **kwargs)
        return result.generations[0][0].text

    def _stream(
        self,
        prompt: str,
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> Iterator[GenerationChunk]:
        call = self._served
        if call is None:
            admitted = admit_prompt(self, _prompt(prompt), None)
            text = admitted.prompt.to_string()
            yield from serving(self, admitted)._stream(text, stop, run_manager, **kwargs)
            return
        for chunk in self._chunks(prompt, stop, **kwargs):
            if run_manager is not None:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        prompt: str,
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> AsyncIterator[GenerationChunk]:
        call = self._served
        if call is None:
            admitted = await aadmit_prompt(self, _prompt(prompt), None)
            text = admitted.prompt.to_string()
            chunks = serving(self, admitted)._astream(text, stop, run_manager, **kwargs)
            async with closing(chunks):
                async for chunk in chunks:
                    yield chunk
            return
        async with closing(self._achunks(prompt, stop, **kwargs)) as chunks:
            async for chunk in chunks:
                if run_manager is not None:
                    await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                yield chunk

    def _chunks(
        self, prompt: str, stop: list[str] | None, **kwargs: Any
    ) -> Iterator[GenerationChunk]:
        """Stream the guarded answer to a guarded prompt."""
        call = self._served
        assert call is not None
        if call.refused is not None:
            yield _as_chunk(call.refused)
            return
        answer = AnswerStream(call.turn.stream)
        chunks = call.plain._stream(prompt, stop=stop, **kwargs)
        try:
            for chunk in shielded_stream(chunks, call.turn.guard):
                yield from call.turn.run(self._guard_chunk(answer, chunk))
            yield from call.turn.run(self._end(answer))
        finally:
            answer.close()

    async def _achunks(
        self, prompt: str, stop: list[str] | None, **kwargs: Any
    ) -> AsyncIterator[GenerationChunk]:
        call = self._served
        assert call is not None
        if call.refused is not None:
            yield _as_chunk(call.refused)
            return
        answer = AnswerStream(call.turn.stream)
        chunks = call.plain._astream(prompt, stop=stop, **kwargs)
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

    def _guard_chunk(
        self, answer: AnswerStream, chunk: GenerationChunk
    ) -> Steps[list[GenerationChunk]]:
        info = yield from answer.metadata(chunk.generation_info)
        passed = yield from answer.feed(AIMessageChunk(content=chunk.text))
        return [GenerationChunk(text=str(each.content), generation_info=info) for each in passed]

    def _end(self, answer: AnswerStream) -> Steps[list[GenerationChunk]]:
        tail = yield from answer.finish()
        if answer.blocked is not None:
            self._bound.refuse(answer.blocked)
        if tail is None:
            return []
        return [GenerationChunk(text=str(tail.content), generation_info=tail.response_metadata)]


def guard_texts(result: LLMResult, refuse: Callable[[Decision], None]) -> Steps[LLMResult]:
    """Guard every choice of every prompt of a result.

    Args:
        result: What the model returned.
        refuse: Called with the decision on a refused answer; raises, or lets the refusal stand.

    """
    generations: list[list[Any]] = []
    for choices in result.generations:
        guarded: list[Generation] = []
        for each in choices:
            guarded.append((yield from _guard_text(each, refuse)))  # noqa: PERF401 (it yields)
        generations.append(guarded)
    output = yield from guard_info(result.llm_output, Reader("model"))
    return LLMResult(generations=generations, llm_output=output)


def _guard_text(choice: Generation, refuse: Callable[[Decision], None]) -> Steps[Generation]:
    reader = Reader("model")
    text = yield from reader.read(choice.text)
    info = yield from guard_info(choice.generation_info, reader)
    if reader.changed:
        info = without_logprobs(info)
    if reader.blocked is not None:
        refuse(reader.blocked)
        text, info = reader.blocked.text, {**without_logprobs(info or {}), **stamp(reader.blocked)}
    return Generation(text=text, generation_info=info)


def _prompt(text: str) -> StringPromptValue:
    return StringPromptValue(text=text)


def _refusals(prompts: list[str], refused: Decision) -> LLMResult:
    choice = Generation(text=refused.text, generation_info=stamp(refused))
    return LLMResult(generations=[[choice] for _ in prompts])


def _as_chunk(refused: Decision) -> GenerationChunk:
    return GenerationChunk(text=refused.text, generation_info=stamp(refused))
