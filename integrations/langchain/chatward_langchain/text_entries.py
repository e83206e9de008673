"""The public entry points of a guarded text model: each guards its prompts, then goes on as before.

Prompts are guarded before callbacks, tracers and the cache see them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseLLM
from langchain_core.outputs import LLMResult
from langchain_core.prompt_values import PromptValue, StringPromptValue
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import get_config_list

from chatward_langchain.binding import Binding, Call, binding_of
from chatward_langchain.failures import closing
from chatward_langchain.text_calls import (
    Admitted,
    aadmit_prompt,
    admit_prompt,
    grouped,
    merged,
    serving,
)

if TYPE_CHECKING:
    _Model = BaseLLM
else:  # a mixin: a second base of the same model would bring its field defaults along
    _Model = object


class TextEntries(_Model):
    """Guards the prompts of every public way into a text model.

    A copy that already serves a call passes everything on: its prompts are guarded.
    """

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> str:
        """Guard the prompt, then call the model."""
        if self._served is not None:
            return super().invoke(input, config, **kwargs)
        model, prompt = self._admit(input, config)
        return super(TextEntries, model).invoke(prompt, config, **kwargs)

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> str:
        """Guard the prompt, then call the model."""
        if self._served is not None:
            return await super().ainvoke(input, config, **kwargs)
        model, prompt = await self._aadmit(input, config)
        return await super(TextEntries, model).ainvoke(prompt, config, **kwargs)

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[str]:
        """Guard the prompt, then stream the guarded answer."""
        if self._served is not None:
            yield from super().stream(input, config, **kwargs)
            return
        model, prompt = self._admit(input, config)
        yield from super(TextEntries, model).stream(prompt, config, **kwargs)

    async def astream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[str]:
        """Guard the prompt, then stream the guarded answer."""
        if self._served is not None:
            pieces = super().astream(input, config, **kwargs)
        else:
            model, prompt = await self._aadmit(input, config)
            pieces = super(TextEntries, model).astream(prompt, config, **kwargs)
        async with closing(pieces):
            async for piece in pieces:
                yield piece

    def astream_events(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Any:
        """Guard the prompt, then stream events, which show the input as it was handed in."""
        if self._served is not None or kwargs.get("version") == "v3":  # which no text model has
            return super().astream_events(input, config, **kwargs)
        return self._aiter_events(input, config, **kwargs)

    def batch(
        self,
        inputs: list[Any],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[str]:
        """Guard each prompt, then call the model once for each conversation among them."""
        options = {"return_exceptions": return_exceptions, **kwargs}
        if self._served is not None or not inputs:
            return super().batch(inputs, config, **options)
        configs = get_config_list(config, len(inputs))
        answers: dict[int, Any] = {}
        admitted: list[tuple[int, Admitted]] = []
        for at, (each, own) in enumerate(zip(inputs, configs, strict=True)):
            try:
                admitted.append((at, admit_prompt(self, self._convert_input(each), own)))
            except Exception as error:
                if not return_exceptions:
                    raise
                answers[at] = error
        for group in grouped(self, admitted):
            own_configs = [configs[at] for at in group.places]
            texts = super(TextEntries, group.model).batch(group.prompts, own_configs, **options)
            answers.update(zip(group.places, texts, strict=True))
        return [answers[at] for at in range(len(inputs))]

    async def abatch(
        self,
        inputs: list[Any],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[str]:
        """Guard each prompt, then call the model once for each conversation among them."""
        options = {"return_exceptions": return_exceptions, **kwargs}
        if self._served is not None or not inputs:
            return await super().abatch(inputs, config, **options)
        configs = get_config_list(config, len(inputs))
        looked_at = await self._alook_at(inputs, configs)
        answers: dict[int, Any] = {}
        admitted: list[tuple[int, Admitted]] = []
        for at, each in enumerate(looked_at):
            if isinstance(each, Admitted):
                admitted.append((at, each))
            elif return_exceptions and isinstance(each, Exception):
                answers[at] = each
            else:
                raise each
        for group in grouped(self, admitted):
            own_configs = [configs[at] for at in group.places]
            texts = await super(TextEntries, group.model).abatch(
                group.prompts, own_configs, **options
            )
            answers.update(zip(group.places, texts, strict=True))
        return [answers[at] for at in range(len(inputs))]

    def generate(
        self, prompts: list[str], stop: list[str] | None = None, *args: Any, **kwargs: Any
    ) -> LLMResult:
        """Guard each prompt and call the model with those that may pass."""
        if self._served is not None or not isinstance(prompts, list):
            return super().generate(prompts, stop, *args, **kwargs)
        return self.generate_prompt(_as_prompts(prompts), stop, *args, **kwargs)

    async def agenerate(
        self, prompts: list[str], stop: list[str] | None = None, *args: Any, **kwargs: Any
    ) -> LLMResult:
        """Guard each prompt and call the model with those that may pass."""
        if self._served is not None:
            return await super().agenerate(prompts, stop, *args, **kwargs)
        return await self.agenerate_prompt(_as_prompts(prompts), stop, *args, **kwargs)

    def generate_prompt(
        self,
        prompts: Sequence[PromptValue],
        stop: list[str] | None = None,
        callbacks: Any = None,
        **kwargs: Any,
    ) -> LLMResult:
        """Guard each prompt and call the model with those that may pass."""
        if self._served is not None:
            return super().generate_prompt(list(prompts), stop, callbacks, **kwargs)
        admitted = [(at, admit_prompt(self, each, None)) for at, each in enumerate(prompts)]
        groups = grouped(self, admitted)
        results: list[LLMResult] = []
        for group in groups:
            options = group.options({"callbacks": callbacks, **kwargs}, len(prompts))
            results.append(super(TextEntries, group.model).generate(group.texts, stop, **options))
        return merged(groups, results)

    async def agenerate_prompt(
        self,
        prompts: Sequence[PromptValue],
        stop: list[str] | None = None,
        callbacks: Any = None,
        **kwargs: Any,
    ) -> LLMResult:
        """Guard each prompt and call the model with those that may pass."""
        if self._served is not None:
            return await super().agenerate_prompt(list(prompts), stop, callbacks, **kwargs)
        admitted: list[tuple[int, Admitted]] = []
        for at, each in enumerate(prompts):
            admitted.append((at, await aadmit_prompt(self, each, None)))
        groups = grouped(self, admitted)
        results: list[LLMResult] = []
        for group in groups:
            options = group.options({"callbacks": callbacks, **kwargs}, len(prompts))
            asked = super(TextEntries, group.model).agenerate(group.texts, stop, **options)
            results.append(await asked)
        return merged(groups, results)

    @property
    def _bound(self) -> Binding:
        model: Any = self
        return binding_of(model)

    @property
    def _served(self) -> Call | None:
        """The call this copy serves; None on the model the user holds."""
        return self._bound.call

    def _admit(self, given: Any, config: RunnableConfig | None) -> tuple[TextEntries, Any]:
        """Return the copy that serves an input, and what to use instead of it."""
        admitted = admit_prompt(self, self._convert_input(given), config)
        return serving(self, admitted), _like(given, admitted.prompt)

    async def _aadmit(self, given: Any, config: RunnableConfig | None) -> tuple[TextEntries, Any]:
        admitted = await aadmit_prompt(self, self._convert_input(given), config)
        return serving(self, admitted), _like(given, admitted.prompt)

    async def _alook_at(
        self, inputs: Sequence[Any], configs: Sequence[RunnableConfig]
    ) -> list[Admitted | BaseException]:
        async def one(given: Any, config: RunnableConfig) -> Admitted:
            return await aadmit_prompt(self, self._convert_input(given), config)

        looking = [one(given, own) for given, own in zip(inputs, configs, strict=True)]
        return await asyncio.gather(*looking, return_exceptions=True)

    async def _aiter_events(self, input: Any, config: Any, **kwargs: Any) -> AsyncIterator[Any]:
        model, prompt = await self._aadmit(input, config)
        events = self._events_of(model, prompt, config, **kwargs)
        async with closing(events):
            async for event in events:
                yield event

    def _events_of(self, model: TextEntries, *args: Any, **kwargs: Any) -> Any:
        return super(TextEntries, model).astream_events(*args, **kwargs)


def _as_prompts(texts: Sequence[str]) -> list[PromptValue]:
    return [StringPromptValue(text=text) for text in texts]


def _like(given: Any, prompt: PromptValue) -> Any:
    """Return a guarded prompt as the kind of thing that was handed in."""
    return prompt.to_string() if isinstance(given, str) else prompt
