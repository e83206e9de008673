"""However a text model's answer is cut, the joined stream is the guarded whole answer."""

from __future__ import annotations

import asyncio

import pytest
from cut_answers import GUARD, TEXTS, pieces, whole
from hypothesis import given
from langchain_core.outputs import GenerationChunk
from text_model_parts import AsyncText, ScriptedText, TextSpy

from chatward.testing.model_server import Reply
from chatward_langchain import ModelFailed, guard_model

pytest_plugins = ["text_model_fixtures"]


@given(cut=pieces())
def test_a_streamed_text(cut):
    text, parts = cut
    spy = TextSpy()
    model = guard_model(ScriptedText(pieces=parts), GUARD)
    streamed = "".join(model.stream("hello", {"callbacks": [spy]}))
    assert streamed == "".join(spy.tokens) == whole(text)


@given(text=TEXTS)
def test_a_text_character_by_character_and_asynchronously(text):
    for kind in (ScriptedText, AsyncText):
        model = guard_model(kind(pieces=list(text or " ")), GUARD)
        assert asyncio.run(_joined(model)) == whole(text or " ")


async def _joined(model):
    return "".join([piece async for piece in model.astream("hello")])


def test_a_model_that_only_streams_asynchronously_answers_at_once_otherwise(guard):
    model = guard_model(AsyncText(pieces=["to anna@", "example.org"]), guard)
    assert list(model.stream("x")) == ["to <EMAIL_ADDRESS>"]
    assert asyncio.run(model.ainvoke("x")) == "to <EMAIL_ADDRESS>"


def test_probabilities_and_reasons_come_with_the_stream(completions, guard, texts):
    model = guard_model(completions(logprobs=1), guard)
    chunks = list(model._stream("hello"))
    joined = chunks[0] + chunks[1] if len(chunks) == 2 else sum(chunks[1:], chunks[0])
    assert joined.generation_info["finish_reason"] == "stop"
    assert "".join(joined.generation_info["logprobs"]["tokens"]) == "You said: hello"
    texts.answer = lambda body: Reply("mail anna@example.org")
    assert "anna" not in repr(list(model._stream("hello")))
    assert "logprobs" not in repr(list(model._stream("hello")))


def test_no_information_hides_personal_data(guard, found, said):
    infos = {0: {"note": said, "nested": [{"text": said}]}}
    model = guard_model(ScriptedText(pieces=["ok"], infos=infos), guard)
    spy = TextSpy()
    list(model.stream("x", {"callbacks": [spy]}))
    assert not found(spy, model.generate(["x"]))
    assert "<EMAIL_ADDRESS>" in repr(spy)


def test_the_stream_of_invoke_shows_callbacks_no_raw_token(
    completions, guard, texts, text_spy, said, guarded, found
):
    texts.answer = lambda body: Reply(said)
    model = guard_model(completions(streaming=True), guard)
    assert model.invoke("x", {"callbacks": [text_spy]}) == guarded
    assert not found(text_spy)


def test_a_reader_who_hangs_up_gets_nothing_unseen_and_leaves_a_record(guard, audit):
    parts = ["word " * 5, "anna@exam", "ple.org"]
    stream = guard_model(ScriptedText(pieces=parts), guard).stream("hello")
    assert "anna" not in next(stream) + next(stream)
    stream.close()
    assert [event["origin"] for event in audit] == ["user", "model"]


def test_and_so_does_one_who_hangs_up_asynchronously(guard, audit):
    parts = ["word " * 5, "anna@exam", "ple.org"]
    model = guard_model(AsyncText(pieces=parts), guard)

    async def hang_up():
        for stream in (model.astream("hello"), model.astream_events("hello", version="v2")):
            async for piece in stream:
                if not isinstance(piece, dict) or piece["event"] == "on_llm_stream":
                    break
            await stream.aclose()
            await asyncio.sleep(0.05)  # langchain-core leaves the model's stream to the event loop
            assert [event["origin"] for event in audit] == ["user", "model"]
            audit.clear()

    asyncio.run(hang_up())


class Breaking(ScriptedText):
    def _generate(self, prompts, stop=None, run_manager=None, **kwargs):
        raise ConnectionError("lost while saying anna@example.org")

    def _stream(self, prompt, stop=None, run_manager=None, **kwargs):
        yield GenerationChunk(text="so far anna@example.")
        raise ConnectionError("lost while saying anna@example.org")


class AsyncBreaking(Breaking):
    async def _agenerate(self, prompts, stop=None, run_manager=None, **kwargs):
        raise ConnectionError("lost while saying anna@example.org")

    async def _astream(self, prompt, stop=None, run_manager=None, **kwargs):
        yield GenerationChunk(text="so far anna@example.")
        raise ConnectionError("lost while saying anna@example.org")


@pytest.mark.parametrize("kind", [Breaking, AsyncBreaking])
def test_an_error_that_quotes_the_answer_is_replaced(guard, chain_way, text_spy, tracer, kind):
    config = {"callbacks": [text_spy, tracer]}
    with pytest.raises(ModelFailed, match="lost while saying <EMAIL_ADDRESS>") as caught:
        chain_way(guard_model(kind(), guard), "hello", config)
    assert "anna" not in repr((text_spy, tracer.sent, caught.value.__context__))


def test_every_other_error_passes_untouched(completions, guard, texts, chain_way):
    import openai as sdk

    texts.answer = lambda body: Reply("slow down", status=429)
    with pytest.raises(sdk.RateLimitError, match="slow down"):
        chain_way(guard_model(completions(), guard), "hello", None)
