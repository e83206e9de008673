"""Streams of agents that end before their time, and how soon those begin that do not."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from agent_stream_parts import CARD, planted
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessageChunk
from scripted_agents import made, says, thread

from chatward.testing.model_server import Reply
from chatward_langchain import GuardedRunnable
from chatward_langchain.agents import GuardMiddleware

SAID = f"The weather is fine, and it rains a little. Please pay with {CARD}"
STOP = "Please"


@pytest.fixture(params=["middleware", "edge"])
def app(request, openai, guard, server):
    server.answer = lambda body: Reply(SAID)
    server.delay_seconds = 0.004
    agent = made(openai(), [], GuardMiddleware(guard))
    return GuardedRunnable(agent, guard) if request.param == "edge" else agent


def opened(app, spy, way="stream"):
    config = {**thread(f"ended {way}"), "callbacks": [spy]}
    return getattr(app, way)(says("how do I pay?"), config, stream_mode="messages")


async def read_some(stream, seen):
    async for chunk, _ in stream:
        seen.append(chunk.content)
        if STOP in "".join(seen):
            return


def nothing_more(seen, spy):
    """Assert that what has been told so far is all there is, and that the card is not in it."""
    told = list(spy.tokens)
    time.sleep(0.15)  # as long as the server takes to say the rest
    assert spy.tokens == told
    assert STOP in "".join(seen)
    assert not planted("".join(seen), "".join(spy.tokens), spy.seen)
    assert "4111" not in repr((seen, spy.tokens))


@pytest.mark.parametrize("end", ["break", "close"])
def test_a_reader_who_leaves_gets_no_more_and_leaves_no_thread(app, spy, end):
    before = set(threading.enumerate())
    seen = []
    stream = opened(app, spy)
    for chunk, _ in stream:
        seen.append(chunk.content)
        if STOP in "".join(seen):
            break
    if end == "close":
        stream.close()
    del stream
    ended_by = time.monotonic() + 10
    while set(threading.enumerate()) - before and time.monotonic() < ended_by:
        time.sleep(0.01)
    assert not set(threading.enumerate()) - before
    assert STOP in "".join(seen)
    assert not planted("".join(seen), "".join(spy.tokens), spy.seen)


async def test_one_who_closes_asynchronously_gets_no_more_and_leaves_no_task(app, spy):
    seen = []
    stream = opened(app, spy, "astream")
    await read_some(stream, seen)
    await stream.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    nothing_more(seen, spy)


async def test_nor_does_one_who_is_cancelled(app, spy):
    seen = []
    reached = asyncio.Event()

    async def read():
        async for chunk, _ in opened(app, spy, "astream"):
            seen.append(chunk.content)
            if STOP in "".join(seen):
                reached.set()

    task = asyncio.create_task(read())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == {asyncio.current_task()}
    nothing_more(seen, spy)


async def test_a_call_that_is_cancelled_ends_too(app, server, spy):
    asked, may_answer = threading.Event(), threading.Event()

    def answer(body):
        asked.set()
        may_answer.wait(10)
        return Reply(SAID)

    server.answer = answer
    config = {**thread("ended call"), "callbacks": [spy]}
    task = asyncio.create_task(app.ainvoke(says("how do I pay?"), config))
    assert await asyncio.to_thread(asked.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    may_answer.set()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert not planted(spy.seen)


async def test_read_to_the_end_the_same_stream_holds_the_card_redacted(app, spy):
    pieces = [chunk.content async for chunk, _ in opened(app, spy, "astream")]
    assert "".join(pieces).endswith("<CREDIT_CARD>")
    assert not planted("".join(spy.tokens), spy.seen)


class First(BaseCallbackHandler):
    """Notes how much the provider had served when the first token came out."""

    def __init__(self, served):
        self.served = served
        self.after = 0

    def on_llm_new_token(self, token, **kwargs):
        if token and not self.after:
            self.after = len(self.served)


@pytest.fixture
def first(scripted):
    """Tell after how many chunks of the provider the first token of an agent comes out."""

    def count(text, *middleware):
        served = []

        class Counting(scripted):
            def _stream(self, *args, **kwargs):
                for chunk in super()._stream(*args, **kwargs):
                    served.append(chunk)
                    yield chunk

        pieces = [f"{word} " for word in text.split()]
        model = Counting(chunks=[AIMessageChunk(piece, id="a") for piece in pieces])
        told = First(served)
        config = {**thread("first"), "callbacks": [told]}
        list(made(model, [], *middleware).stream(says("hi"), config, stream_mode="messages"))
        assert len(served) == len(pieces)
        return told.after

    return count


@pytest.mark.parametrize(
    "text",
    [
        "The weather is fine and nobody minds the rain today",
        "Well, let me see what there is to say about it",
        "So it costs nothing: pay with 4111 1111 1111 1111 please",
    ],
)
def test_the_first_token_is_at_most_one_chunk_late(first, guard, text):
    assert first(text) == 1
    assert first(text, GuardMiddleware(guard)) <= 2


def test_where_a_match_is_open_it_waits(first, guard):
    assert first("4111 1111 1111 1111 is my card", GuardMiddleware(guard)) > 2
