"""The cache of a guarded text model: answers are apart by policy, conversation and role.

Else a laxer policy's answer would be served to a stricter one, and one conversation's placeholders
to another. What tells them apart goes into the cache only: a text model's parameters, which are the
rest of its key, are shown to tracers as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from langchain_core.caches import BaseCache
from langchain_core.globals import get_llm_cache
from langchain_core.outputs import Generation

from chatward_langchain.asking import Turn
from chatward_langchain.binding import Binding


class ApartCache(BaseCache):
    """Keeps what is cached for one conversation and policy apart from everything else."""

    def __init__(self, inner: BaseCache, mark: str) -> None:
        self._inner = inner
        self._mark = mark

    def lookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """Return what is cached."""
        return self._inner.lookup(prompt, llm_string + self._mark)

    def update(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Cache an answer."""
        self._inner.update(prompt, llm_string + self._mark, return_val)

    def clear(self, **kwargs: Any) -> None:
        """Clear all of the cache behind."""
        self._inner.clear(**kwargs)

    async def alookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """Return what is cached."""
        return await self._inner.alookup(prompt, llm_string + self._mark)

    async def aupdate(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Cache an answer."""
        await self._inner.aupdate(prompt, llm_string + self._mark, return_val)

    async def aclear(self, **kwargs: Any) -> None:
        """Clear all of the cache behind."""
        await self._inner.aclear(**kwargs)


def apart(cache: Any, binding: Binding, turn: Turn) -> Any:
    """Return the cache to use for one call: the model's own or the global one, kept apart."""
    inner = cache if isinstance(cache, BaseCache) else None
    if inner is None and cache is not False:
        inner = get_llm_cache()
    if inner is None:
        return cache
    whose = (turn.conversation or "", turn.role or "")
    parts = (binding.guard.policy.stamp.hash, *whose, str(binding.protect_system))
    mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return ApartCache(inner, f"---chatward:{mark}")
