"""Who wrote which message, and what of it a model gets to read."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.language_models.fake_chat_models import ParrotFakeChatModel
from langchain_core.messages import (
    AIMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from scripted_agents import guard_by

from chatward_langchain import guard_model
from chatward_langchain.messages import origins, system_texts, text_of
from chatward_langchain.written import Written


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param([HumanMessage("a")], "user", id="one"),
        pytest.param([HumanMessage("a"), HumanMessage("b")], "user user", id="two in a row"),
        pytest.param(
            [SystemMessage("s"), HumanMessage("a"), AIMessage("b"), HumanMessage("c")],
            "system history history user",
            id="a second turn",
        ),
        pytest.param(
            [HumanMessage("a"), AIMessage("b"), ToolMessage("c", tool_call_id="1")],
            "history history tool",
            id="a tool's answer",
        ),
        pytest.param(
            [FunctionMessage("a", name="f"), AIMessage("b"), HumanMessage("c")],
            "tool history user",
            id="a function's answer",
        ),
        pytest.param(
            [
                ChatMessage("s", role="developer"),
                ChatMessage("a", role="User"),
                ChatMessage("b", role="assistant"),
                ChatMessage("c", role="human"),
                ChatMessage("d", role="tool"),
            ],
            "system history history user tool",
            id="roles by name",
        ),
        pytest.param(
            [HumanMessage("a"), ChatMessage("x", role="critic"), HumanMessage("b")],
            "history history user",
            id="an unknown role",
        ),
    ],
)
def test_each_message_has_an_origin(messages, expected):
    assert origins(messages) == expected.split()


def test_what_is_protected_is_what_the_system_says():
    parts = [{"type": "text", "text": "b"}, "c", {"type": "image_url"}]
    messages = [SystemMessage("a"), HumanMessage("x"), SystemMessage(parts), SystemMessage("")]
    assert system_texts(messages) == ("a", "bc")
    assert text_of(None) == ""


def test_names_of_people_are_guarded_and_names_of_tools_are_not(openai, guard, server):
    messages = [
        HumanMessage("a", name="anna@example.org"),
        AIMessage("", tool_calls=[{"id": "1", "name": "look", "args": {}}]),
        ToolMessage("b", name="look", tool_call_id="1"),
        HumanMessage("c", name="plain"),
    ]
    guard_model(openai(), guard).invoke(messages)
    sent = server.requests[0]["messages"]
    assert sent[0]["name"] == "<EMAIL_ADDRESS>"
    assert sent[3]["name"] == "plain"


def test_parts_of_a_message_are_guarded_one_by_one_and_stay_parts(guard):
    parts = [
        {"type": "text", "text": "mail anna@example.org"},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        {"type": "file", "source": {"type": "text", "data": "card 4111 1111 1111 1111"}},
    ]
    answer = guard_model(ParrotFakeChatModel(), guard).invoke([HumanMessage(parts)])
    assert answer.content == [
        {"type": "text", "text": "mail <EMAIL_ADDRESS>"},
        parts[1],
        {"type": "file", "source": {"type": "text", "data": "card <CREDIT_CARD>"}},
    ]


def test_long_texts_leave_the_event_loop_and_are_guarded_all_the_same(guard):
    text = "word " * 5000 + "anna@example.org"
    model = guard_model(ParrotFakeChatModel(), guard)

    async def both():
        return await model.ainvoke(text), [chunk async for chunk in model.astream(text)]

    whole, chunks = asyncio.run(both())
    assert whole.content.endswith("word <EMAIL_ADDRESS>")
    assert chunks[0].content == whole.content


def test_what_was_written_long_ago_is_forgotten():
    written = Written(capacity=2)
    for text in ("a", "b", "c"):
        written.add(text, None, tool=False)
    assert [written.knows(text, None, tool=False) for text in "abc"] == [False, True, True]
    assert not written.knows("c", "other", tool=False)
    assert not written.knows("c", None, tool=True)


@pytest.mark.parametrize("place", ["value", "key"])
def test_an_order_in_the_structure_of_a_tools_result_is_withheld(guard, injection, place):
    data = {"note": injection} if place == "value" else {injection: "note"}
    result = [{"type": "record", "data": data}, {"type": "text", "text": "fine"}]
    asked = [HumanMessage("hi"), ToolMessage(result, tool_call_id="1")]
    allowing = guard_by("attachments: {tool: allow}")  # which a block of an unknown type is
    answer = guard_model(ParrotFakeChatModel(), allowing).invoke(asked)
    assert injection not in str(answer.content)
    assert "withheld" in str(answer.content)
    stripped = guard_model(ParrotFakeChatModel(), guard).invoke(asked)
    assert injection not in str(stripped.content)
    assert "left out" in str(stripped.content)
