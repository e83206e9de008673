"""`GuardCallback` in every call mode: what it blocks and what it changes."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest
from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langchain_core.messages import (
    AIMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

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


SECRET_PLAN = "The warehouse code is purple elephants dance at midnight on the frozen lake."


# --- blocking --------------------------------------------------------------------------------


def test_it_blocks_in_every_call_mode(openai, server, way, call, injection):
    with pytest.raises(GuardBlocked, match="prompt-injection") as caught:
        way(openai(), injection, call)
    assert server.requests == []
    assert "Ignore" not in repr(caught.value)
    assert not hasattr(caught.value, "response")


def test_it_blocks_the_model_of_a_chain(openai, server, chain_way, call, injection):
    prompt = ChatPromptTemplate.from_messages([("system", "Be kind."), ("human", "{q}")])
    with pytest.raises(GuardBlocked):
        chain_way(prompt | openai() | StrOutputParser(), {"q": injection}, call)
    assert server.requests == []


def test_in_a_batch_a_block_is_the_item_of_that_input(openai, call, injection):
    answers = openai().batch(["hello", injection], call, return_exceptions=True)
    assert [type(answer) for answer in answers] == [AIMessage, GuardBlocked]


def test_an_async_handler_would_be_swallowed_so_this_one_is_not(guard, openai, server, injection):
    class Refusing(AsyncCallbackHandler):
        raise_error = True

        async def on_chat_model_start(self, *args, **kwargs):
            raise GuardBlocked("never seen")

    openai().invoke(injection, {"callbacks": [Refusing()]})
    assert len(server.requests) == 1
    assert not isinstance(GuardCallback(guard), AsyncCallbackHandler)


def test_an_error_that_is_not_raised_lets_all_pass_so_it_is(guard, openai, server, injection):
    class Careless(GuardCallback):
        raise_error = False

    openai().invoke(injection, {"callbacks": [Careless(guard)]})
    assert len(server.requests) == 1
    assert GuardCallback(guard).raise_error


def test_a_clean_conversation_is_left_alone(openai, way, call, spy, text):
    answer = way(openai(), "hello", {"callbacks": [*call["callbacks"], spy]})
    assert text(answer) == "You said: hello"
    assert spy.errors == []


# --- changing in place -----------------------------------------------------------------------


def test_it_changes_the_messages_that_the_model_reads(openai, server, way, call, said, guarded):
    way(openai(), said, call)
    assert server.requests[0]["messages"] == [{"role": "user", "content": guarded}]


def test_and_with_them_the_callers_own_objects_and_history(openai, call, said, guarded):
    message, history = HumanMessage(said), [HumanMessage("a"), AIMessage(said)]
    openai().invoke([*history, message], call)
    assert message.content == guarded
    assert history[1].content == guarded


def test_replacing_them_in_the_list_would_have_no_effect(openai, server):
    class Replacing(BaseCallbackHandler):
        def on_chat_model_start(self, serialized, messages, **kwargs):
            messages[0][:] = [HumanMessage("something else")]

    openai().invoke("hello", {"callbacks": [Replacing()]})
    assert server.requests[0]["messages"][0]["content"] == "hello"


def test_arguments_and_extra_fields_of_earlier_answers_change_too(openai, server, call, found):
    args = {"to": "anna@example.org"}
    messages = [
        HumanMessage("a"),
        AIMessage(
            "",
            tool_calls=[{"id": "1", "name": "f", "args": args}],
            additional_kwargs={"refusal": "anna@example.org"},
        ),
        ToolMessage("done for anna@example.org", tool_call_id="1"),
    ]
    openai().invoke(messages, call)
    assert not found(server.received, messages)
    assert args == {"to": "anna@example.org"}


def test_the_artifact_of_a_tool_stays_with_the_application(openai, call):
    message = ToolMessage("fine", tool_call_id="1", artifact={"raw": "anna@example.org"})
    messages = [HumanMessage("a"), AIMessage("", tool_calls=[{"id": "1", "name": "f", "args": {}}])]
    openai().invoke([*messages, message], call)
    assert message.artifact == {"raw": "anna@example.org"}


def test_an_earlier_message_or_tool_result_that_is_refused_is_withheld(
    openai, guard, server, call, injection
):
    messages = [
        HumanMessage(injection),
        AIMessage("", tool_calls=[{"id": "1", "name": "f", "args": {}}]),
        ToolMessage(injection, tool_call_id="1"),
        HumanMessage("hello"),
    ]
    openai().invoke(messages, call)
    contents = [message["content"] for message in server.requests[0]["messages"]]
    assert contents[0] == contents[2] == guard.policy.withheld


def test_what_it_wrote_is_not_guarded_again_with_the_next_turn(openai, call, audit):
    messages = [
        HumanMessage("mail anna@example.org"),
        AIMessage("", tool_calls=[{"id": "1", "name": "f", "args": {}}]),
        ToolMessage("fine weather", tool_call_id="1"),
    ]
    openai().invoke(messages, call)
    once = [message.content for message in messages]
    events = len(audit)
    openai().invoke(messages, call)
    assert [message.content for message in messages] == once
    assert once[2].count("[untrusted-tool ") == 1
    assert len(audit) == events + 1  # the answer


def test_a_system_message_stays_and_does_not_come_out_again(openai, server, call, guard):
    server.answer = lambda body: Reply(body["messages"][0]["content"])
    with pytest.raises(GuardBlocked, match="protected-texts"):
        openai().invoke([SystemMessage(SECRET_PLAN), HumanMessage("hi")], call)
    assert server.requests[0]["messages"][0]["content"] == SECRET_PLAN


def test_a_whole_answer_is_changed_before_the_caller_sees_it(openai, server, call, said, guarded):
    server.answer = lambda body: Reply(said, tool_calls=[ToolCall("1", "f", f'{{"a": "{said}"}}')])
    for answer in (
        openai().invoke("hi", call),
        asyncio.run(openai().ainvoke("hi", call)),
        openai().batch(["hi"], call)[0],
    ):
        assert answer.content == guarded
        assert answer.tool_calls[0]["args"] == {"a": guarded}


def test_the_conversation_comes_from_the_metadata_or_is_given(guard, openai, server):
    said = "mail anna@example.org"
    callback = GuardCallback(guard)
    openai().invoke(said, {"callbacks": [callback], "metadata": {"thread_id": "called"}})
    openai().invoke(said, {"callbacks": [GuardCallback(guard, conversation="called")]})
    first, second = (request["messages"][0]["content"] for request in server.requests)
    assert first == second
    assert guard.restore(first, conversation="called") == said


# --- what it cannot change -------------------------------------------------------------------

IMAGE = {"type": "image", "base64": "aGVsbG8=", "mime_type": "image/png"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([{"type": "text", "text": "mail anna@example.org"}, IMAGE], id="an image"),
        pytest.param([{"text": "mail anna@example.org"}], id="a block without a type"),
        pytest.param([{"type": "text", "text": "mail anna@example.org"}], id="a text block"),
    ],
)
class TestContentInAList:
    """langchain-core shows callbacks copies of some of these; which, they cannot tell."""

    def test_blocks_rather_than_to_pass_in_silence(self, openai, server, call, content, way):
        with pytest.raises(GuardBlocked, match="unenforceable"):
            way(openai(), [HumanMessage(content)], call)
        assert server.requests == []

    def test_or_passes_as_it_is_and_says_so(self, openai, server, auditing, content, audit):
        openai().invoke([HumanMessage(content)], {"callbacks": [GuardCallback(auditing)]})
        assert "anna@example.org" in server.received
        decided = [each for each in audit if each["event"] == "decision"]
        assert decided[0]["enforced"] is False

    def test_without_anything_personal_it_passes(self, openai, server, call, content):
        clean = [{**block, "text": "hello"} if "text" in block else block for block in content]
        openai().invoke([HumanMessage(clean)], call)
        assert len(server.requests) == 1


def test_in_place_false_touches_nothing(openai, guard, server, way, said):
    message = HumanMessage(said)
    callback = GuardCallback(guard, in_place=False)
    with pytest.raises(GuardBlocked, match="unenforceable"):
        way(openai(), [message], {"callbacks": [callback]})
    assert message.content == said
    assert server.requests == []


def test_in_place_false_with_an_auditing_policy_only_looks(
    openai, auditing, server, way, said, injection, audit
):
    server.answer = lambda body: Reply(said)
    message = HumanMessage(said)
    config = {"callbacks": [GuardCallback(auditing, in_place=False)]}
    way(openai(), [message], config)
    assert message.content == server.requests[0]["messages"][0]["content"] == said
    assert [event["enforced"] for event in audit] == [False, False]
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        way(openai(), injection, config)


def test_in_place_false_with_a_tool_result_is_no_reason_to_block(openai, guard, server):
    messages = [
        HumanMessage("a"),
        AIMessage("", tool_calls=[{"id": "1", "name": "f", "args": {}}]),
        ToolMessage("fine weather", tool_call_id="1"),
    ]
    openai().invoke(messages, {"callbacks": [GuardCallback(guard, in_place=False)]})
    assert server.requests[0]["messages"][-1]["content"] == "fine weather"
