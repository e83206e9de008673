"""The adapter contract: behind every door of LangChain the same text gets the same decision."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from chatward import Guard, GuardBlocked
from chatward.testing import VECTORS, Vector, assert_same_decision
from chatward.testing.model_server import ModelServer, Reply
from chatward_langchain import GuardCallback, GuardInput, GuardOutput, guard_model

USER = [vector for vector in VECTORS if vector.origin == "user"]
MODEL = [vector for vector in VECTORS if vector.origin == "model"]
DOORS: dict[str, Callable[[Any, Guard, str], Any]] = {
    "guard_model": lambda llm, guard, text: guard_model(llm, guard).invoke(text),
    "guard_model, streamed": lambda llm, guard, text: list(guard_model(llm, guard).stream(text)),
    "GuardCallback": lambda llm, guard, text: llm.invoke(
        text, {"callbacks": [GuardCallback(guard)]}
    ),
}


def name_of(vector: Vector) -> str:
    return vector.name


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("vector", USER, ids=name_of)
def test_a_users_text_at_the_model(openai, guard, audit, vector, door):
    try:
        DOORS[door](openai(), guard, vector.text)
    except GuardBlocked:
        assert door == "GuardCallback"
    assert_same_decision(audit[0], vector)


@pytest.mark.parametrize("vector", USER, ids=name_of)
def test_a_users_text_at_the_first_step(guard, audit, vector):
    with suppress(GuardBlocked):
        GuardInput(guard).invoke(vector.text)
    (event,) = audit
    assert_same_decision(event, vector)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("vector", MODEL, ids=name_of)
def test_an_answer_at_the_model(openai, guard, server: ModelServer, audit, vector, door):
    server.answer = lambda body: Reply(vector.text)
    DOORS[door](openai(), guard, "hello")
    assert_same_decision(audit[1], vector)


@pytest.mark.parametrize("vector", MODEL, ids=name_of)
def test_an_answer_at_the_last_step(guard, audit, vector):
    GuardOutput(guard).invoke(vector.text)
    list(GuardOutput(guard).transform(iter(vector.text)))
    for event in audit:
        assert_same_decision(event, vector)
    assert len(audit) == 2


@pytest.mark.parametrize("vector", MODEL, ids=name_of)
def test_an_answer_that_a_callback_sees_streamed_is_decided_alike_and_not_enforced(
    openai, guard, server, audit, vector
):
    server.answer = lambda body: Reply(f"{vector.text}")
    try:
        list(openai().stream("hello", {"callbacks": [GuardCallback(guard)]}))
    except GuardBlocked:
        assert audit[1]["enforced"] is False
    assert_same_decision(audit[1], vector)


class Looking(BaseCallbackHandler):
    """Keeps what the model was about to read."""

    def __init__(self) -> None:
        self.read: list[Any] = []

    def on_chat_model_start(self, serialized, messages, **kwargs):
        self.read += [message.content for message in messages[0]]


@pytest.mark.parametrize("vector", USER, ids=name_of)
def test_the_text_that_passes_on_is_the_guards(openai, guard, vector):
    decision = guard.preview(vector.text, origin="user")
    looking = Looking()
    guard_model(openai(), guard).invoke(vector.text, {"callbacks": [looking]})
    assert looking.read == [decision.text]
    if not decision.blocked:
        assert GuardInput(guard).invoke(vector.text) == decision.text
