"""The profile that changes nothing: every door lets pass and records what it would have done."""

from __future__ import annotations

import pytest

from chatward import Guard
from chatward.policy.file import load_profile
from chatward.testing.model_server import Reply
from chatward_langchain import GuardCallback, GuardInput, GuardOutput, guard_model


@pytest.fixture(scope="module")
def monitoring() -> Guard:
    return Guard(load_profile("monitor"))


@pytest.fixture
def told(server, injection, said) -> str:
    """What the user says; the model answers with the same personal data."""
    server.answer = lambda body: Reply(said)
    return f"{injection} {said}"


def test_a_model_answers_as_if_nobody_looked(openai, monitoring, way, told, said, text, audit):
    answer = way(guard_model(openai(), monitoring), told, None)
    assert text(answer) == said
    assert [(event["action"], event["enforced"]) for event in audit] == [
        ("block", False),
        ("redact", False),
    ]


def test_and_reads_as_if_nobody_looked(openai, monitoring, server, told):
    guard_model(openai(), monitoring).invoke(told)
    openai().invoke(told, {"callbacks": [GuardCallback(monitoring)]})
    assert [request["messages"][0]["content"] for request in server.requests] == [told, told]


def test_so_does_a_chain_with_steps(monitoring, told, said, audit):
    chain = GuardInput(monitoring) | GuardOutput(monitoring, on_block="raise")
    assert chain.invoke(told) == told
    assert "".join(chain.stream(said)) == said
    assert not any(event["enforced"] for event in audit)


@pytest.mark.parametrize("in_place", [True, False])
def test_so_does_a_model_with_a_callback(
    openai, monitoring, way, told, said, text, audit, in_place
):
    config = {"callbacks": [GuardCallback(monitoring, in_place=in_place)]}
    assert text(way(openai(), told, config)) == said
    assert [event["enforced"] for event in audit] == [False, False]
