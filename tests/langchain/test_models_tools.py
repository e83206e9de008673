"""Tools, structured output and everything else an answer holds besides its text."""

from __future__ import annotations

import asyncio
import json

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.tools import tool
from pydantic import BaseModel, Field

from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain import guard_model

# Some releases of langchain-openai warn about the objects that they parse themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")

ARGUMENTS = json.dumps({"to": "anna@example.org", "body": 'hi\nanna@example.org "q"', "n": 3})
CLEAN = {"to": "<EMAIL_ADDRESS>", "body": 'hi\n<EMAIL_ADDRESS> "q"', "n": 3}


@tool
def send(to: str, body: str, n: int) -> str:
    """Send a mail."""
    return "sent"


class Person(BaseModel):
    name: str
    mail: str


class StrictPerson(BaseModel):
    mail: str = Field(pattern="^[a-z]+@[a-z.]+$")


@pytest.fixture
def sending(server):
    server.answer = lambda body: Reply(tool_calls=[ToolCall("c1", "send", ARGUMENTS)])


def test_bound_tools_get_guarded_arguments(openai, guard, server, sending, way, spy, found):
    model = guard_model(openai(), guard).bind_tools([send])
    answer = way(model, "go", {"callbacks": [spy]})
    assert [each["function"]["name"] for each in server.requests[0]["tools"]] == ["send"]
    assert not found(answer, spy.seen)
    assert "<EMAIL_ADDRESS>" in repr(answer)


def test_arguments_stay_what_they_were_but_for_what_was_redacted(openai, guard, sending):
    model = guard_model(openai(), guard).bind_tools([send])
    expected = [{"name": "send", "args": CLEAN, "id": "c1", "type": "tool_call"}]
    assert model.invoke("go").tool_calls == expected
    chunks = list(model.stream("go"))
    assert (chunks[0] + chunks[1:]).tool_calls == expected
    assert (chunks[0] + chunks[1:]).response_metadata["finish_reason"] == "tool_calls"


def test_without_the_guard_arguments_are_raw(openai, sending, found):
    model = openai().bind_tools([send])
    chunks = list(model.stream("go"))
    assert found(model.invoke("go"))
    assert found(chunks[0] + chunks[1:])


def test_a_call_that_is_no_json_is_guarded_as_text(openai, guard, server):
    broken = ToolCall("c1", "send", "to anna@example.org {")
    server.answer = lambda body: Reply(tool_calls=[broken])
    model = guard_model(openai(), guard)
    answer = model.invoke("go")
    assert answer.invalid_tool_calls[0]["args"] == "to <EMAIL_ADDRESS> {"
    assert "anna@" not in repr(answer)
    assert "anna@" not in repr(list(model.stream("go")))


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
def test_structured_output_is_guarded_leaf_by_leaf(openai, guard, server, method, spy, found):
    said = {"name": 'a "b"\nc', "mail": "anna@example.org"}
    call = ToolCall("c1", "Person", json.dumps(said))
    replies = {"function_calling": Reply(tool_calls=[call])}
    server.answer = lambda body: replies.get(method, Reply(json.dumps(said)))
    expected = Person(name=said["name"], mail="<EMAIL_ADDRESS>")
    person = guard_model(openai(), guard).with_structured_output(Person, method=method)
    config = {"callbacks": [spy]}
    assert person.invoke("who", config) == expected
    assert asyncio.run(person.ainvoke("who", config)) == expected
    assert list(person.stream("who", config))[-1] == expected
    raw = guard_model(openai(), guard).with_structured_output(
        Person, method=method, include_raw=True
    )
    whole = raw.invoke("who", config)
    assert whole["parsed"] == expected
    assert not found(whole, spy.seen)


@pytest.mark.parametrize("method", ["json_schema", "json_mode"])
def test_an_escape_hides_nothing_in_structured_output(openai, guard, server, method):
    server.answer = lambda body: Reply('{"name": "a", "mail": "anna\\u0040example.org"}')
    person = guard_model(openai(), guard).with_structured_output(Person, method=method)
    assert person.invoke("who").mail == "<EMAIL_ADDRESS>"
    assert list(person.stream("who"))[-1].mail == "<EMAIL_ADDRESS>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"anna\\u0040example.org"', '"<EMAIL_ADDRESS>"', id="a string"),
        pytest.param("4111111111111111", '"<CREDIT_CARD>"', id="a number"),
        pytest.param('["hello"]', '["hello"]', id="clean"),
        pytest.param("to anna@example.org", "to <EMAIL_ADDRESS>", id="no JSON"),
    ],
)
def test_json_answers_may_be_of_any_type(openai, guard, server, text, expected):
    server.answer = lambda body: Reply(text)
    model = guard_model(openai(), guard).bind(response_format={"type": "json_object"})
    assert model.invoke("x").content == expected
    assert next(model.stream("x", stream_usage=True)).content == expected


def test_a_provider_with_a_json_mode_of_its_own_is_guarded_leaf_by_leaf(scripted, guard):
    class Own(scripted):
        def with_structured_output(self, schema, **kwargs):
            return self | JsonOutputParser()

    chunks = [AIMessageChunk(content=part) for part in ('{"a": "anna\\u0040', 'example.org"}')]
    model = guard_model(Own(chunks=chunks), guard).with_structured_output(Person)
    assert model.invoke("who") == {"a": "<EMAIL_ADDRESS>"}
    assert list(model.stream("who"))[-1] == {"a": "<EMAIL_ADDRESS>"}


def test_a_text_format_is_streamed_as_text(openai, guard):
    model = guard_model(openai(), guard).bind(response_format={"type": "text"})
    assert len(list(model.stream("hello there, how are you?"))) > 3


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
def test_without_the_guard_structured_output_is_raw(openai, server, method, found):
    said = {"name": "a", "mail": "anna@example.org"}
    replies = {"function_calling": Reply(tool_calls=[ToolCall("c1", "Person", json.dumps(said))])}
    server.answer = lambda body: replies.get(method, Reply(json.dumps(said)))
    assert found(openai().with_structured_output(Person, method=method).invoke("who"))


def test_an_object_that_no_longer_fits_its_schema_is_an_error_without_the_value(
    openai, guard, server
):
    server.answer = lambda body: Reply('{"mail": "anna@example.org"}')
    person = guard_model(openai(), guard).with_structured_output(StrictPerson)
    with pytest.raises(ValueError, match="mail") as caught:
        person.invoke("who")
    assert "anna@" not in str(caught.value)


def test_token_probabilities_go_when_the_text_was_changed(openai, guard, server, spy):
    server.answer = lambda body: Reply("mail anna@example.org")
    model = guard_model(openai(logprobs=True), guard)
    config = {"callbacks": [spy]}
    changed = model.invoke("hello", config)
    assert not changed.response_metadata.get("logprobs")
    chunks = list(model.stream("hello", config))
    assert not (chunks[0] + chunks[1:]).response_metadata.get("logprobs")
    assert "anna" not in repr((changed, chunks, spy.seen))


def test_and_stay_when_it_was_not(openai, guard):
    model = guard_model(openai(logprobs=True), guard)
    assert model.invoke("hello").response_metadata["logprobs"]["content"]
    chunks = list(model.stream("hello"))
    tokens = (chunks[0] + chunks[1:]).response_metadata["logprobs"]["content"]
    assert "".join(token["token"] for token in tokens) == "You said: hello"


def test_every_choice_is_guarded(openai, guard, said, guarded):
    result = guard_model(openai(n=3), guard).generate([[HumanMessage(said)]])
    assert [choice.text for choice in result.generations[0]] == [f"You said: {guarded}"] * 3


def test_stop_words_and_other_options_reach_the_provider(openai, guard, server):
    model = guard_model(openai(), guard)
    model.invoke("hi", stop=["END"], temperature=0.3)
    model.bind(stop=["FIN"]).invoke("hi")
    list(model.stream("hi", stop=["END"]))
    assert [request["stop"] for request in server.requests] == [["END"], ["FIN"], ["END"]]
    assert server.requests[0]["temperature"] == 0.3


@pytest.mark.parametrize(
    "kwargs",
    [
        pytest.param({"reasoning_content": "anna@example.org"}, id="thoughts"),
        pytest.param({"parsed": Person(name="a", mail="anna@example.org")}, id="an object"),
        pytest.param({"parsed": StrictPerson(mail="anna@example.org")}, id="a strict object"),
        pytest.param(
            {"parsed": {"id": "anna@example.org", "type": "anna@example.org"}},
            id="a dict by schema",
        ),
        pytest.param({"anything": [{"at": {"all": "anna@example.org"}}]}, id="anything"),
        pytest.param({"unknown": object()}, id="what cannot be looked into"),
        pytest.param(
            {"function_call": {"name": "f", "arguments": '{"a": "anna\\u0040example.org"}'}},
            id="an old function call",
        ),
    ],
)
def test_extra_fields_of_a_message_are_guarded_both_ways(scripted, guard, kwargs):
    model = scripted(chunks=[AIMessageChunk(content="hi", additional_kwargs=kwargs)])
    guarded = guard_model(model, guard)
    history = [AIMessage("hi", additional_kwargs=kwargs), HumanMessage("go")]
    for answer in (guarded.invoke(history), list(guarded.stream(history))):
        seen = repr(answer) + repr(model.received)
        assert "anna" not in seen
        assert "object object" not in seen
