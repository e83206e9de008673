"""A guarded model is still the chat model it was."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.language_models.fake_chat_models import (
    FakeChatModel,
    GenericFakeChatModel,
    ParrotFakeChatModel,
)
from langchain_core.load import dumps
from langchain_core.messages import AIMessageChunk, ChatMessageChunk, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.rate_limiters import InMemoryRateLimiter
from langchain_core.runnables import ConfigurableField
from langchain_openai import ChatOpenAI

from chatward import ChatwardError
from chatward_langchain import GuardOutput, guard_model
from chatward_langchain.models import guarded_class


def test_it_is_still_an_instance_of_its_class(openai, guard):
    model = guard_model(openai(temperature=0.3), guard)
    assert isinstance(model, ChatOpenAI)
    assert (model.model_name, model.temperature, model._llm_type) == ("local", 0.3, "openai-chat")
    assert type(guard_model(openai(), guard)) is type(model)


def test_the_original_model_stays_unguarded_and_unchanged(openai, guard, server, said):
    plain = openai()
    guard_model(plain, guard).invoke(said)
    plain.invoke(said)
    assert [request["messages"][0]["content"] == said for request in server.requests] == [
        False,
        True,
    ]


def test_it_works_in_a_chain(openai, guard, said, guarded):
    prompt = ChatPromptTemplate.from_messages([("system", "Be kind."), ("human", "{q}")])
    chain = prompt | guard_model(openai(), guard) | StrOutputParser()
    assert chain.invoke({"q": said}) == f"You said: {guarded}"
    assert "".join(chain.stream({"q": said})) == f"You said: {guarded}"
    assert chain.batch([{"q": said}] * 2) == [f"You said: {guarded}"] * 2


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda model: model.with_config(tags=["a"]), id="with_config"),
        pytest.param(lambda model: model.bind(temperature=0.1), id="bind"),
        pytest.param(lambda model: model.with_retry(), id="with_retry"),
        pytest.param(lambda model: model.model_copy(), id="model_copy"),
        pytest.param(lambda model: model.model_copy(update={"n": 1}), id="model_copy with update"),
        pytest.param(copy.copy, id="copy"),
        pytest.param(
            lambda model: model.configurable_fields(
                temperature=ConfigurableField(id="heat")
            ).with_config(configurable={"heat": 0.7}),
            id="configurable_fields",
        ),
    ],
)
def test_what_is_made_from_it_is_guarded_too(openai, guard, server, change, said, found):
    assert not found(change(guard_model(openai(), guard)).invoke(said))
    assert not found(server.received)


def test_a_changed_setting_counts(openai, guard, server):
    model = guard_model(openai(), guard)
    model.temperature = 0.9
    model.invoke("hi")
    assert server.requests[0]["temperature"] == 0.9


def test_conversations_are_told_apart_by_the_config(openai, guard, server):
    model = guard_model(openai(), guard)
    threads = [{"thread_id": "one"}, {"thread_id": "two"}, {"session_id": "one"}, {"thread_id": 7}]
    for configurable in [*threads, {}]:
        model.invoke("mail anna@example.org", {"configurable": configurable})
    one, two, same, seven, private = (
        request["messages"][0]["content"] for request in server.requests
    )
    assert one == same
    assert len({one, two, seven, private}) == 4
    assert private == "mail <EMAIL_ADDRESS>"
    assert guard.restore(two, conversation="two") == "mail anna@example.org"


def test_an_explicit_conversation_comes_first(openai, guard, server):
    model = guard_model(openai(), guard, conversation="mine")
    model.invoke("mail anna@example.org", {"configurable": {"thread_id": "other"}})
    written = server.requests[0]["messages"][0]["content"]
    assert guard.restore(written, conversation="mine") == "mail anna@example.org"
    assert guard.restore(written, conversation="other") == written


def test_a_chain_hands_its_conversation_down(openai, guard):
    chain = guard_model(openai(), guard) | StrOutputParser() | GuardOutput(guard)
    config = {"configurable": {"thread_id": "handed-down"}}
    said = "mail anna@example.org"

    async def both():
        streamed = [piece async for piece in chain.astream(said, config)]
        return await chain.ainvoke(said, config), "".join(streamed)

    answers = {
        chain.invoke(said, config),
        "".join(chain.stream(said, config)),
        *chain.batch([said], config),
        *asyncio.run(both()),
    }
    assert answers == {"You said: mail anna@example.org"}


def test_models_that_count_on_themselves_keep_counting(guard):
    model = guard_model(FakeListChatModel(responses=["one", "two", "three"]), guard)
    assert [model.invoke("x").content for _ in range(2)] == ["one", "two"]
    assert "".join(chunk.content for chunk in model.stream("x")) == "three"


def test_models_built_on_their_own_methods_are_guarded_once(guard, audit):
    model = guard_model(GenericFakeChatModel(messages=iter(["mail anna@example.org"] * 2)), guard)
    assert "".join(chunk.content for chunk in model.stream("x")) == "mail <EMAIL_ADDRESS>"
    assert asyncio.run(model.ainvoke("x")).content == "mail <EMAIL_ADDRESS>"
    assert [event["origin"] for event in audit] == ["user", "model"] * 2


def test_models_without_streaming_stay_without(guard, said, guarded):
    model = guard_model(ParrotFakeChatModel(), guard)
    assert type(model)._stream is BaseChatModel._stream
    assert [chunk.content for chunk in model.stream(said)] == [guarded]
    assert asyncio.run(guard_model(FakeChatModel(), guard).ainvoke("x")).content == "fake response"


class AsyncOnly(BaseChatModel):
    """Streams asynchronously only, and in chunks of another role."""

    @property
    def _llm_type(self):
        return "async-only"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        raise NotImplementedError

    async def _agenerate(self, messages, stop=None, run_manager=None, **kwargs):
        message = HumanMessage(messages[-1].content)
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(self, messages, stop=None, run_manager=None, **kwargs):
        for char in "to anna@example.org":
            message = ChatMessageChunk(role="bot", content=char)
            yield ChatGenerationChunk(message=message)


def test_models_that_only_stream_asynchronously(guard):
    model = guard_model(AsyncOnly(), guard)

    async def read():
        return "".join([chunk.content async for chunk in model.astream("x")])

    assert asyncio.run(read()) == "to <EMAIL_ADDRESS>"
    assert asyncio.run(model.ainvoke("mail anna@example.org")).content == "mail <EMAIL_ADDRESS>"


class NativeEvents(FakeListChatModel):
    """Makes its own events of version 3, beside its chunks."""

    def _stream_chat_model_events(self, messages, **kwargs):
        yield {"event": "message-start", "role": "ai", "id": "raw anna@example.org"}

    async def _astream_chat_model_events(self, messages, **kwargs):
        yield {"event": "message-start", "role": "ai", "id": "raw anna@example.org"}


@pytest.mark.skipif(
    not hasattr(BaseChatModel, "stream_events"), reason="this langchain-core has no v3 events"
)
@pytest.mark.filterwarnings("ignore:The method")
def test_native_events_do_not_go_round_the_guard(guard):
    model = guard_model(NativeEvents(responses=["mail anna@example.org"]), guard)
    events = repr(list(model.stream_events("x", version="v3")))
    assert "anna@" not in events
    assert "<EMAIL_ADDRESS>" in events


def test_methods_called_from_outside_are_guarded_too(openai, guard, server, said, guarded):
    model = guard_model(openai(), guard)
    messages = [HumanMessage(said)]
    assert model._generate(messages).generations[0].text == f"You said: {guarded}"
    assert "".join(chunk.text for chunk in model._stream(messages)) == f"You said: {guarded}"

    async def both():
        whole = await model._agenerate(messages)
        return whole.generations[0].text, [chunk.text async for chunk in model._astream(messages)]

    text, texts = asyncio.run(both())
    assert text == "".join(texts) == f"You said: {guarded}"
    assert "anna" not in server.received


def test_many_threads_share_one_model(openai, guard):
    model = guard_model(openai(), guard) | GuardOutput(guard)

    def ask(number):
        config = {"configurable": {"thread_id": f"thread-{number}"}}
        text = f"{number}: mail user{number}@example.org"
        streamed = "".join(chunk.content for chunk in model.stream(text, config))
        return streamed == model.invoke(text, config).content == f"You said: {text}"

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(40)))


def test_a_rate_limiter_is_not_asked_for_a_refused_call(openai, guard, injection):
    limiter = InMemoryRateLimiter(requests_per_second=1e-9, max_bucket_size=1)
    answer = guard_model(openai(rate_limiter=limiter), guard).invoke(injection)
    assert answer.content == guard.policy.refusal


def test_dumps_and_reprs_hold_nothing_of_the_guard(openai, guard):
    model = guard_model(openai(), guard)
    for written in (dumps(model), dumps(model | GuardOutput(guard)), repr(model), str(model)):
        assert "Guard(" not in written
        assert "vault" not in written.lower()
    assert '"not_implemented"' in dumps(model)


@pytest.mark.parametrize(
    "build",
    [lambda model, guard: model, lambda model, guard: model.chatward],
    ids=["model", "binding"],
)
def test_neither_model_nor_binding_can_be_pickled(guard, build):
    model = guard_model(FakeListChatModel(responses=["a"]), guard)
    with pytest.raises(TypeError, match="build it again with guard_model"):
        pickle.dumps(build(model, guard))
    assert build(copy.deepcopy(model), guard) is not None


def test_what_is_no_chat_model_is_refused_with_advice(openai, guard):
    with pytest.raises(TypeError, match="guard the model first, then bind tools"):
        guard_model(openai().bind(stop=["x"]), guard)
    with pytest.raises(ValueError, match="guarded already"):
        guard_model(guard_model(openai(), guard), guard)


def test_a_model_built_from_the_class_alone_answers_nothing():
    model = guarded_class(FakeListChatModel)(responses=["anna@example.org"])
    with pytest.raises(ChatwardError, match="has no guard; build it with guard_model"):
        model.invoke("x")


def test_no_call_keeps_a_model_alive(guard):
    model = guard_model(FakeListChatModel(responses=["a"]), guard)
    model.invoke("x")
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_usage_is_added_up_as_before(openai, guard):
    result = guard_model(openai(), guard).generate([[HumanMessage("a")], [HumanMessage("b")]])
    assert result.llm_output["token_usage"]["total_tokens"] == 36


def test_a_chunk_kept_as_history_is_guarded_like_any_message(openai, guard, server):
    pieces = [
        {"name": "f", "args": '{"a": "anna@example.org"}', "id": "1", "index": 0},
    ]
    chunk = AIMessageChunk(content="to anna@example.org", tool_call_chunks=pieces)
    model = guard_model(openai(), guard)
    answer = model.invoke([HumanMessage("a"), chunk, HumanMessage("b")])
    assert "anna" not in server.received + repr(answer)
