"""Signed thoughts: the provider takes them back as they were or not at all, and gets either."""

from __future__ import annotations

import asyncio

import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.tools import tool

from chatward.testing.anthropic_server import ThoughtfulReply, signature
from chatward.testing.model_server import ToolCall
from chatward_langchain import GuardOutput, guard_model
from chatward_langchain.signatures import STRUCK, sendable, struck_out

pytest_plugins = ["anthropic_fixtures"]

MAIL = "anna@example.org"
KINDS = {"harmless": "they want rain", "telling": f"they want {MAIL}"}


@pytest.fixture(params=sorted(KINDS))
def thought(request, claude_server):
    said = KINDS[request.param]
    call = ToolCall("toolu_1", "look", "{}")
    claude_server.answer = lambda body: ThoughtfulReply("ok", thinking=said, tool_calls=[call])
    return said


@tool
def look() -> str:
    """Look out of the window."""
    return "rain"


@pytest.fixture(params=[None, "v1"])
def model(request, claude, guard):
    return guard_model(claude(output_version=request.param), guard).bind_tools([look])


def answers(model):
    """Return the answer as it comes whole, streamed and streamed asynchronously."""

    async def later():
        return [chunk async for chunk in model.astream("go")]

    whole, chunks, late = model.invoke("go"), list(model.stream("go")), asyncio.run(later())
    return [whole, chunks[0] + chunks[1:], late[0] + late[1:]]


def test_thoughts_are_sent_back_as_they_were_or_not_at_all(model, claude_server, thought):
    for answer in answers(model):
        assert MAIL not in repr(answer)
        shown = [each for each in answer.content_blocks if each["type"] == "reasoning"]
        assert [each["reasoning"] for each in shown] == [thought.replace(MAIL, "<EMAIL_ADDRESS>")]
        turns = [HumanMessage("go"), answer, ToolMessage("ok", tool_call_id="toolu_1")]
        model.invoke(turns)  # the server checks signatures
        sent = claude_server.requests[-1]["messages"][1]["content"]
        kinds = [block["type"] for block in sent]
        assert kinds == (["thinking"] if MAIL not in thought else []) + ["text", "tool_use"]


def test_a_thought_that_was_changed_would_be_refused(claude, guard, claude_server):
    said = KINDS["telling"]
    claude_server.answer = lambda body: ThoughtfulReply("ok", thinking=said)
    block = {"type": "thinking", "thinking": "they want <EMAIL_ADDRESS>"}
    for signed in (signature(said), STRUCK):
        turns = [HumanMessage("go"), AIMessage([{**block, "signature": signed}])]
        with pytest.raises(Exception, match="Invalid `signature`"):
            claude().invoke([*turns, HumanMessage("and?")])
    kept = AIMessage([{**block, "signature": STRUCK}, {"type": "text", "text": "ok"}])
    turns = [HumanMessage("go"), kept, HumanMessage("and?")]
    assert guard_model(claude(), guard).invoke(turns).content


def test_thoughts_of_an_unguarded_past_are_not_sent(claude, guard, claude_server):
    said = KINDS["telling"]
    past = [
        {"type": "thinking", "thinking": said, "signature": signature(said)},
        {"type": "text", "text": "ok"},
    ]
    turns = [HumanMessage("go"), AIMessage(past), HumanMessage("and?")]
    assert guard_model(claude(), guard).invoke(turns).content == "You said: and?"
    assert MAIL not in claude_server.received
    assert past[0]["signature"] == signature(said)


def test_a_thought_that_was_given_values_back_is_not_sent(claude, guard, claude_server):
    config = {"configurable": {"thread_id": "thoughts"}}
    seen = guard.inspect(f"mail {MAIL}", origin="user", conversation="thoughts").text
    claude_server.answer = lambda body: ThoughtfulReply("ok", thinking=f"they said: {seen}")
    chain = guard_model(claude(), guard).bind_tools([look]) | GuardOutput(guard)
    chunks = list(chain.stream(f"mail {MAIL}", config))
    for answer in (chain.invoke(f"mail {MAIL}", config), chunks[0] + chunks[1:]):
        assert answer.content[0]["thinking"] == f"they said: mail {MAIL}"
        assert answer.content[0]["signature"] == signature(f"they said: {seen}")
        chain.invoke([HumanMessage(f"mail {MAIL}"), answer, HumanMessage("and?")], config)
        sent = claude_server.requests[-1]["messages"][1]["content"]
        assert [block["type"] for block in sent] == ["text"]
    assert MAIL not in claude_server.received


def test_in_a_conversation_a_thought_stays_signed(claude, guard, claude_server):
    """The model sees placeholders, so they are what its thoughts hold and what was signed."""
    config = {"configurable": {"thread_id": "signed"}}
    seen = guard.inspect(MAIL, origin="user", conversation="signed").text
    claude_server.answer = lambda body: ThoughtfulReply("ok", thinking=f"they said {seen}")
    model = guard_model(claude(), guard).bind_tools([look])
    chunks = list(model.stream(MAIL, config))
    for answer in (model.invoke(MAIL, config), chunks[0] + chunks[1:]):
        model.invoke([HumanMessage(MAIL), answer, HumanMessage("and?")], config)
        sent = claude_server.requests[-1]["messages"][1]["content"][0]
        assert (sent["thinking"], sent["signature"]) == (
            f"they said {seen}",
            signature(f"they said {seen}"),
        )


def test_thoughts_of_other_providers_lose_their_signature_too(scripted, guard):
    deltas = [
        {"type": "reasoning_content", "reasoning_content": {"text": "anna@"}, "index": 0},
        {"type": "reasoning_content", "reasoning_content": {"text": "example.org"}, "index": 0},
        {"type": "reasoning_content", "reasoning_content": {"signature": "c2ln" * 20}, "index": 0},
    ]
    chunks = [AIMessageChunk([delta], id="a") for delta in deltas]
    model = guard_model(scripted(chunks=chunks), guard)
    parts = list(model.stream("go"))
    for answer in (model.invoke("go"), parts[0] + parts[1:]):
        (block,) = answer.content
        assert block["reasoning_content"] == {"text": "<EMAIL_ADDRESS>", "signature": STRUCK}
        assert sendable([answer])[0].content == []


def test_only_signatures_of_thoughts_are_struck_out():
    block = {"type": "reasoning", "id": "rs_1", "extras": {"signature": "x", "n": 1}}
    assert struck_out(block)["extras"] == {"signature": STRUCK, "n": 1}
    assert block["extras"]["signature"] == "x"
    kept = AIMessage([{"type": "text", "text": "a", "signature": STRUCK}, "b"])
    assert sendable([kept, HumanMessage("c")]) == [kept, HumanMessage("c")]


def test_the_guarded_model_is_still_of_its_class(claude, guard):
    assert isinstance(guard_model(claude(), guard), ChatAnthropic)
