"""Output parsers behind, before and between guards: what they show, whole and while it grows."""

from __future__ import annotations

import asyncio
import json

import pytest
from cut_answers import GUARD, pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.output_parsers import (
    CommaSeparatedListOutputParser,
    JsonOutputParser,
    PydanticOutputParser,
    StrOutputParser,
    XMLOutputParser,
)
from langchain_core.output_parsers.openai_tools import JsonOutputToolsParser, PydanticToolsParser
from pydantic import BaseModel

from chatward_langchain import GuardOutput, guard_model

# The orders of model, parser and guard: what makes each chain of a model that says the pieces.
ORDERS = {
    "guarded | parser": lambda model, parser: guard_model(model, GUARD) | parser,
    "guarded | parser | out": lambda model, parser: (
        guard_model(model, GUARD) | parser | GuardOutput(GUARD)
    ),
    "model | out | parser": lambda model, parser: model | GuardOutput(GUARD) | parser,
    "model | parser | out": lambda model, parser: model | parser | GuardOutput(GUARD),
}
CLEAN = ORDERS["guarded | parser"], ORDERS["guarded | parser | out"], ORDERS["model | out | parser"]
MAIL = "anna@example.org"
WRITTEN = '{"mail": "anna@example.org", "notes": ["call anna@example.org", "4111 1111 1111 1111"]}'
GUARDED = {"mail": "<EMAIL_ADDRESS>", "notes": ["call <EMAIL_ADDRESS>", "<CREDIT_CARD>"]}


class Person(BaseModel):
    mail: str
    notes: list[str]


@pytest.fixture(params=list(ORDERS))
def order(request):
    return ORDERS[request.param]


def saying(scripted, text, size=3):
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    return scripted(chunks=[AIMessageChunk(content=part, id="a") for part in parts])


def last(chain):
    """The last of what a chain streams, and the same asynchronously and with events."""

    async def both():
        streamed = [piece async for piece in chain.astream("x")]
        events = [event async for event in chain.astream_events("x", version="v2")]
        return streamed, events

    streamed = list(chain.stream("x"))
    assert asyncio.run(both())[0] == streamed
    return streamed[-1]


def test_text(scripted, order):
    chain = order(saying(scripted, f"mail {MAIL}, please"), StrOutputParser())
    assert chain.invoke("x") == "".join(chain.stream("x")) == "mail <EMAIL_ADDRESS>, please"


def test_json(scripted, order):
    chain = order(saying(scripted, WRITTEN), JsonOutputParser())
    assert chain.invoke("x") == last(chain) == GUARDED


def test_a_list_as_json(scripted, order):
    chain = order(saying(scripted, json.dumps([MAIL, "b", {"c": MAIL}])), JsonOutputParser())
    expected = ["<EMAIL_ADDRESS>", "b", {"c": "<EMAIL_ADDRESS>"}]
    assert chain.invoke("x") == last(chain) == expected
    assert "anna" not in repr(list(chain.stream("x")))


def test_keys_of_json(scripted, order):
    chain = order(
        saying(scripted, '{"anna@example.org": 1, "bob@example.org": 2}'), JsonOutputParser()
    )
    values = chain.invoke("x")
    assert next(iter(values)) == "<EMAIL_ADDRESS>"
    assert "example.org" not in repr(values)
    assert "example.org" not in repr(list(chain.stream("x")))


def test_two_keys_that_are_redacted_alike_are_both_kept():
    given = {"anna@example.org": 1, "bob@example.org": 2, "plain": 3}
    kept = {"<EMAIL_ADDRESS>": 1, "<EMAIL_ADDRESS>_2": 2, "plain": 3}
    assert GuardOutput(GUARD).invoke(given) == kept
    assert GuardOutput(GUARD).invoke({1: "a"}) == {1: "a"}


def test_pydantic_objects(scripted, order):
    chain = order(saying(scripted, WRITTEN), PydanticOutputParser(pydantic_object=Person))
    assert chain.invoke("x") == last(chain) == Person(**GUARDED)


def test_lists(scripted, order):
    chain = order(saying(scripted, f"{MAIL}, b, Anna, Anna S"), CommaSeparatedListOutputParser())
    joined = [item for items in chain.stream("x") for item in items]
    assert chain.invoke("x") == joined == ["<EMAIL_ADDRESS>", "b", "Anna", "Anna S"]


def test_xml_is_parsed_before_it_is_guarded_or_the_marks_are_tags(scripted):
    model = saying(scripted, "<p><a>anna&#64;example.org</a><b>x</b></p>")
    parser = XMLOutputParser(parser="xml")
    chain = ORDERS["model | parser | out"](model, parser)
    assert chain.invoke("x") == {"p": [{"a": "<EMAIL_ADDRESS>"}, {"b": "x"}]}
    for order in CLEAN:
        with pytest.raises(ValueError, match="Failed to parse XML") as caught:
            order(model, parser).invoke("x")
        assert "anna" not in str(caught.value)


CALL = {"name": "Person", "args": json.loads(WRITTEN), "id": "1", "type": "tool_call"}


@pytest.mark.parametrize(
    "order", [each for name, each in ORDERS.items() if name != "model | parser | out"]
)
def test_tool_calls(order):
    message = AIMessage("", tool_calls=[CALL])

    def chain(parser):
        return order(GenericFakeChatModel(messages=iter([message])), parser)

    assert chain(JsonOutputToolsParser()).invoke("x") == [{"type": "Person", "args": GUARDED}]
    assert chain(PydanticToolsParser(tools=[Person])).invoke("x") == [Person(**GUARDED)]


def test_streamed_tool_calls(scripted, order):
    cut = [WRITTEN[at : at + 5] for at in range(0, len(WRITTEN), 5)]
    calls = [
        {"name": "" if at else "Person", "args": part, "id": None if at else "1", "index": 0}
        for at, part in enumerate(cut)
    ]
    chunks = [AIMessageChunk(content="", tool_call_chunks=[call], id="a") for call in calls]
    chain = order(scripted(chunks=chunks), JsonOutputToolsParser())
    assert last(chain) == chain.invoke("x") == [{"type": "Person", "args": GUARDED}]
    assert MAIL[:6] not in repr(list(chain.stream("x")))


@settings(max_examples=25)
@given(cut=pieces(st.just(WRITTEN)))
def test_a_growing_object_never_shows_the_beginning_of_a_match(scripted, cut):
    _, parts = cut
    model = scripted(chunks=[AIMessageChunk(content=part, id="a") for part in parts])
    for order in CLEAN:
        grown = list(order(model, JsonOutputParser()).stream("x"))
        assert grown[-1] == GUARDED
        assert "anna" not in repr(grown)
        assert "4111" not in repr(grown)


@settings(max_examples=25)
@given(escaped=st.sets(st.integers(0, len(MAIL) - 1)), data=st.data())
def test_no_escape_brings_a_match_through_a_parser(scripted, escaped, data):
    value = "".join(
        f"\\u{ord(char):04x}" if at in escaped else char for at, char in enumerate(MAIL)
    )
    _, parts = data.draw(pieces(st.just(f'{{"to": "{value}"}}')))
    model = scripted(chunks=[AIMessageChunk(content=part, id="a") for part in parts])
    for order in ORDERS.values():
        assert list(order(model, JsonOutputParser()).stream("x"))[-1] == {"to": "<EMAIL_ADDRESS>"}


def test_events_of_a_parser_behind_a_guarded_model_are_clean(scripted, found, said):
    chain = guard_model(saying(scripted, json.dumps({"a": said})), GUARD) | JsonOutputParser()

    async def events():
        return [event async for event in chain.astream_events("x", version="v2")]

    assert not found(asyncio.run(events()))


def test_the_tokens_of_an_unguarded_model_are_not(scripted, found, said):
    chain = saying(scripted, json.dumps({"a": said})) | GuardOutput(GUARD) | JsonOutputParser()

    async def events():
        return [event async for event in chain.astream_events("x", version="v2")]

    assert len(found(asyncio.run(events()))) == 3


def test_the_users_own_values_come_back_before_or_behind_the_parser(scripted):
    written = GUARD.inspect(MAIL, origin="user", conversation="parsed").text
    config = {"configurable": {"thread_id": "parsed"}}
    model = guard_model(saying(scripted, json.dumps({"to": written})), GUARD)
    behind = model | JsonOutputParser() | GuardOutput(GUARD)
    before = model | GuardOutput(GUARD) | JsonOutputParser()
    for chain in (behind, before):
        assert chain.invoke("x", config) == {"to": MAIL}
        assert list(chain.stream("x", config))[-1] == {"to": MAIL}
