"""What a guarded app streams: exactly the restored text, and no later than it has to."""

from __future__ import annotations

import asyncio

import pytest
from cut_answers import pieces
from hypothesis import given
from langchain_core.messages import AIMessageChunk
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableGenerator, RunnableLambda

from chatward.testing.model_server import Reply
from chatward_langchain.edge import GuardedRunnable

CONFIG = {"configurable": {"thread_id": "edge streams"}}
ANNA = "anna@example.org"


@pytest.fixture
def written(guard):
    """What stands for Anna's address in this conversation."""
    return guard.inspect(ANNA, origin="user", conversation="edge streams").text


def speaking(parts, taken=None):
    """Return an app that streams these, and notes in a list how many were asked of it."""

    def speak(_given):
        for part in parts:
            if taken is not None:
                taken.append(part)
            yield part

    async def aspeak(given):
        async for _ in given:
            for part in speak(_):
                yield part

    return RunnableGenerator(speak, aspeak)


async def gathered(stream):
    return [piece async for piece in stream]


@given(pieces())
def test_a_stream_is_the_whole_answer_however_it_is_cut(guard, cut):
    text, parts = cut
    whole = GuardedRunnable(speaking([text]), guard).invoke("hi", CONFIG)
    app = GuardedRunnable(speaking(parts), guard)
    assert "".join(app.stream("hi", CONFIG)) == whole
    assert "".join(asyncio.run(gathered(app.astream("hi", CONFIG)))) == whole


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("chunks", [False, True], ids=["text", "messages"])
def test_values_come_back_however_the_placeholder_is_cut(guard, written, size, chunks):
    said = f"Dear {written}, {written.upper()}! Not bob@example.org."
    parts = [said[at : at + size] for at in range(0, len(said), size)]
    given = [AIMessageChunk(content=part, id="m") for part in parts] if chunks else parts
    passed = list(GuardedRunnable(speaking(given), guard).stream("hi", CONFIG))
    text = "".join(piece.content if chunks else piece for piece in passed)
    assert text == f"Dear {ANNA}, {ANNA}! Not <EMAIL_ADDRESS>."


def test_a_streamed_model_is_restored(guard, openai, server):
    app = GuardedRunnable(openai() | StrOutputParser(), guard)
    pieces = list(app.stream(f"mail {ANNA}", CONFIG))
    assert "".join(pieces) == f"You said: mail {ANNA}"
    assert len(pieces) > 3
    assert ANNA not in server.received


def test_where_nothing_is_open_no_chunk_waits_longer_than_for_the_next(guard):
    parts = [f"word{at} and, " for at in range(40)]
    taken = []
    stream = GuardedRunnable(speaking(parts, taken), guard).stream("hi", CONFIG)
    passed = ""
    for piece in stream:
        passed += piece
        assert len(taken) <= len(passed) // len(parts[0]) + 2
    assert passed == "".join(parts)


def test_the_first_chunk_is_no_later_than_the_guard_alone_needs(guard, openai, server):
    server.answer = lambda body: Reply("We are closed today, sorry. " * 5)
    parts = list((openai() | StrOutputParser()).stream("hi"))
    alone, taken = guard.stream(origin="model", conversation="edge streams"), []
    needed = next(at for at, part in enumerate(parts) if alone.feed(part))
    stream = GuardedRunnable(speaking(parts, taken), guard).stream("hi", CONFIG)
    assert next(stream)
    assert len(taken) <= needed + 2
    stream.close()


@pytest.mark.parametrize("tail", ["anna@example.or", "4111 1111 1111 111", None])
def test_a_reader_who_hangs_up_never_gets_the_tail(guard, written, audit, tail):
    held = written[:-1] if tail is None else tail
    closed = []

    def speak(_given):
        try:
            yield "Hello there, "
            yield held
            yield " and so on"
        finally:
            closed.append(True)

    stream = GuardedRunnable(RunnableGenerator(speak), guard).stream("hi", CONFIG)
    passed = next(stream)
    stream.close()
    assert passed in "Hello there, "
    assert closed == [True]
    assert [event["door"] for event in audit] == ["langchain-edge"] * 2


async def test_a_cancelled_stream_ends_the_app_and_leaves_a_record(guard, audit):
    closed = asyncio.Event()
    started = asyncio.Event()

    async def speak(_given):
        try:
            yield "Hello there, "
            yield "my address is anna@exam"
            started.set()
            await asyncio.sleep(3600)
        finally:
            closed.set()

    app = GuardedRunnable(RunnableGenerator(speak), guard)
    seen = []

    async def read():
        async for piece in app.astream("hi", CONFIG):
            seen.append(piece)  # noqa: PERF401 (what came before the end is the test)

    reading = asyncio.create_task(read())
    await asyncio.wait_for(started.wait(), 10)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.wait_for(closed.wait(), 10)
    assert "anna" not in "".join(seen)
    assert [event["door"] for event in audit] == ["langchain-edge"] * 2


async def test_a_cancelled_call_is_cancelled_inside(guard):
    ended = []

    async def wait(_given):
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append(True)

    call = asyncio.create_task(GuardedRunnable(RunnableLambda(wait), guard).ainvoke("hi", CONFIG))
    await asyncio.sleep(0.05)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert ended == [True]


def test_an_error_of_the_app_comes_through_as_it_is(guard):
    def fail(_given):
        yield "so far"
        raise LookupError("no such thing")

    app = GuardedRunnable(RunnableGenerator(fail), guard)
    with pytest.raises(LookupError, match="no such thing"):
        list(app.stream("hi", CONFIG))
    with pytest.raises(LookupError, match="no such thing"):
        app.invoke("hi", CONFIG)


def test_objects_in_a_stream_are_waited_for(guard, written):
    app = GuardedRunnable(speaking([[f"to {written}"], ["and more"]]), guard)
    assert list(app.stream("hi", CONFIG)) == [[f"to {ANNA}", "and more"]]
