"""An error of the model shows nothing that the guard would have redacted."""

from __future__ import annotations

import asyncio
import pickle

import openai as sdk
import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from pydantic import BaseModel

from chatward.testing.model_server import Reply
from chatward_langchain import ModelFailed, guard_model


class Person(BaseModel):
    age: int


def chain_of(error):
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_an_error_that_quotes_the_answer_is_replaced(openai, guard, server, spy, tracer):
    server.answer = lambda body: Reply('{"age": "anna@example.org"}')
    person = guard_model(openai(), guard).with_structured_output(Person)
    config = {"callbacks": [spy, tracer]}
    with pytest.raises(ModelFailed, match=r"(?s)ValidationError.*<EMAIL_ADDRESS>") as caught:
        person.invoke("who", config)
    with pytest.raises(ModelFailed):
        asyncio.run(person.ainvoke("who", config))
    with pytest.raises(ModelFailed):
        list(person.stream("who", config))
    assert "anna" not in repr((list(chain_of(caught.value)), spy.seen, tracer.sent))
    assert not hasattr(caught.value, "response")


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_without_the_guard_error_and_trace_quote_it(openai, server, spy):
    server.answer = lambda body: Reply('{"age": "anna@example.org"}')
    with pytest.raises(ValueError, match=r"anna@example\.org"):
        openai().with_structured_output(Person).invoke("who", {"callbacks": [spy]})
    assert "anna@example.org" in repr(spy.errors)


def test_every_other_error_passes_untouched(openai, guard, server, way):
    server.answer = lambda body: Reply("slow down", status=429)
    with pytest.raises(sdk.RateLimitError, match="slow down"):
        way(guard_model(openai(), guard), "hello", None)


def test_an_error_with_personal_data_in_its_body_is_replaced(openai, guard, server, way, spy):
    server.answer = lambda body: Reply("no such user anna@example.org", status=400)
    with pytest.raises(ModelFailed, match=r"RequestError: .*<EMAIL_ADDRESS>") as caught:
        way(guard_model(openai(), guard), "hello", {"callbacks": [spy]})
    assert caught.value.failure.endswith("RequestError")
    assert "anna" not in repr((list(chain_of(caught.value)), spy.seen))


def test_a_stream_that_breaks_off_raises_after_what_was_safe(scripted, guard, audit):
    class Breaking(scripted):
        def _stream(self, messages, stop=None, run_manager=None, **kwargs):
            yield from super()._stream(messages)
            raise ConnectionError("lost while saying anna@example.org")

        async def _astream(self, messages, stop=None, run_manager=None, **kwargs):
            for chunk in self.chunks:
                yield ChatGenerationChunk(message=chunk)
            raise ConnectionError("lost while saying anna@example.org")

    model = guard_model(Breaking(chunks=[AIMessageChunk(content="so far anna@example.")]), guard)
    said = []

    async def read():
        async for chunk in model.astream("x"):
            said.append(chunk.content)  # noqa: PERF401 (what came before the error counts)

    with pytest.raises(ModelFailed, match="lost while saying <EMAIL_ADDRESS>"):
        asyncio.run(read())
    with pytest.raises(ModelFailed):
        said.extend(chunk.content for chunk in model.stream("x"))
    assert "anna" not in "".join(said)
    assert [event["origin"] for event in audit] == ["user", "model"] * 2


def test_it_survives_pickling():
    error = pickle.loads(pickle.dumps(ModelFailed("ValueError", "text")))
    assert (str(error), error.failure) == ("ValueError: text", "ValueError")
    assert str(ModelFailed("ValueError")) == "ValueError"
