"""Attachments where they come from elsewhere: tools, documents, histories; and at callbacks."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest
from attachment_parts import ACTIONS, CODE, STYLES, WORDS, guard_that, told
from langchain_core.chat_history import BaseChatMessageHistory
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.retrievers import BaseRetriever
from tool_parts import as_call, returning

from chatward import Guard, GuardBlocked, load_profile
from chatward_langchain import (
    GuardCallback,
    GuardDocumentTransformer,
    GuardedChatMessageHistory,
    guard_retriever,
    guard_tool,
)
from chatward_langchain.media import attachments_in

pytest_plugins = ["tool_fixtures"]
# An inline handler that raises leaves the coroutines of langchain-core's own handlers unawaited.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine 'ahandle_event':RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LOOK = {"type": "text", "text": "look"}


@pytest.fixture(scope="module", autouse=True)
def swept() -> Iterator[None]:
    """Collect those coroutines here, where they are forgiven, and not in another module."""
    yield
    gc.collect()


# --- tools ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("style", ["v1", "openai", "anthropic"])
@pytest.mark.parametrize("shape", ["blocks", "message", "pair"])
def test_results_of_tools_pass_by_policy(word, style, shape, run, audit):
    blocks = [LOOK, STYLES[style]]
    value, options = {
        "blocks": (blocks, {}),
        "message": (ToolMessage(blocks, tool_call_id="c1"), {}),
        "pair": ((blocks, {"n": 1}), {"response_format": "content_and_artifact"}),
    }[shape]
    guard = guard_that(word)
    result = run(guard_tool(returning(value, **options), guard), as_call("read"))
    assert told(audit) == [("tool", [["image", 1]], ACTIONS[word])]
    if word == "allow":
        assert result.content[1] == STYLES[style]
    elif word == "strip":
        assert CODE not in repr(result)
        assert "look" in result.content[0]["text"]
        assert "[left out: image]" in result.content[1]["text"]
    else:
        assert result.content == guard.policy.withheld
        assert result.artifact is None


@pytest.mark.parametrize("word", WORDS)
def test_bytes_that_are_no_text_are_an_attachment(word, audit):
    guard = guard_that(word)
    result = guard_tool(returning(b"\x89PNG\xff\xfe"), guard).invoke({})
    expected = {
        "allow": b"\x89PNG\xff\xfe",
        "strip": "[left out: bytes]",
        "refuse": guard.policy.withheld,
    }
    assert result == expected[word]
    assert told(audit) == [("tool", [["bytes", 1]], ACTIONS[word])]


def test_by_default_what_a_tool_shows_is_left_out_and_what_a_user_shows_is_not(guard, audit):
    left = guard_tool(returning([STYLES["v1"]]), guard).invoke(as_call("read")).content
    assert CODE not in repr(left)
    assert told(audit) == [("tool", [["image", 1]], "sanitise")]


# --- documents --------------------------------------------------------------------------------


class Found(BaseRetriever):
    documents: list[Document]

    def _get_relevant_documents(self, query, *, run_manager):
        return self.documents


def scanned():
    return Document("It rains.", metadata={"page": 3, "scan": b"\x89"})


@pytest.mark.parametrize("word", WORDS)
def test_a_found_document_with_bytes_passes_by_policy(word, audit):
    retriever = guard_retriever(Found(documents=[scanned()]), guard_that(word))
    for found in (retriever.invoke("rain?"), asyncio.run(retriever.ainvoke("rain?"))):
        assert [each.metadata.get("scan") for each in found] == {
            "allow": [b"\x89"],
            "strip": ["[left out: bytes]"],
            "refuse": [],
        }[word]
    assert told(audit) == [("document", [["bytes", 1]], ACTIONS[word])] * 2


def test_what_is_stored_goes_by_the_word_for_documents(guard, audit):
    (kept,) = GuardDocumentTransformer(guard).transform_documents([scanned()])
    assert kept.metadata == {"page": 3, "scan": "[left out: bytes]"}
    assert kept.page_content == "It rains."
    assert told(audit) == [("document", [["bytes", 1]], "sanitise")]


def test_a_document_nobody_has_looked_into_taints_the_conversation():
    guard = guard_that("allow", "tools: [{name: send, capabilities: [sends-out]}]\n")
    retriever = guard_retriever(Found(documents=[scanned()]), guard, conversation="c1")
    retriever.invoke("rain?")
    assert guard.review.memory.open("c1").state.tainted == "document"


# --- histories --------------------------------------------------------------------------------


class Kept(BaseChatMessageHistory):
    def __init__(self):
        self.messages = []

    def add_messages(self, messages):
        self.messages = [*self.messages, *messages]

    def clear(self):
        self.messages = []


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("later", [False, True])
def test_a_history_keeps_what_the_policy_allows(word, later, audit):
    kept, guard = Kept(), guard_that(word)
    history = GuardedChatMessageHistory(kept, guard)
    messages = [HumanMessage([LOOK, STYLES["v1"]]), AIMessage("seen")]
    if later:
        asyncio.run(history.aadd_messages(messages))
    else:
        history.add_messages(messages)
    shown, answer = kept.messages
    assert answer.content == "seen"
    assert (CODE in repr(shown)) is (word == "allow")
    if word == "refuse":
        assert shown.content == guard.policy.withheld
    done = [("history", [["image", 1]], ACTIONS[word])]
    assert told(audit) == ([] if word == "allow" else done)


# --- callbacks --------------------------------------------------------------------------------


def by_policy(word, unenforceable):
    return guard_that(word, f"unenforceable: {unenforceable}\n")


@pytest.mark.parametrize("unenforceable", ["block", "audit"])
@pytest.mark.parametrize("word", WORDS)
def test_a_callback_cannot_take_a_picture_out_of_a_list(word, unenforceable, scripted, audit):
    model = scripted(chunks=[AIMessageChunk("fine")])
    config = {"callbacks": [GuardCallback(by_policy(word, unenforceable))]}
    message = HumanMessage([LOOK, STYLES["openai"]])
    stops = word == "refuse" or (word == "strip" and unenforceable == "block")
    if stops:
        rule = "attachments" if word == "refuse" else "unenforceable"
        with pytest.raises(GuardBlocked, match=f"rule '{rule}': found image"):
            model.invoke([message], config)
        assert not model.received
    else:
        assert model.invoke([message], config).content == "fine"
        assert model.received[0][0].content == [LOOK, STYLES["openai"]]
    (event,) = (each for each in audit if each["event"] == "attachment")
    assert event["enforced"] is (stops or word == "allow")


@pytest.mark.parametrize("word", ["allow", "strip"])
def test_where_it_can_it_changes_the_message_in_place(word, scripted):
    sound = {"id": "a1", "data": CODE, "transcript": "the words"}
    spoken = AIMessage("", additional_kwargs={"audio": sound})
    model = scripted(chunks=[AIMessageChunk("fine")])
    messages = [HumanMessage("say it"), spoken, HumanMessage("and now?")]
    model.invoke(messages, {"callbacks": [GuardCallback(guard_that(word))]})
    assert ("audio" in spoken.additional_kwargs) is (word == "allow")
    assert spoken.content == ("" if word == "allow" else "[left out: audio]\nthe words")


@pytest.mark.parametrize("word", WORDS)
def test_a_whole_answer_is_changed_in_place(word, scripted, audit):
    model = scripted(chunks=[AIMessageChunk([LOOK, STYLES["v1"]])])
    config = {"callbacks": [GuardCallback(guard_that(word))]}
    if word == "refuse":
        with pytest.raises(GuardBlocked, match="rule 'attachments': found image"):
            model.invoke("show me", config)
    else:
        answer = model.invoke("show me", config)
        assert bool(attachments_in(answer.content)) is (word == "allow")
    assert told(audit) == [("model", [["image", 1]], ACTIONS[word])]


@pytest.mark.parametrize("unenforceable", ["block", "audit"])
@pytest.mark.parametrize("word", WORDS)
def test_a_streamed_answer_was_delivered_and_is_on_record(word, unenforceable, scripted, audit):
    chunks = [AIMessageChunk([LOOK], id="a"), AIMessageChunk([STYLES["v1"]], id="a")]
    model = scripted(chunks=chunks)
    config = {"callbacks": [GuardCallback(by_policy(word, unenforceable))]}
    if word != "allow" and unenforceable == "block":
        with pytest.raises(GuardBlocked, match="found image"):
            list(model.stream("show me", config))
    else:
        assert CODE in repr(list(model.stream("show me", config)))
    (event,) = (each for each in audit if each["event"] == "attachment")
    assert (event["action"], event["enforced"]) == (ACTIONS[word], word == "allow")


def test_a_text_with_nothing_attached_is_no_event(guard, scripted, audit):
    model = scripted(chunks=[AIMessageChunk("fine")])
    model.invoke("hello", {"callbacks": [GuardCallback(guard)]})
    assert told(audit) == []


def test_the_strict_profile_refuses_whatever_comes():
    strict = Guard(load_profile("strict"))
    result = guard_tool(returning([STYLES["v1"]]), strict).invoke(as_call("read"))
    assert result.content == strict.policy.withheld
