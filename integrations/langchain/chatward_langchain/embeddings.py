"""`guard_embeddings`: texts are masked before they leave for the provider of embeddings.

Queries and documents are masked alike, or they would no longer be found by each other. So there
is no conversation here: its placeholders are its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from langchain_core.embeddings import Embeddings

from chatward import Guard
from chatward.decision import Door
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.failures import ashielded, shielded
from chatward_langchain.leaves import Reader


def guard_embeddings(
    embeddings: Embeddings, guard: Guard, *, origin: str = "training"
) -> GuardedEmbeddings:
    """Return embeddings whose provider is sent masked texts only.

    The vector store still keeps its documents as they were handed in: clean these with
    `GuardDocumentTransformer`.

    Args:
        embeddings: Any embeddings. They are not changed.
        guard: The guard.
        origin: Whose texts the policy should take queries and documents for.

    Raises:
        TypeError: These are no embeddings.
        ValueError: They are guarded already.

    """
    if not isinstance(embeddings, Embeddings):
        raise TypeError(f"guard_embeddings takes embeddings, not {type(embeddings).__name__}")
    if isinstance(embeddings, GuardedEmbeddings):
        raise ValueError("these embeddings are guarded already")  # noqa: TRY004
    return GuardedEmbeddings(embeddings, guard, origin)


class GuardedEmbeddings(Embeddings):
    """Embeddings with a guard inside; build them with `guard_embeddings`."""

    def __init__(self, embeddings: Embeddings, guard: Guard, origin: str) -> None:
        self._inner = embeddings
        self._guard = guard
        self._origin = origin

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, masked."""
        masked = self._masked(texts)
        return shielded(lambda: self._inner.embed_documents(masked), self._guard)

    def embed_query(self, text: str) -> list[float]:
        """Embed a query, masked as texts are."""
        (masked,) = self._masked([text])
        return shielded(lambda: self._inner.embed_query(masked), self._guard)

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, masked off the event loop: a whole library may come at once."""
        masked = await asyncio.to_thread(self._masked, texts)
        return await ashielded(self._inner.aembed_documents(masked), self._guard)

    async def aembed_query(self, text: str) -> list[float]:
        """Embed a query, masked as texts are."""
        (masked,) = await self._turn.arun(self._steps([text]))
        return await ashielded(self._inner.aembed_query(masked), self._guard)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({type(self._inner).__name__})"

    @property
    def _turn(self) -> Turn:
        return Turn(self._guard, Door("langchain-embeddings"))

    def _masked(self, texts: Sequence[str]) -> list[str]:
        return self._turn.run(self._steps(texts))

    def _steps(self, texts: Sequence[str]) -> Steps[list[str]]:
        """Ask about each text; it is on record only when something is done about it."""
        reader = Reader(self._origin)
        masked: list[str] = []
        for text in texts:
            masked.append((yield from reader.glance(text)))  # noqa: PERF401 (cannot yield there)
        return masked
