"""The edge: refusals, batches, threads, tracers."""

from __future__ import annotations

import asyncio
import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from edge_parts import (
    ANNA,
    CONFIG,
)
from langchain_core.language_models import FakeListChatModel
from langchain_core.load import dumps
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda

from chatward import GuardBlocked
from chatward_langchain.edge import GuardedRunnable

pytest_plugins = ["edge_fixtures"]


def test_a_refused_input_does_not_reach_the_app(guard, chain, server, injection):
    app = GuardedRunnable(chain, guard)
    assert app.invoke({"q": injection}, CONFIG) == guard.policy.refusal
    assert list(app.stream({"q": injection}, CONFIG)) == [guard.policy.refusal]
    assert app.batch([{"q": injection}]) == [guard.policy.refusal]
    assert server.requests == []


def test_a_model_refuses_with_a_message(guard, openai, server, injection):
    app = GuardedRunnable(openai(), guard)
    answer = app.invoke(injection, CONFIG)
    assert isinstance(answer, AIMessage)
    assert answer.content == guard.policy.refusal
    assert answer.response_metadata["chatward"]["rule"] == "prompt-injection"
    (piece,) = app.stream(injection, CONFIG)
    assert isinstance(piece, AIMessageChunk)
    assert piece.content == guard.policy.refusal
    assert server.requests == []


def test_refusals_are_raised_where_that_is_asked_for_or_there_is_no_other_way(guard, injection):
    never = RunnableLambda(lambda given: pytest.fail("the app ran"))
    for app in (
        GuardedRunnable(never, guard),
        GuardedRunnable(never | StrOutputParser(), guard, on_block="raise"),
    ):
        with pytest.raises(GuardBlocked, match="prompt-injection"):
            app.invoke(injection, CONFIG)
        with pytest.raises(GuardBlocked, match="prompt-injection"):
            list(app.stream(injection, CONFIG))
        with pytest.raises(GuardBlocked, match="prompt-injection"):
            asyncio.run(app.ainvoke(injection, CONFIG))


def test_a_function_makes_the_answer(guard, injection):
    never = RunnableLambda(lambda given: pytest.fail("the app ran"))
    app = GuardedRunnable(never, guard, on_block=lambda decision: {"refused": decision.rule})
    assert app.invoke(injection, CONFIG) == {"refused": "prompt-injection"}
    assert list(app.stream(injection, CONFIG)) == [{"refused": "prompt-injection"}]


def test_documents_are_withheld_instead(guard, echo, injection):
    app = GuardedRunnable(echo, guard, origins={"context": "document"})
    app.invoke({"q": "hi", "context": [injection]}, CONFIG)
    assert echo.given == [{"q": "hi", "context": [guard.policy.withheld]}]


def test_a_refused_output_is_replaced_or_raised(guard):
    plan = "The warehouse code is purple elephants dance at midnight on the frozen lake."
    leaks = RunnableLambda(lambda _: f"Sure. {plan}")
    app = GuardedRunnable(leaks, guard, protected=[plan])
    assert app.invoke("hi", CONFIG) == guard.policy.refusal
    raising = GuardedRunnable(leaks, guard, protected=[plan], on_block="raise")
    with pytest.raises(GuardBlocked, match="protected-texts"):
        raising.invoke("hi", CONFIG)
    with pytest.raises(GuardBlocked, match="protected-texts"):
        list(raising.stream("hi", CONFIG))


# --- batches, threads, copies ---------------------------------------------------------------


def test_batches_keep_their_order_and_each_its_conversation(guard, echo):
    app = GuardedRunnable(echo, guard)
    values = [f"mail {name}@example.org" for name in ("anna", "bob", "carol")]
    configs = [{"configurable": {"thread_id": f"batch-{at}"}} for at in range(3)]
    assert app.batch(values, configs) == values
    assert asyncio.run(app.abatch(values, configs)) == values
    assert dict(app.batch_as_completed(values, configs)) == dict(enumerate(values))
    assert all(re.fullmatch("mail EMAIL_ADDRESS_1_[a-z2-7]{8}", text) for text in echo.given)


def test_one_that_fails_in_a_batch_can_be_an_item_of_it(guard, echo, injection):
    app = GuardedRunnable(echo, guard, on_block="raise")
    for results in (
        app.batch([ANNA, injection], CONFIG, return_exceptions=True),
        asyncio.run(app.abatch([ANNA, injection], CONFIG, return_exceptions=True)),
    ):
        assert results[0] == ANNA
        assert isinstance(results[1], GuardBlocked)
    with pytest.raises(GuardBlocked):
        app.batch([ANNA, injection], CONFIG)


def test_one_instance_serves_many_threads_and_conversations(guard, echo):
    app = GuardedRunnable(echo, guard)

    def talk(at):
        text = f"mail user{at}@example.org"
        config = {"configurable": {"thread_id": f"thread-{at}"}}
        streams = "".join(app.stream(text, config))
        return [app.invoke(text, config) for _ in range(10)] == [text] * 10 and streams == text

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(talk, range(24)))
    assert "@" not in repr(echo.given)
    assert len(set(echo.given)) == 24


def test_it_is_shared_never_written_down(guard, echo):
    app = GuardedRunnable(echo, guard, protected=["a secret plan"], conversation="c1")
    assert copy.copy(app) is copy.deepcopy(app) is app
    assert not app.is_lc_serializable()
    for text in (dumps(app), dumps(app.with_config(tags=["x"])), repr(app), str(app)):
        assert "secret plan" not in text
        assert "Guard(" not in text
        assert "c1" not in text
    with pytest.raises(TypeError, match="build it again with its guard"):
        pickle.dumps(app)
    with pytest.raises(TypeError, match="build it again with its guard"):
        pickle.dumps(app.with_config(tags=["x"]))


def test_it_says_of_itself_what_the_app_says(guard, chain):
    app = GuardedRunnable(chain, guard)
    assert app.app is chain
    assert app.OutputType is str
    assert app.InputType == chain.InputType
    assert app.get_output_schema().model_json_schema() == (
        chain.get_output_schema().model_json_schema()
    )
    assert (
        app.get_input_schema().model_json_schema() == chain.get_input_schema().model_json_schema()
    )
    assert app.get_graph().to_json() is not None
    assert app.config_specs == chain.config_specs


def test_what_cannot_be_looked_into_is_a_type_error(guard, echo):
    with pytest.raises(TypeError, match="cannot look into object"):
        GuardedRunnable(echo, guard).invoke({"q": object()}, CONFIG)
    assert echo.given == []
    with pytest.raises(TypeError, match="cannot look into object"):
        GuardedRunnable(RunnableLambda(lambda _: object()), guard).invoke("hi", CONFIG)


# --- what callbacks and tracers see ---------------------------------------------------------


def test_a_tracer_sees_no_value_in_any_run(guard, chain, chain_way, tracer, spy, said, found):
    app = GuardedRunnable(chain, guard)
    config = {**CONFIG, "callbacks": [tracer, spy]}
    chain_way(app, {"q": said}, config)
    assert tracer.sent
    assert spy.starts
    assert not found(tracer.sent, spy.seen)


def test_without_the_edge_it_sees_them_all(chain, tracer, said, found):
    chain.invoke({"q": said}, {"callbacks": [tracer]})
    assert len(found(tracer.sent)) == 3


@pytest.mark.parametrize("made", ["with_retry", "with_fallbacks", "with_config", "bind"])
def test_nor_where_it_is_told_to_retry_or_fall_back(guard, chain, tracer, said, found, made):
    app = GuardedRunnable(chain, guard)
    options = {"with_fallbacks": ([FakeListChatModel(responses=["x"])],)}.get(made, ())
    wrapped = getattr(app, made)(*options)
    answer = wrapped.invoke({"q": said}, {**CONFIG, "callbacks": [tracer]})
    assert ANNA in answer
    assert tracer.sent
    assert not found(tracer.sent)
