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


def test_a_model_answers_as_if_nobody_looked(
    openai, monitoring, server, way, injection, said, text, audit
):
    server.answer = lambda body: Reply(said)
    answer = way(guard_model(openai(), monitoring), f"{injection} {said}", None)
    assert text(answer) == said
    assert server.requests[0]["messages"][0]["content"] == f"{injection} {said}"
    assert [(event["action"], event["enforced"]) for event in audit] == [
        ("block", False),
        ("redact", False),
    ]


def test_so_does_a_chain_with_steps(monitoring, injection, said, audit):
    chain = GuardInput(monitoring) | GuardOutput(monitoring, on_block="raise")
    assert chain.invoke(f"{injection} {said}") == f"{injection} {said}"
    assert "".join(chain.stream(said)) == said
    assert not any(event["enforced"] for event in audit)


@pytest.mark.parametrize("in_place", [True, False])
def test_so_does_a_model_with_a_callback(
    openai, monitoring, server, way, injection, said, text, audit, in_place
):
    server.answer = lambda body: Reply(said)
    config = {"callbacks": [GuardCallback(monitoring, in_place=in_place)]}
    assert text(way(openai(), f"{injection} {said}", config)) == said
    assert server.requests[0]["messages"][0]["content"] == f"{injection} {said}"
    assert [event["enforced"] for event in audit] == [False, False]
