"""Retrievers: what is found, and what callbacks and tracers are told of it."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.runnables import RunnablePassthrough
from planted import PLANTED, disguised, planted_in
from retriever_parts import (
    ANNA,
    CONFIG,
    QUESTION,
    RAW,
    REDACTING,
    Bare,
    Composite,
    Everything,
    found_text,
)

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward_langchain.retrievers import guard_retriever

pytest_plugins = ["retriever_fixtures"]


def test_nothing_raw_reaches_caller_callbacks_tracers_or_provider(
    retriever, embeddings, guard, search, tracer
):
    spy = Everything()
    found = search(guard_retriever(retriever, guard), QUESTION, {"callbacks": [spy, tracer]})
    assert spy.names() == ["on_retriever_start", "on_retriever_end"]
    assert len(found) == 2
    assert not planted_in([found, spy.told, tracer.sent, embeddings.sent])


def test_without_the_guard_everybody_gets_it(retriever, embeddings, search, tracer):
    spy = Everything()
    found = search(retriever, QUESTION, {"callbacks": [spy, tracer]})
    assert planted_in(found) == list(PLANTED)
    assert planted_in(spy.told) == planted_in(tracer.sent) == list(PLANTED)
    assert planted_in(embeddings.sent) == [ANNA]


@pytest.mark.parametrize("value", PLANTED)
def test_the_search_for_values_sees_through_encodings(value):
    for guise in disguised(f"<{value}>"):
        assert planted_in([f"x{guise}y"]) == [value]


@pytest.mark.parametrize("passes", [True, False])
def test_a_retriever_within_a_retriever_is_not_heard_either(retriever, guard, search, passes):
    spy = Everything()
    outer = guard_retriever(Composite(other=retriever, passes_callbacks=passes), guard)
    found = (outer | RunnablePassthrough()).invoke(QUESTION, {"callbacks": [spy]})
    assert len(found) == 2
    assert len(search(outer, QUESTION, {"callbacks": [spy]})) == 2
    assert spy.names().count("on_retriever_end") == 2
    told = [told for told in spy.told if "chain" not in told[0]]  # the question is the caller's
    assert not planted_in(told)


def test_arguments_of_its_own_reach_the_retriever(retriever, guard):
    outer = guard_retriever(Composite(other=retriever), guard)
    assert len(outer.invoke("shop", k=1)) == 1
    assert len(asyncio.run(outer.ainvoke("shop", k=1))) == 1


def test_a_retriever_that_takes_only_a_query_works(guard, search):
    assert len(search(guard_retriever(Bare(), guard), "shop", None)) == 2


def test_an_injected_document_is_dropped_or_marked(retriever, guard, audit):
    dropped = guard_retriever(retriever, guard).invoke("print")
    assert {each.id for each in dropped} == {"d1", "d3"}
    (marked,) = (
        each
        for each in guard_retriever(retriever, guard, withheld="mark").invoke("print")
        if each.id == "d2"
    )
    assert "Ignore" not in repr(marked)
    assert marked.page_content == guard.policy.withheld
    assert marked.metadata["chatward"]["rule"] == "prompt-injection"
    references = [event["reference"] for event in audit if event["action"] == "block"]
    assert marked.metadata["chatward"]["reference"] in references


def test_texts_are_marked_as_data_and_metadata_is_not(retriever, guard):
    by_id = {each.id: each for each in guard_retriever(retriever, guard).invoke("shop")}
    assert by_id["d3"].page_content.startswith("[untrusted-document")
    assert by_id["d3"].metadata == {"score": 0.5}
    assert by_id["d1"].metadata["source"] == "/mail/<EMAIL_ADDRESS>/1"
    assert by_id["d1"].metadata["page"] == 3
    plain = guard_retriever(retriever, guard, spotlight=False).invoke("shop")
    assert "The shop opens at nine." in [each.page_content for each in plain]


def test_documents_in_the_store_are_not_changed(retriever, guard):
    guard_retriever(retriever, guard).invoke("shop")
    assert sorted(retriever.invoke("shop"), key=lambda each: each.id) == list(RAW)


def test_in_a_conversation_values_become_its_placeholders(retriever, guard):
    found = guard_retriever(retriever, guard).invoke("shop", CONFIG)
    text = found_text(found, "d1")
    assert ANNA not in text
    assert ANNA in guard.restore(text, conversation="anna")
    assert guard.restore(text, conversation="somebody else") == text


def test_values_of_others_are_redacted_for_good_where_the_policy_says_so(retriever):
    careful = Guard(parse_policy(REDACTING, where="redacting"))
    found = guard_retriever(retriever, careful).invoke("shop", CONFIG)
    assert "<EMAIL_ADDRESS> paid with <CREDIT_CARD>." in found_text(found, "d1")
