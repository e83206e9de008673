"""Fixtures of the tests of guarded retrievers."""

from __future__ import annotations

import asyncio
import copy

import pytest
from langchain_core.vectorstores import InMemoryVectorStore
from retriever_parts import RAW, Letters


@pytest.fixture
def embeddings():
    return Letters()


@pytest.fixture
def retriever(embeddings):
    store = InMemoryVectorStore(embeddings)
    store.add_documents([copy.deepcopy(each) for each in RAW])
    embeddings.sent.clear()
    return store.as_retriever(search_kwargs={"k": 3})


@pytest.fixture(params=["invoke", "ainvoke", "batch", "abatch"])
def search(request):
    """Each way to call a retriever."""
    ways = {
        "invoke": lambda found, query, config: found.invoke(query, config),
        "ainvoke": lambda found, query, config: asyncio.run(found.ainvoke(query, config)),
        "batch": lambda found, query, config: found.batch([query], config)[0],
        "abatch": lambda found, query, config: asyncio.run(found.abatch([query], config))[0],
    }
    return ways[request.param]
