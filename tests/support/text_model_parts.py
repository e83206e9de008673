"""What the tests of guarded text models share: a model that plays back chunks, spies."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import LLM, BaseLLM
from langchain_core.outputs import Generation, GenerationChunk, LLMResult
from pydantic import Field


class ScriptedText(BaseLLM):
    """A text model that plays back an answer, cut in pieces when it is streamed."""

    pieces: list[str] = Field(default_factory=lambda: ["ok"], repr=False)
    infos: dict[int, dict[str, Any]] = Field(default_factory=dict, repr=False)
    received: list[list[str]] = Field(default_factory=list)
    stops: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted-text"

    def _generate(self, prompts, stop=None, run_manager=None, **kwargs):
        self.received.append(prompts)
        self.stops.append(stop)
        choice = Generation(text="".join(self.pieces), generation_info=self.infos.get(0))
        return LLMResult(generations=[[choice] for _ in prompts], llm_output={"model": "scripted"})

    def _stream(self, prompt, stop=None, run_manager=None, **kwargs):
        self.received.append([prompt])
        self.stops.append(stop)
        for at, piece in enumerate(self.pieces):
            chunk = GenerationChunk(text=piece, generation_info=self.infos.get(at))
            if run_manager is not None:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk


class AsyncText(ScriptedText):
    """Streams asynchronously by itself, and not otherwise."""

    _stream = BaseLLM._stream

    async def _agenerate(self, prompts, stop=None, run_manager=None, **kwargs):
        return self._generate(prompts, stop, run_manager, **kwargs)

    async def _astream(self, prompt, stop=None, run_manager=None, **kwargs):
        self.received.append([prompt])
        for piece in self.pieces:
            yield GenerationChunk(text=piece)


class Parrot(LLM):
    """The short way to write a text model: one method, which repeats what it reads."""

    @property
    def _llm_type(self) -> str:
        return "parrot"

    def _call(self, prompt, stop=None, run_manager=None, **kwargs):
        return prompt


class TextSpy(BaseCallbackHandler):
    """Keeps everything that callbacks are shown of a text model."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.tokens: list[str] = []
        self.seen: list[str] = []

    def on_llm_start(self, serialized, prompts, **kwargs):
        self.prompts += prompts
        self.seen.append(repr((serialized, prompts, kwargs)))

    def on_llm_new_token(self, token, *, chunk=None, **kwargs):
        self.tokens.append(token)
        self.seen.append(repr(chunk))

    def on_llm_end(self, response, **kwargs):
        self.seen.append(repr(response))

    def on_llm_error(self, error, **kwargs):
        self.seen.append(repr((error, kwargs.get("response"))))

    def __repr__(self) -> str:
        return repr((self.seen, "".join(self.tokens)))


def told(answer: list[Any]) -> str:
    """Return the text that a text model's answer delivered, whichever way it came."""
    texts: list[str] = []
    for piece in answer:
        if isinstance(piece, dict):
            data = piece["data"]
            chunk = data.get("chunk", "") if piece["event"].endswith("_stream") else ""
            texts.append(getattr(chunk, "text", chunk))
        elif hasattr(piece, "ops"):
            texts += [op["value"] for op in piece.ops if op["path"] == "/streamed_output/-"]
        else:
            texts.append(piece)
    return "".join(texts)
