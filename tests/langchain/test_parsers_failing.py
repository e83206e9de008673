"""What a parser raises about an answer that it cannot read: nothing that the guard would redact."""

from __future__ import annotations

import asyncio
import traceback

import pytest
from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import (
    JsonOutputParser,
    PydanticOutputParser,
    XMLOutputParser,
)
from langchain_core.output_parsers.openai_tools import PydanticToolsParser
from langchain_core.runnables import RunnableLambda
from pydantic import BaseModel

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain import GuardOutput, guard_model


class Person(BaseModel):
    age: int


PARSERS = {
    "json": JsonOutputParser(),
    "pydantic": PydanticOutputParser(pydantic_object=Person),
    "xml": XMLOutputParser(parser="xml"),
}


@pytest.fixture(params=list(PARSERS))
def parser(request):
    return PARSERS[request.param]


@pytest.fixture(params=["guarded | parser", "model | out | parser"])
def chain(request, guard, parser):
    """What makes a chain with a parser that the answer of its model goes to guarded."""

    def make(answer, **options):
        model = FakeListChatModel(responses=[answer])
        if request.param == "guarded | parser":
            return guard_model(model, guard, **options) | parser
        return model | GuardOutput(guard, **options) | parser

    return make


def everything(error):
    """What an error and all that hangs on it show."""
    shown = ["".join(traceback.format_exception(error))]
    while error is not None:
        shown.append(repr((error, error.args, vars(error), getattr(error, "doc", None))))
        error = error.__cause__ or error.__context__
    return shown


def test_an_answer_that_cannot_be_read_is_quoted_guarded(chain, said, found):
    broken = chain(f"neither JSON nor XML: {said}")
    with pytest.raises(OutputParserException) as caught:
        broken.invoke("x")
    with pytest.raises(OutputParserException) as later:
        asyncio.run(broken.ainvoke("x"))
    for error in (caught.value, later.value):
        assert "<EMAIL_ADDRESS>" in error.llm_output
        assert not found(everything(error))


def test_without_a_guard_in_front_of_the_parser_it_is_quoted_raw(guard, parser, said, found):
    chain = (
        FakeListChatModel(responses=[f"neither JSON nor XML: {said}"]) | parser | GuardOutput(guard)
    )
    with pytest.raises(OutputParserException) as caught:
        chain.invoke("x")
    assert len(found(everything(caught.value))) == 3


@pytest.mark.parametrize("parser", [PARSERS["pydantic"]], ids=["pydantic"])
def test_a_value_that_does_not_fit_is_quoted_guarded(chain, found, said):
    with pytest.raises(OutputParserException) as caught:
        chain(f'{{"age": "{said}"}}').invoke("x")
    assert "<CREDIT_CARD>" in str(caught.value)
    assert not found(everything(caught.value))


def test_nor_do_tracers_see_more(openai, guard, server, parser, said, found, tracer):
    server.answer = lambda body: Reply(f"neither JSON nor XML: {said}")
    model = guard_model(openai(), guard)
    with pytest.raises(OutputParserException):
        (model | parser).invoke("x", {"callbacks": [tracer]})
    assert not found(tracer.sent)


def test_a_refusal_is_no_object_so_the_parser_says_so(guard, parser, injection):
    model = guard_model(FakeListChatModel(responses=["unused"]), guard)
    with pytest.raises(OutputParserException) as caught:
        (model | parser).invoke(injection)
    assert caught.value.llm_output == guard.policy.refusal
    assert "Ignore all" not in repr(everything(caught.value))


def test_a_refusal_that_is_raised_never_reaches_the_parser(guard, parser, injection):
    model = guard_model(FakeListChatModel(responses=["unused"]), guard, on_block="raise")
    with pytest.raises(GuardBlocked):
        (model | parser).invoke(injection)
    with pytest.raises(GuardBlocked):
        list((model | parser).stream(injection))


def test_a_refusal_calls_no_tools(guard, injection):
    parser = PydanticToolsParser(tools=[Person])
    model = guard_model(FakeListChatModel(responses=["unused"]), guard)
    assert (model | parser).invoke(injection) == []


def test_a_parser_that_asks_a_model_again_shows_it_the_guarded_answer(guard, said, found):
    asked = []

    def fix(answer):
        try:
            return JsonOutputParser().invoke(answer)
        except OutputParserException as error:
            asked.append(error.llm_output)
            return fixer.invoke(f"This is no JSON, correct it: {error.llm_output}").content

    fixer = guard_model(FakeListChatModel(responses=[f"I cannot, {said}"]), guard)
    model = guard_model(FakeListChatModel(responses=[f"no JSON: {said}"]), guard)
    answer = (model | RunnableLambda(fix)).invoke("x")
    assert asked
    assert not found(asked, answer)
