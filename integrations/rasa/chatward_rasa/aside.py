"""Do something that may ask a store, where an event loop runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from chatward import Guard

T = TypeVar("T")

ANY = ""
"""For asking whether the store waits, where no conversation is at hand: it is one store for all."""


async def aside(guard: Guard, conversation: str | None, work: Callable[[], T]) -> T:
    """Do something that may ask the store; off the event loop where that waits."""
    return await asyncio.to_thread(work) if guard.waits(conversation) else work()
