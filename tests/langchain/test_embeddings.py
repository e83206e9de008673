"""Embeddings: what their provider is sent."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from planted import PLANTED, planted_in

from chatward_langchain.embeddings import guard_embeddings
from chatward_langchain.failures import ModelFailed

ANNA = PLANTED[0]


class Letters(Embeddings):
    """Counts letters, and keeps what it was sent."""

    def __init__(self):
        self.sent: list[str] = []

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        self.sent.append(text)
        return [1.0 + text.lower().count(chr(code)) for code in range(97, 123)]


class Failing(Letters):
    def embed_query(self, text):
        raise LookupError(f"no vector for {ANNA}")


def test_the_provider_is_sent_no_values(guard):
    inner = Letters()
    guarded = guard_embeddings(inner, guard)
    texts = [f"mail {value} now" for value in PLANTED]
    guarded.embed_documents(texts)
    guarded.embed_query(texts[0])
    asyncio.run(guarded.aembed_documents(texts))
    asyncio.run(guarded.aembed_query(texts[1]))
    assert len(inner.sent) == 8
    assert not planted_in(inner.sent)


def test_without_the_guard_it_is(guard):
    inner = Letters()
    inner.embed_documents([f"mail {value} now" for value in PLANTED])
    assert planted_in(inner.sent) == list(PLANTED)


def test_queries_and_documents_are_masked_alike_whoever_asks(guard):
    guarded = guard_embeddings(Letters(), guard)
    text = f"orders of {ANNA}"
    (document,) = guarded.embed_documents([text])
    assert guarded.embed_query(text) == document
    assert asyncio.run(guarded.aembed_query(text)) == document
    assert guarded.embed_query("orders of bob@example.net") == document


def test_a_store_finds_documents_by_masked_queries(guard):
    inner = Letters()
    store = InMemoryVectorStore(guard_embeddings(inner, guard))
    store.add_documents([Document(f"orders of {ANNA}"), Document("zzzz zz zzzz zzz")])
    (found,) = store.similarity_search(f"orders of {ANNA}", k=1)
    assert found.page_content.startswith("orders")
    assert not planted_in(inner.sent)


def test_only_what_was_masked_is_on_record(guard, audit):
    guarded = guard_embeddings(Letters(), guard)
    guarded.embed_documents(["it rains", f"mail {ANNA}"])
    assert len(audit) == 1
    assert audit[0]["door"] == "langchain-embeddings"


def test_an_error_that_quotes_a_value_is_not_shown(guard):
    guarded = guard_embeddings(Failing(), guard)
    for call in (
        lambda: guarded.embed_query("a"),
        lambda: asyncio.run(guarded.aembed_documents(["a"])),
    ):
        with pytest.raises(ModelFailed) as failed:
            call()
        assert not planted_in([failed.value])


def test_what_cannot_be_guarded_is_refused(guard):
    with pytest.raises(TypeError, match="takes embeddings"):
        guard_embeddings(len, guard)
    with pytest.raises(ValueError, match="guarded already"):
        guard_embeddings(guard_embeddings(Letters(), guard), guard)
