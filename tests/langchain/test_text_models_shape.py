"""A guarded text model is still the text model it was."""

from __future__ import annotations

import asyncio
import copy
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.language_models import BaseLLM, FakeListLLM, FakeStreamingListLLM
from langchain_core.load import dumps
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import ConfigurableField
from langchain_openai import OpenAI
from text_model_parts import AsyncText, Parrot, ScriptedText

from chatward import ChatwardError
from chatward_langchain import GuardOutput, guard_model
from chatward_langchain.text_models import guarded_text_class

pytest_plugins = ["text_model_fixtures"]


def test_it_is_still_an_instance_of_its_class(completions, guard):
    model = guard_model(completions(temperature=0.3), guard)
    assert isinstance(model, OpenAI)
    assert (model.model_name, model.temperature, model._llm_type) == ("local", 0.3, "openai")
    assert type(guard_model(completions(), guard)) is type(model)


def test_the_original_model_stays_unguarded_and_unchanged(guard, said):
    plain = Parrot()
    guard_model(plain, guard).invoke(said)
    assert plain.invoke(said) == said


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda model: model.with_config(tags=["a"]), id="with_config"),
        pytest.param(lambda model: model.bind(temperature=0.1), id="bind"),
        pytest.param(lambda model: model.with_retry(), id="with_retry"),
        pytest.param(lambda model: model.model_copy(), id="model_copy"),
        pytest.param(copy.copy, id="copy"),
        pytest.param(
            lambda model: model.configurable_fields(
                temperature=ConfigurableField(id="heat")
            ).with_config(configurable={"heat": 0.7}),
            id="configurable_fields",
        ),
    ],
)
def test_what_is_made_from_it_is_guarded_too(completions, guard, texts, change, said, found):
    made = change(guard_model(completions(), guard))
    assert not found(made.invoke(said), made.batch([said]), list(made.stream(said)))
    assert not found(texts.received)


def test_stop_words_reach_the_model(guard):
    plain = ScriptedText()
    model = guard_model(plain, guard).bind(stop=["\n"])
    model.invoke("x")
    list(model.stream("x"))
    model.batch(["x"])
    asyncio.run(model.ainvoke("x"))
    assert plain.stops == [["\n"]] * 4


def test_it_works_in_a_chain(completions, guard, said, guarded):
    prompt = PromptTemplate.from_template("Say: {q}")
    chain = prompt | guard_model(completions(), guard) | StrOutputParser()
    expected = f"You said: Say: {guarded}"
    assert chain.invoke({"q": said}) == "".join(chain.stream({"q": said})) == expected
    assert chain.batch([{"q": said}] * 2) == [expected] * 2


def test_models_that_count_on_themselves_keep_counting(guard):
    model = guard_model(FakeListLLM(responses=["one", "two", "three"]), guard)
    assert [model.invoke("x") for _ in range(2)] == ["one", "two"]
    assert "".join(model.stream("x")) == "three"


def test_models_with_a_stream_of_their_own_making_are_guarded(guard):
    model = guard_model(FakeStreamingListLLM(responses=["to anna@example.org"]), guard)
    assert "".join(model.stream("x")) == "to <EMAIL_ADDRESS>"

    async def read():
        return "".join([piece async for piece in model.astream("x")])

    assert asyncio.run(read()) == "to <EMAIL_ADDRESS>"


def test_models_without_streaming_stay_without(guard, said, guarded):
    model = guard_model(Parrot(), guard)
    assert type(model)._stream is BaseLLM._stream
    assert list(model.stream(said)) == [guarded]


@pytest.mark.parametrize("kind", [ScriptedText, AsyncText])
def test_methods_called_from_outside_are_guarded_too(guard, said, guarded, injection, kind):
    plain = kind(pieces=[said])
    model = guard_model(plain, guard)
    result = model._generate([said, injection])
    assert [choices[0].text for choices in result.generations] == [guarded, guard.policy.refusal]

    async def later():
        whole = await model._agenerate([said])
        chunks = [chunk.text async for chunk in model._astream(said)]
        return whole.generations[0][0].text, "".join(chunks)

    assert asyncio.run(later()) == (guarded, guarded)
    assert said not in repr(plain.received)


def test_so_is_the_one_method_of_a_short_model(guard, said, guarded):
    model = guard_model(Parrot(), guard)
    assert model._call(said) == asyncio.run(model._acall(said)) == guarded
    streaming = guard_model(ScriptedText(pieces=[said]), guard)
    assert "".join(chunk.text for chunk in streaming._stream(said)) == guarded


def test_many_threads_share_one_model(guard):
    model = guard_model(Parrot(), guard) | GuardOutput(guard)

    def ask(number):
        config = {"configurable": {"thread_id": f"text-{number}"}}
        text = f"{number}: mail user{number}@example.org"
        return "".join(model.stream(text, config)) == model.invoke(text, config) == text

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(40)))


def test_dumps_and_reprs_hold_nothing_of_the_guard(completions, guard):
    model = guard_model(completions(), guard)
    for written in (dumps(model), repr(model), str(model)):
        assert "Guard(" not in written
        assert "vault" not in written.lower()
    assert '"not_implemented"' in dumps(model)


def test_it_cannot_be_pickled(guard):
    model = guard_model(FakeListLLM(responses=["a"]), guard)
    with pytest.raises(TypeError, match="build it again with guard_model"):
        pickle.dumps(model)
    assert copy.deepcopy(model).invoke("x") == "a"


def test_it_is_guarded_once(completions, guard):
    with pytest.raises(ValueError, match="guarded already"):
        guard_model(guard_model(completions(), guard), guard)
    with pytest.raises(TypeError, match="takes a chat model or a text model, not RunnableBinding"):
        guard_model(completions().bind(stop=["x"]), guard)


def test_a_model_built_from_the_class_alone_answers_nothing():
    model = guarded_text_class(FakeListLLM)(responses=["anna@example.org"])
    with pytest.raises(ChatwardError, match="has no guard; build it with guard_model"):
        model.invoke("x")


@pytest.mark.filterwarnings("ignore:The method")
def test_events_of_version_3_are_for_chat_models(guard):
    async def ask():
        events = guard_model(Parrot(), guard).astream_events("x", version="v3")
        return await events if asyncio.iscoroutine(events) else [each async for each in events]

    with pytest.raises(NotImplementedError):
        asyncio.run(ask())
