"""`GuardCallback` and answers that are delivered while they are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from chatward import GuardBlocked
from chatward.testing.model_server import Reply, ToolCall
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


def test_a_streamed_answer_ends_where_it_holds_what_must_not_pass(
    openai, server, streaming, guard, audit
):
    server.answer = lambda body: Reply("Pay with 4111 1111 1111 1111 and then some more words.")
    seen = []

    class Reader(BaseCallbackHandler):
        def on_llm_new_token(self, token, **kwargs):
            seen.append(token)

    config = {"callbacks": [GuardCallback(guard), Reader()]}
    with pytest.raises(GuardBlocked, match=r"unenforceable.*credit-card"):
        streaming(openai(), "hi", config)
    assert "some more" not in "".join(seen)
    assert [(event["origin"], event["enforced"]) for event in audit] == [
        ("user", True),
        ("model", False),
    ]


def test_or_goes_on_and_the_event_says_it_was_not_enforced(
    openai, server, streaming, auditing, audit, text
):
    server.answer = lambda body: Reply("Pay with 4111 1111 1111 1111 and then some more words.")
    answer = streaming(openai(), "hi", {"callbacks": [GuardCallback(auditing)]})
    assert text(answer).endswith("4111 1111 1111 1111 and then some more words.")
    assert [(event["origin"], event["enforced"]) for event in audit] == [
        ("user", True),
        ("model", False),
    ]


def test_a_streamed_card_at_the_very_end_is_still_an_error(openai, server, call):
    server.answer = lambda body: Reply("Pay with 4111 1111 1111 1111")
    with pytest.raises(GuardBlocked, match="unenforceable"):
        list(openai().stream("hi", call))


def test_a_streamed_tool_call_is_refused_before_the_tool_can_run(openai, server, call):
    server.answer = lambda body: Reply(tool_calls=[ToolCall("1", "f", '{"a": "anna@example.org"}')])
    with pytest.raises(GuardBlocked, match="unenforceable"):
        list(openai().stream("hi", call))


def test_a_clean_stream_is_one_event_and_comes_as_it_is(openai, call, audit):
    chunks = list(openai().stream("hello", call))
    assert "".join(chunk.content for chunk in chunks) == "You said: hello"
    assert [event["origin"] for event in audit] == ["user", "model"]


def test_a_reader_who_hangs_up_leaves_a_record(openai, call, audit):
    stream = openai().stream("hello", call)
    while not next(stream).content:
        pass
    stream.close()
    assert [event["origin"] for event in audit] == ["user", "model"]
