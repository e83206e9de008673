"""Attachments in an agent: what people send, what tools show, what is kept in the state."""

from __future__ import annotations

import asyncio

import pytest
from attachment_parts import ACTIONS, CODE, STYLES, WORDS, guard_that, told
from scripted_agents import calls, guard_by, made, plays, thread, tool_that, wants

from chatward import GuardBlocked
from chatward_langchain.agents import GuardMiddleware

ADDRESS = "https://example.org/a.png"
PICTURE = [{"type": "text", "text": "look"}, STYLES["openai"]]


@pytest.fixture(params=["invoke", "ainvoke", "stream"])
def ask(request):
    """Ask an agent and return its messages."""

    def stream(agent, value, config):
        return list(agent.stream(value, config, stream_mode="values"))[-1]["messages"]

    return {
        "invoke": lambda agent, value, config: agent.invoke(value, config)["messages"],
        "ainvoke": lambda agent, value, config: asyncio.run(agent.ainvoke(value, config))[
            "messages"
        ],
        "stream": stream,
    }[request.param]


def shown(text="hello", picture=False):
    content = PICTURE if picture else text
    return {"messages": [{"role": "user", "content": content}]}


@pytest.mark.parametrize("word", WORDS)
def test_what_a_user_sends_passes_by_policy(word, ask, openai, server, audit):
    agent = made(openai(), [], GuardMiddleware(guard_that(word)))
    messages = ask(agent, shown(picture=True), thread("a"))
    assert told(audit) == [("user", [["image", 1]], ACTIONS[word])]
    assert (CODE in repr(messages)) is (word == "allow")
    if word == "refuse":
        assert messages[-1].content == "I cannot help with that."
        assert not server.requests
    else:
        assert (CODE in repr(server.requests[0])) is (word == "allow")


@pytest.mark.parametrize("word", WORDS)
def test_what_a_tool_shows_passes_by_policy(word, ask, openai, server, audit):
    def look() -> list[dict[str, object]]:
        """Look."""
        return PICTURE

    plays(server, wants(calls("look")))
    agent = made(openai(), [tool_that(look)], GuardMiddleware(guard_that(word)))
    messages = ask(agent, shown(), thread("a"))
    assert messages[-1].content == "done"
    assert told(audit) == [("tool", [["image", 1]], ACTIONS[word])]
    assert (CODE in repr(messages)) is (word == "allow")
    assert (CODE in repr(server.requests[-1])) is (word == "allow")


def test_what_was_decided_is_not_decided_again_in_later_turns(openai, audit):
    agent = made(openai(), [], GuardMiddleware(guard_that("allow")))
    agent.invoke(shown(picture=True), thread("a"))
    agent.invoke(shown("and now?"), thread("a"))
    assert told(audit) == [("user", [["image", 1]], "allow")]


def test_what_is_new_may_pass_and_be_left_out_later(openai, server, audit):
    guard = guard_by("attachments: {user: allow, history: strip}")
    agent = made(openai(), [], GuardMiddleware(guard))
    agent.invoke(shown(picture=True), thread("a"))
    agent.invoke(shown("and now?"), thread("a"))
    assert CODE in repr(server.requests[0])
    assert CODE not in repr(server.requests[1])
    assert ("history", [["image", 1]], "sanitise") in told(audit)


def test_a_refusal_is_raised_where_refusals_are(openai):
    agent = made(openai(), [], GuardMiddleware(guard_that("refuse"), on_block="raise"))
    with pytest.raises(GuardBlocked, match="rule 'attachments': found image"):
        agent.invoke(shown(picture=True), thread("a"))


@pytest.mark.parametrize(
    "picture",
    [{"type": "image", "url": ADDRESS}, {"type": "image_url", "image_url": {"url": ADDRESS}}],
    ids=["v1", "openai"],
)
def test_an_address_that_passes_stays_one(openai, server, picture):
    """Marks round it would break the picture."""
    guard = guard_by("attachments: {tool: allow}")
    agent = made(openai(), [tool_that(lambda: [picture], name="draw")], GuardMiddleware(guard))
    plays(server, wants(calls("draw")))
    agent.invoke({"messages": "draw"}, thread("address"))
    sent = str(server.requests[-1]["messages"])
    assert f"'url': '{ADDRESS}'" in sent
    assert "untrusted" not in sent
