"""Each trap of a callback that `GuardCallback` has to get round."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
from collections.abc import Iterator

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.callbacks.manager import handle_event
from langchain_core.language_models import FakeListChatModel, FakeListLLM
from langchain_core.messages import (
    AIMessage,
    HumanMessage,
)

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain import GuardCallback

# An inline handler that raises leaves the coroutines of langchain-core's own handlers unawaited.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine 'ahandle_event':RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    """Collect those coroutines here, where they are forgiven, and not in another module."""
    yield
    gc.collect()


def test_a_text_model_is_looked_at_too(guard, injection, audit):
    config = {"callbacks": [GuardCallback(guard)]}
    assert FakeListLLM(responses=["to anna@example.org"]).invoke("hi", config) == (
        "to <EMAIL_ADDRESS>"
    )
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        FakeListLLM(responses=["a"]).invoke(injection, config)
    with pytest.raises(GuardBlocked, match="unenforceable"):
        FakeListLLM(responses=["a"]).invoke("mail anna@example.org", config)


# --- beside other handlers -------------------------------------------------------------------


def test_first_in_the_list_it_keeps_traces_of_the_model_clean(
    openai, guard, way, tracer, said, found
):
    way(openai(), [HumanMessage(said)], {"callbacks": [GuardCallback(guard), tracer]})
    inputs = [sent for sent in tracer.sent if "messages" in sent]
    assert inputs
    assert not found(inputs)


def test_after_a_tracer_it_comes_too_late_for_the_trace(openai, guard, said):
    seen = []

    class Before(BaseCallbackHandler):
        def on_chat_model_start(self, serialized, messages, **kwargs):
            seen.append(messages[0][0].content)

    openai().invoke(said, {"callbacks": [Before(), GuardCallback(guard)]})
    assert seen == [said]


def test_on_the_model_itself_it_runs_after_the_handlers_of_the_call(openai, guard, said):
    seen = []

    class Outer(BaseCallbackHandler):
        def on_chat_model_start(self, serialized, messages, **kwargs):
            seen.append(messages[0][0].content)

    openai(callbacks=[GuardCallback(guard)]).invoke(said, {"callbacks": [Outer()]})
    assert seen == [said]


def test_inline_it_runs_before_handlers_that_are_not(openai, guard, said, guarded):
    seen = []

    class Late(BaseCallbackHandler):
        def on_chat_model_start(self, serialized, messages, **kwargs):
            seen.append(messages[0][0].content)

    asyncio.run(openai().ainvoke(said, {"callbacks": [Late(), GuardCallback(guard)]}))
    assert seen == [guarded]


def test_first_in_the_list_a_block_leaves_no_run_open(openai, guard, tracer, injection):
    for _ in range(3):
        with pytest.raises(GuardBlocked):
            openai().invoke(injection, {"callbacks": [GuardCallback(guard), tracer]})
    assert tracer.run_map == {}
    with pytest.raises(GuardBlocked):
        openai().invoke(injection, {"callbacks": [tracer, GuardCallback(guard)]})
    assert len(tracer.run_map) == 1


def test_runs_that_never_end_are_forgotten_in_time(guard):
    callback = GuardCallback(guard)
    from uuid import uuid4

    for _ in range(5000):
        callback.on_chat_model_start({}, [[]], run_id=uuid4())
    assert len(callback._runs._runs) < 5000


def test_a_retry_asks_again_unless_told_which_errors_to_repeat(openai, guard, injection, audit):
    config = {"callbacks": [GuardCallback(guard)]}
    with pytest.raises(GuardBlocked):
        openai().with_retry(stop_after_attempt=3, wait_exponential_jitter=False).invoke(
            injection, config
        )
    assert len(audit) == 3
    with pytest.raises(GuardBlocked):
        openai().with_retry(retry_if_exception_type=(ConnectionError,)).invoke(injection, config)
    assert len(audit) == 4


def test_on_the_first_model_only_a_fallback_goes_round_it(openai, guard, server, injection):
    openai(callbacks=[GuardCallback(guard)]).with_fallbacks([openai()]).invoke(injection)
    assert len(server.requests) == 1
    with pytest.raises(GuardBlocked):
        openai().with_fallbacks([openai()]).invoke(injection, {"callbacks": [GuardCallback(guard)]})
    assert len(server.requests) == 1


def test_the_token_of_a_stream_is_taken_by_position_and_by_name(guard):
    from uuid import uuid4

    callback, run = GuardCallback(guard), uuid4()
    callback.on_chat_model_start({}, [[HumanMessage("hi")]], run_id=run)
    handle_event([callback], "on_llm_new_token", "ignore_llm", "a", run_id=run)
    handle_event([callback], "on_llm_new_token", "ignore_llm", token="b", run_id=run)


def test_a_run_it_has_not_seen_begin_is_guarded_all_the_same(guard):
    from uuid import uuid4

    from langchain_core.outputs import ChatGeneration, LLMResult

    callback = GuardCallback(guard)
    message = AIMessage("to anna@example.org")
    callback.on_llm_new_token("to ", run_id=uuid4())
    callback.on_llm_error(ValueError(), run_id=uuid4())
    callback.on_llm_end(LLMResult(generations=[[ChatGeneration(message=message)]]), run_id=uuid4())
    assert message.content == "to <EMAIL_ADDRESS>"


def test_one_callback_serves_many_calls_at_once(openai, guard):
    callback = GuardCallback(guard)
    texts = [f"{number}: mail user{number}@example.org" for number in range(40)]
    answers = openai().batch(texts, {"callbacks": [callback], "max_concurrency": 8})
    assert [answer.content for answer in answers] == [
        f"You said: {number}: mail <EMAIL_ADDRESS>" for number in range(40)
    ]
    assert not callback._runs._runs


def test_every_kind_of_model_is_guarded(guard, injection):
    for model in (FakeListChatModel(responses=["a"]),):
        with pytest.raises(GuardBlocked):
            model.invoke(injection, {"callbacks": [GuardCallback(guard)]})


def test_it_is_shared_never_written_down(guard):
    callback = GuardCallback(guard)
    assert copy.copy(callback) is copy.deepcopy(callback) is callback
    with pytest.raises(TypeError, match="build it again with its guard"):
        pickle.dumps(callback)


def test_an_invoke_that_streams_underneath_is_a_streamed_answer(openai, guard, server, audit):
    server.answer = lambda body: Reply("Pay with 4111 1111 1111 1111 now.")
    with pytest.raises(GuardBlocked, match="unenforceable"):
        openai(streaming=True).invoke("hi", {"callbacks": [GuardCallback(guard)]})
    assert audit[-1]["enforced"] is False
