"""Lists of middleware that go round the guard are found where the agent is made."""

from __future__ import annotations

import subprocess
import sys

import pytest
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelFallbackMiddleware,
    SummarizationMiddleware,
)
from scripted_agents import made, says, thread

from chatward.testing.model_server import Reply
from chatward_langchain import guard_model
from chatward_langchain.agents import GuardMiddleware, UnguardedAgent, assert_guarded


class Other(AgentMiddleware):
    """Anything that somebody else has written."""


def test_a_list_that_ends_with_the_guard_is_handed_back(guard):
    listed = [Other(), GuardMiddleware(guard)]
    assert assert_guarded(listed) is listed


def test_a_list_without_it_is_refused():
    with pytest.raises(UnguardedAgent, match="no GuardMiddleware"):
        assert_guarded([Other()])


def test_nothing_may_stand_after_it(guard, openai):
    fallback = ModelFallbackMiddleware(openai())
    with pytest.raises(UnguardedAgent, match="ModelFallbackMiddleware stands after"):
        assert_guarded([GuardMiddleware(guard), fallback])
    assert assert_guarded([fallback, GuardMiddleware(guard)])


def test_a_fallback_before_it_is_guarded(guard, openai, server, found):
    server.answer = lambda body: (
        Reply("busy", status=503) if body["model"] == "first" else Reply("ask anna@example.org")
    )
    fallback = ModelFallbackMiddleware(openai(model="second"))
    agent = made(openai(model="first"), [], fallback, GuardMiddleware(guard))
    stream = agent.stream(
        says("mail anna@example.org"), thread("fallback"), stream_mode=["messages", "updates"]
    )
    assert not found(list(stream), server.requests)
    assert [request["model"] for request in server.requests] == ["first", "second"]


def test_a_model_of_its_own_has_to_be_guarded(guard, openai):
    plain = SummarizationMiddleware(openai())
    with pytest.raises(UnguardedAgent, match="SummarizationMiddleware has a model"):
        assert_guarded([plain, GuardMiddleware(guard)])
    guarded = SummarizationMiddleware(guard_model(openai(), guard))
    assert assert_guarded([guarded, GuardMiddleware(guard)])


def test_it_can_warn_instead():
    with pytest.warns(UserWarning, match="no GuardMiddleware"):
        assert_guarded([], warn=True)


def test_langchain_is_loaded_only_by_who_uses_it():
    code = (
        "import sys, chatward_langchain, chatward_langchain.agents; "
        "assert not {'langchain', 'langgraph'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
