"""`GuardInput` and `GuardOutput` as steps of a chain."""

from __future__ import annotations

import asyncio
import copy
import pickle
from datetime import date

import pytest
from langchain_core.documents import Document
from langchain_core.load import dumps
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.output_parsers import JsonOutputParser, StrOutputParser
from langchain_core.prompt_values import ChatPromptValue, StringPromptValue
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import BaseModel

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain import GuardInput, GuardOutput

SECRET_PLAN = "The warehouse code is purple elephants dance at midnight on the frozen lake."


class Answer(BaseModel):
    to: str
    n: int


def both(step, value, config=None):
    """Return what a step makes of a value, after seeing that all ways agree."""
    whole = step.invoke(value, config)
    assert asyncio.run(step.ainvoke(value, config)) == whole
    assert step.batch([value], config) == [whole]
    assert asyncio.run(step.abatch([value], config)) == [whole]
    return whole


INPUTS = [
    pytest.param("{}", "{}", id="a string"),
    pytest.param(HumanMessage("{}"), HumanMessage("{}"), id="a message"),
    pytest.param([HumanMessage("{}")], [HumanMessage("{}")], id="messages"),
    pytest.param([("human", "{}")], [("human", "{}")], id="pairs"),
    pytest.param(StringPromptValue(text="{}"), StringPromptValue(text="{}"), id="a string prompt"),
    pytest.param(
        ChatPromptValue(messages=[SystemMessage("s"), HumanMessage("{}")]),
        ChatPromptValue(messages=[SystemMessage("s"), HumanMessage("{}")]),
        id="a chat prompt",
    ),
    pytest.param({"q": "{}", "n": 3}, {"q": "{}", "n": 3}, id="a dict"),
    pytest.param({"q": {"deep": ["{}", None, 1.5, True]}}, None, id="nested"),
]


def fill(value, text):  # noqa: PLR0911 (one line for each shape)
    """Put a text where a value has braces."""
    if isinstance(value, str):
        return value.replace("{}", text)
    if isinstance(value, dict):
        return {key: fill(item, text) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(fill(item, text) for item in value)
    if isinstance(value, ChatPromptValue):
        return ChatPromptValue(messages=fill(value.messages, text))
    if isinstance(value, StringPromptValue):
        return StringPromptValue(text=fill(value.text, text))
    if hasattr(value, "content"):
        return value.model_copy(update={"content": fill(value.content, text)})
    return value


@pytest.mark.parametrize(("value", "expected"), INPUTS)
def test_input_keeps_its_shape_and_loses_what_is_personal(guard, value, expected, said, guarded):
    expected = value if expected is None else expected
    given = fill(value, said)
    before = repr(given)
    assert both(GuardInput(guard), given) == fill(expected, guarded)
    assert repr(given) == before


@pytest.mark.parametrize(("value", "expected"), INPUTS)
def test_refused_input_raises(guard, value, expected, injection):
    step = GuardInput(guard)
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        step.invoke(fill(value, injection))
    with pytest.raises(GuardBlocked):
        asyncio.run(step.ainvoke(fill(value, injection)))
    with pytest.raises(GuardBlocked):
        list(step.stream(fill(value, injection)))


def test_a_dict_says_under_which_key_a_document_is(guard, injection):
    step = GuardInput(guard, origins={"context": "document", "earlier": "history"})
    guarded = step.invoke(
        {"q": "hello", "context": [injection, "It rains."], "earlier": injection, "none": None}
    )
    bad, good = guarded["context"]
    assert bad == guarded["earlier"] == guard.policy.withheld
    assert good.startswith("[untrusted-document ")
    assert guarded["q"] == "hello"


def test_documents_are_known_as_such(guard, injection, said):
    documents = [
        Document(said, metadata={"id": "anna@example.org", "page": 3}),
        Document(injection),
    ]
    good, bad = GuardInput(guard).invoke({"context": documents})["context"]
    assert "<EMAIL_ADDRESS>" in good.page_content
    assert good.page_content.startswith("[untrusted-document ")
    assert good.metadata == {"id": "<EMAIL_ADDRESS>", "page": 3}
    assert bad.page_content == guard.policy.withheld
    assert documents[0].page_content == said


def test_numbers_and_objects_are_looked_at_too(guard):
    given = {
        "card": 4111111111111111,
        "n": 3,
        "day": date(2026, 1, 1),
        "a": Answer(to="a@b.de", n=1),
    }
    expected = {**given, "card": "<CREDIT_CARD>", "a": Answer(to="<EMAIL_ADDRESS>", n=1)}
    assert GuardInput(guard).invoke(given) == expected
    assert GuardOutput(guard).invoke(given) == expected


def test_documents_in_an_output_are_guarded(guard, said, guarded):
    given = {"answer": "x", "context": [Document(said, id="d", metadata={"page": 3})]}
    shown = GuardOutput(guard).invoke(given)
    assert shown["context"] == [Document(guarded, id="d", metadata={"page": 3})]


def test_messages_tell_their_origin_themselves(guard, injection):
    messages = [
        HumanMessage(injection),
        AIMessage("", tool_calls=[{"id": "1", "name": "f", "args": {}}]),
        ToolMessage(injection, tool_call_id="1"),
    ]
    first, _, last = GuardInput(guard).invoke(messages)
    assert first.content == last.content == guard.policy.withheld


@pytest.mark.parametrize("step", [GuardInput, GuardOutput])
def test_what_cannot_be_looked_into_is_a_type_error(guard, step):
    with pytest.raises(TypeError, match="cannot look into object: guard strings, messages"):
        step(guard).invoke({"q": object()})


OUTPUTS = [
    *INPUTS[:4],
    pytest.param(AIMessage("{}"), AIMessage("{}"), id="an answer"),
    pytest.param({"answer": AIMessage("{}"), "n": 3}, None, id="answers in a dict"),
]


@pytest.mark.parametrize(("value", "expected"), OUTPUTS)
def test_output_keeps_its_shape_and_loses_what_is_personal(guard, value, expected, said, guarded):
    expected = fill(value if expected is None else expected, guarded)
    step = GuardOutput(guard)
    assert both(step, fill(value, said)) == expected
    assert list(step.stream(fill(value, said))) == [expected] or isinstance(value, str)
    assert asyncio.run(_last(step.astream(fill(value, said)))) is not None


def test_an_object_keeps_its_class(guard):
    assert GuardOutput(guard).invoke(Answer(to="anna@example.org", n=1)) == Answer(
        to="<EMAIL_ADDRESS>", n=1
    )


def test_refused_output_is_replaced_or_raised(guard):
    leaking = f"Sure. {SECRET_PLAN}"
    answers = GuardOutput(guard, protected=[SECRET_PLAN])
    assert answers.invoke(leaking) == guard.policy.refusal
    assert answers.invoke({"a": leaking, "b": "fine"}) == {"a": guard.policy.refusal, "b": "fine"}
    message = answers.invoke(AIMessage(leaking, id="m"))
    assert (message.content, message.id) == (guard.policy.refusal, "m")
    assert message.response_metadata["chatward"]["rule"] == "protected-texts"
    assert answers.invoke(HumanMessage(leaking)).content == guard.policy.refusal
    assert "".join(answers.transform(iter([leaking[:9], leaking[9:]]))).endswith(
        guard.policy.refusal
    )
    raises = GuardOutput(guard, protected=[SECRET_PLAN], on_block="raise")
    for value in (leaking, AIMessage(leaking), AIMessageChunk(content=leaking), [leaking]):
        with pytest.raises(GuardBlocked, match="protected-texts"):
            raises.invoke(value)
        with pytest.raises(GuardBlocked, match="protected-texts"):
            list(raises.stream(value))


@pytest.fixture
def placeholder(guard):
    decision = guard.inspect("anna@example.org", origin="user", conversation="steps")
    return decision.text


def test_the_users_own_values_come_back(guard, placeholder):
    config = {"configurable": {"session_id": "steps"}}
    step = GuardOutput(guard)
    text = f"to {placeholder} and bob@example.org"
    restored = "to anna@example.org and <EMAIL_ADDRESS>"
    assert both(step, text, config) == restored
    assert "".join(step.stream(text, config)) == restored
    assert both(step, {"a": [AIMessage(text)]}, config) == {"a": [AIMessage(restored)]}
    assert both(step, Answer(to=text, n=1), config) == Answer(to=restored, n=1)
    assert GuardOutput(guard, conversation="steps").invoke(text) == restored


def test_but_not_for_somebody_else_not_in_tool_calls_and_not_when_switched_off(guard, placeholder):
    other = {"configurable": {"thread_id": "other"}}
    assert GuardOutput(guard).invoke(placeholder, other) == placeholder
    assert GuardOutput(guard).invoke(placeholder) == placeholder
    kept = GuardOutput(guard, conversation="steps", restore=False)
    assert kept.invoke(placeholder) == placeholder
    call = {"name": "f", "args": {"to": placeholder}, "id": "1", "type": "tool_call"}
    answer = GuardOutput(guard, conversation="steps").invoke(AIMessage("", tool_calls=[call]))
    assert answer.tool_calls == [call]


def test_dicts_that_grow_in_a_stream_are_waited_for(guard, openai, server):
    server.answer = lambda body: Reply('{"to": "anna\\u0040example.org", "n": 1}')
    chain = openai() | JsonOutputParser() | GuardOutput(guard)
    assert list(chain.stream("x")) == [{"to": "<EMAIL_ADDRESS>", "n": 1}]


def test_parallel_branches_are_joined_first(guard):
    chain = RunnablePassthrough.assign(copy=RunnableLambda(lambda given: given["q"]))
    pieces = list((chain | GuardOutput(guard)).stream({"q": "anna@example.org"}))
    assert pieces == [{"q": "<EMAIL_ADDRESS>", "copy": "<EMAIL_ADDRESS>"}]


def test_a_whole_chain_between_the_two(guard, openai, server, said, found):
    prompt = ChatPromptTemplate.from_messages([("human", "{q}")])
    chain = GuardInput(guard) | prompt | openai() | StrOutputParser() | GuardOutput(guard)
    config = {"configurable": {"thread_id": "whole"}}
    expected = "You said: mail anna@example.org, card 4111 1111 1111 1111, key <AWS_ACCESS_KEY>"
    assert chain.invoke({"q": said}, config) == expected
    assert "".join(chain.stream({"q": said}, config)) == expected
    assert not found(server.received)


def test_without_the_two_the_chain_leaks(openai, server, said, found):
    openai().invoke(said)
    assert len(found(server.received)) == 3


def test_the_steps_leave_no_run_of_their_own_in_traces(guard, tracer, said):
    GuardInput(guard).invoke(said, {"callbacks": [tracer]})
    list(GuardOutput(guard).stream(said, {"callbacks": [tracer]}))
    assert tracer.sent == []


def test_a_reader_who_hangs_up_leaves_a_record(guard, audit):
    stream = GuardOutput(guard).transform(iter(["some words, ", "anna@exam", "ple.org"]))
    assert "anna" not in next(stream)
    stream.close()
    assert [event["door"] for event in audit] == ["langchain-output"]


@pytest.mark.parametrize("build", [GuardInput, GuardOutput])
def test_a_step_is_shared_never_written_down(guard, build):
    step = build(guard)
    assert copy.copy(step) is copy.deepcopy(step) is step
    assert not step.is_lc_serializable()
    assert "Guard(" not in dumps(step | StrOutputParser())
    assert repr(step) == f"{build.__name__}()"
    with pytest.raises(TypeError, match="build it again with its guard"):
        pickle.dumps(step)


async def _last(stream):
    last = None
    async for piece in stream:
        last = piece
    return last
