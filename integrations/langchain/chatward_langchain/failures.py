"""Errors of the model, made fit to show.

An error of a provider can carry what the model said: a validation error quotes it, and an
attribute `response` is copied into traces by langchain-core. Such an error is replaced; every
other error passes untouched, so that retries by exception class keep working.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

from chatward import ChatwardError, Guard

T = TypeVar("T")

_CHAIN_DEPTH = 16


class _Failed(ChatwardError):  # noqa: N818 (named for what happened)
    """Something failed with an error that may not be shown as it is; this one may be.

    Attributes:
        failure: Name of the class of the original error.

    """

    def __init__(self, failure: str, text: str = "") -> None:
        self.failure = failure
        self.text = text
        super().__init__(f"{failure}: {text}" if text else failure)

    def __reduce__(self) -> tuple[type[_Failed], tuple[str, str]]:
        """Survive pickling: worker processes hand exceptions back that way."""
        return type(self), (self.failure, self.text)


class ToolFailed(_Failed):
    """The tool failed with an error that holds guarded text or gives orders."""


class ModelFailed(_Failed):
    """The model failed with an error that held guarded text; this one holds it redacted."""


def fit_to_show(error: Exception, guard: Guard) -> Exception:
    """Return the error itself when nothing in it needs redacting, else a `ModelFailed`."""
    if isinstance(error, ChatwardError):
        return error
    if all(guard.scrub(text) == text for text in _texts(error)):
        return error
    return ModelFailed(type(error).__name__, guard.scrub(str(error)))


def shielded(call: Callable[[], T], guard: Guard) -> T:
    """Call the model; raise only errors that are fit to show."""
    try:
        return call()
    except Exception as error:
        failure = fit_to_show(error, guard)
        if failure is error:
            raise
    raise failure  # outside the handler, so that it drags no context along


async def ashielded(call: Awaitable[T], guard: Guard) -> T:
    """Await the model; raise only errors that are fit to show."""
    try:
        return await call
    except Exception as error:
        failure = fit_to_show(error, guard)
        if failure is error:
            raise
    raise failure


def shielded_stream(chunks: Iterator[T], guard: Guard) -> Iterator[T]:
    """Pass on the model's chunks; raise only errors that are fit to show."""
    try:
        yield from chunks
    except Exception as error:
        failure = fit_to_show(error, guard)
        if failure is error:
            raise
    else:
        return
    raise failure


async def ashielded_stream(chunks: AsyncIterator[T], guard: Guard) -> AsyncIterator[T]:
    """Pass on the model's chunks; raise only errors that are fit to show."""
    try:
        async with closing(chunks):
            async for chunk in chunks:
                yield chunk
    except Exception as error:
        failure = fit_to_show(error, guard)
        if failure is error:
            raise
    else:
        return
    raise failure


@asynccontextmanager
async def closing(chunks: AsyncIterator[T]) -> AsyncGenerator[AsyncIterator[T], None]:
    """Close a stream when its reader stops early; left to the garbage collector it goes on."""
    try:
        yield chunks
    finally:
        close = getattr(chunks, "aclose", None)
        if close is not None:
            await close()


def _texts(error: Exception) -> Iterator[str]:
    """Yield what the error, its causes and a response on it would show."""
    seen: BaseException | None = error
    for _ in range(_CHAIN_DEPTH):
        if seen is None:
            return
        yield str(seen)
        body = getattr(getattr(seen, "response", None), "text", None)
        if isinstance(body, str):
            yield body
        seen = seen.__cause__ or seen.__context__
