"""Chains of the leak suite: what goes in, what comes out, what is looked up and kept."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from file_history import File
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore
from leak_parts import Run, Scenario
from pydantic import BaseModel
from retriever_parts import Letters

from chatward.testing.model_server import Reply, said
from chatward_langchain import GuardedChatMessageHistory, guard_embeddings, guard_retriever

_LOG = logging.getLogger("bot")
_BOTH = ("user", "model")
_WATCHED = {
    "provider": ("user",),
    "callbacks": _BOTH,
    "langsmith": _BOTH,
    "otel": _BOTH,
}


class Order(BaseModel):
    """What a user orders."""

    said: str


def chain_of(run: Run) -> Any:
    prompt = ChatPromptTemplate.from_messages([("human", "{question}")])
    return run.edge(prompt | run.model() | StrOutputParser())


def invoke(run: Run) -> None:
    with run.on_console():
        answer = chain_of(run).invoke({"question": run.text("user")}, run.config)
    run.sinks.watch("answer", answer)


def stream(run: Run) -> None:
    answer = run.sinks.watch_stream("answer")
    for piece in chain_of(run).stream({"question": run.text("user")}, run.config):
        answer.add(piece)


def events(run: Run) -> None:
    run.sinks.watch("events", asyncio.run(_events(chain_of(run), run)))


async def _events(chain: Any, run: Run) -> list[Any]:
    value = {"question": run.text("user")}
    return [event async for event in chain.astream_events(value, run.config, version="v2")]


def structured(run: Run) -> None:
    app = run.edge(run.model().with_structured_output(Order))
    run.sinks.watch("answer", app.invoke(run.text("user"), run.config))


def rag(run: Run) -> None:
    letters = Letters()
    store = InMemoryVectorStore(guard_embeddings(letters, run.guard) if run.guarded else letters)
    store.add_documents([Document(run.text("document"), metadata={"by": run.text("document")})])
    retriever = store.as_retriever()
    if run.guarded:
        retriever = guard_retriever(retriever, run.guard)
    prompt = ChatPromptTemplate.from_template("{context}\n\nQuestion: {question}")
    sources = {"context": retriever, "question": RunnablePassthrough()}
    app = run.edge(sources | prompt | run.model() | StrOutputParser())
    run.sinks.watch("answer", app.invoke(run.text("user"), run.config))
    run.sinks.watch("embeddings", letters.sent)


def history(run: Run) -> None:
    file: Any = File(run.folder / "history.jsonl")
    kept = file
    if run.guarded:
        kept = GuardedChatMessageHistory(file, run.guard, conversation=run.thread)
    app = run.edge(run.model())
    for _ in range(2):  # the second time with the past
        said_now = HumanMessage(run.text("user"))
        answer = app.invoke([*kept.messages, said_now], run.config)
        kept.add_messages([said_now, AIMessage(answer.content)])
    run.sinks.watch("history", file.path)
    run.sinks.watch("answer", answer)


def provider_error(run: Run) -> None:
    run.server.answer = lambda body: Reply(
        f"cannot read {said(body)} {run.text('model')}", status=400
    )
    try:
        chain_of(run).invoke({"question": run.text("user")}, run.config)
    except Exception as error:  # noqa: BLE001 (whichever class it is)
        run.sinks.watch("exception", error)
        _LOG.exception("no answer")


CHAINS = {
    "chain": Scenario(invoke, {**_WATCHED, "cache": _BOTH, "console": _BOTH, "answer": ("model",)}),
    "streamed chain": Scenario(stream, {**_WATCHED, "answer": ("model",)}),
    "chain, v2 events": Scenario(events, {**_WATCHED, "events": _BOTH}),
    "structured output": Scenario(structured, {**_WATCHED, "cache": _BOTH, "answer": ("model",)}),
    "chain with documents": Scenario(
        rag,
        {
            "provider": ("user", "document"),
            "embeddings": ("user", "document"),
            "answer": ("document", "model"),
            **dict.fromkeys(
                ("callbacks", "langsmith", "otel", "cache"), ("user", "document", "model")
            ),
        },
    ),
    "chain with a history": Scenario(
        history, {**_WATCHED, "cache": _BOTH, "history": _BOTH, "answer": ("model",)}
    ),
    "provider's error": Scenario(provider_error, {**_WATCHED, "exception": _BOTH, "logs": _BOTH}),
}
