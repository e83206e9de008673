"""The models, texts and histories that the doors are measured with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.retrievers import BaseRetriever

QUESTION = "Hello, I would like to know when my order will arrive. It was to come on Tuesday."
ANSWER = "Your order left our house this morning and will be with you on Thursday. "
PLEASE_LOOK = "Look it up."
TOOL = "look_up"
FOUND = "Order 4711: packed on Monday, left the house on Wednesday, two parcels."


class Speaker(BaseChatModel):
    """A model of no cost that answers at once, by text or by a call of a tool.

    Attributes:
        answer: What it says.
        pieces: In how many pieces.

    """

    answer: str = ANSWER
    pieces: int = 20

    @property
    def _llm_type(self) -> str:
        return "speaker"

    def bind_tools(self, *_: Any, **__: Any) -> Any:
        """Take tools."""
        return self.bind()

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._said(messages))])

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return self._generate(messages)

    def _said(self, messages: Sequence[BaseMessage]) -> AIMessage:
        last = messages[-1]
        if isinstance(last, ToolMessage) or PLEASE_LOOK not in str(last.content):
            return AIMessage(self.answer)
        return AIMessage("", tool_calls=[{"id": "1", "name": TOOL, "args": {"order": "4711"}}])


class Streamer(Speaker):
    """The same, answering in pieces."""

    def _stream(self, *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        step = -(-len(self.answer) // self.pieces)
        for place in range(0, len(self.answer), step):
            piece = self.answer[place : place + step]
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._stream():
            yield chunk


class Shelf(BaseRetriever):
    """A retriever that finds the same three documents every time."""

    text: str = FOUND

    def _get_relevant_documents(self, *_: Any, **__: Any) -> list[Document]:
        return [Document(f"{self.text} {number}") for number in range(3)]


def look_up(order: str) -> str:
    """Look an order up."""
    return f"{FOUND} ({order})"


def history(messages: int) -> list[BaseMessage]:
    """Return what was said before, question and answer by turns."""
    said: list[BaseMessage] = []
    for number in range(messages // 2):
        said += [HumanMessage(f"{QUESTION} {number}"), AIMessage(f"{ANSWER} {number}")]
    return said


def asked(messages: int) -> list[BaseMessage]:
    """Return so many messages, the last of them new."""
    return [*history(messages - 1), HumanMessage(QUESTION)]


def thread(name: str) -> dict[str, Any]:
    """Return the config of a thread."""
    return {"configurable": {"thread_id": name}}
