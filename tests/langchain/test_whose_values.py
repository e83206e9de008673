"""What only a document, a tool or the model brought up is never given back as the user's own."""

from __future__ import annotations

import warnings

import pytest
from file_history import File
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import tool
from scripted_agents import calls, made, plays, says, thread, wants

from chatward import Guard
from chatward.testing.model_server import Reply, said
from chatward_langchain import (
    GuardedChatMessageHistory,
    GuardInput,
    GuardMiddleware,
    GuardOutput,
    guard_model,
    guard_retriever,
    guard_tool,
)

OTHERS = "bob@example.com"
OWN = "anna@example.org"
SHOWN = "<EMAIL_ADDRESS>"


class Shelf(BaseRetriever):
    """Finds one document, which names its owner twice."""

    def _get_relevant_documents(self, query, *, run_manager=None):
        return [Document(f"Order 17 is for {OTHERS}.", metadata={"by": OTHERS})]


def back(guard, text, conversation="c"):
    """What the user is shown of an answer that repeats a text."""
    answer = guard.inspect(str(text), origin="model", conversation=conversation)
    return guard.restore(answer.text, conversation=conversation)


@pytest.mark.parametrize("spotlight", [True, False])
def test_a_documents_values_in_text_and_metadata_are_not_his(spotlight):
    guard = Guard()
    found = guard_retriever(Shelf(), guard, spotlight=spotlight).invoke("q", thread("c"))
    assert "EMAIL_ADDRESS_1_" in found[0].page_content
    assert found[0].metadata["by"] in found[0].page_content
    assert SHOWN in back(guard, found[0].page_content)


@pytest.mark.parametrize("spotlight", [True, False])
@pytest.mark.parametrize(
    "result", [OTHERS, {"to": OTHERS}, [OTHERS], f'{{"to": "{OTHERS}"}}'], ids=repr
)
def test_a_tools_values_are_not_his_whatever_it_returns(result, spotlight):
    @tool
    def look() -> object:
        """Look."""
        return result

    guard = Guard()
    shown = guard_tool(look, guard, spotlight=spotlight).invoke({}, thread("c"))
    assert "EMAIL_ADDRESS_1_" in str(shown)
    assert OTHERS not in back(guard, shown)


def test_an_agents_tool_and_its_artifact_neither(openai, server):
    @tool(response_format="content_and_artifact")
    def look() -> tuple:
        """Look."""
        return f"It is {OTHERS}.", {"to": OTHERS}

    guard = Guard()
    plays(server, wants(calls("look")), lambda body: Reply(said(body)))
    agent = made(openai(), [look], GuardMiddleware(guard))
    state = agent.invoke(says("Who is it?"), thread("c"))
    assert OTHERS not in back(guard, state["messages"])


def test_in_a_history_only_what_the_user_said_is_his(tmp_path):
    guard = Guard()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on their way out in langchain-core
        history = GuardedChatMessageHistory(File(tmp_path / "said.jsonl"), guard, conversation="c")
    history.add_messages(
        [
            HumanMessage(OWN),
            AIMessage("ask carl@example.net"),
            ToolMessage("dora@example.net", tool_call_id="1"),
        ]
    )
    assert [back(guard, message.content) for message in history.messages] == [
        OWN,
        f"ask {SHOWN}",
        SHOWN,
    ]


def test_earlier_messages_say_whose_a_value_is(openai, server):
    guard = Guard()
    server.answer = lambda body: Reply(" ".join(str(m["content"]) for m in body["messages"]))
    chain = GuardInput(guard) | guard_model(openai(), guard) | GuardOutput(guard)
    past = [HumanMessage(f"I am {OWN}."), AIMessage(f"Bob is {OTHERS}."), HumanMessage("Again?")]
    assert chain.invoke(past, thread("c")).content == f"I am {OWN}. Bob is {SHOWN}. Again?"


def test_a_value_becomes_his_when_he_says_it():
    guard = Guard()
    guard.inspect(OTHERS, origin="tool", conversation="c")
    assert back(guard, OTHERS) == SHOWN
    guard.inspect(f"I am {OTHERS}", origin="user", conversation="c")
    assert back(guard, OTHERS) == OTHERS


def test_the_caller_can_say_whose_it_is():
    guard = Guard()
    mine = guard.inspect(f"It is {OWN}", origin="tool", conversation="c", own=True)
    assert OWN in back(guard, mine.text)
    other = guard.inspect(OTHERS, origin="history", conversation="c", own=False)
    assert back(guard, other.text) == SHOWN
