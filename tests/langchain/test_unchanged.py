"""What was said earlier and is nothing: it is looked at once, not with every turn."""

from __future__ import annotations

import asyncio
import threading

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage

from chatward import Finding, Guard
from chatward_langchain import guard_model

MAIL = "anna@example.org"
EARLIER = [HumanMessage("where is my parcel?"), AIMessage("On its way.")]
NOW = HumanMessage("thanks")


class Listening(Guard):
    """Keeps which texts were looked at, and in which thread."""

    def __init__(self, **parts):
        super().__init__(**parts)
        self.heard = []

    def inspect(self, text, **options):
        self.heard.append((text, threading.get_ident()))
        return super().inspect(text, **options)

    def preview(self, text, **options):
        self.heard.append((text, threading.get_ident()))
        return super().preview(text, **options)

    def texts(self):
        heard, self.heard = self.heard, []
        return [text for text, _ in heard]


@pytest.fixture
def listening():
    return Listening()


@pytest.fixture
def model(listening):
    return guard_model(FakeListChatModel(responses=["ok"]), listening)


def thread(name, **more):
    return {"configurable": {"thread_id": name, **more}}


def test_an_earlier_message_in_which_nothing_was_found_is_looked_at_once(model, listening):
    model.invoke([NOW], thread("a"))
    model.invoke([*EARLIER, NOW], thread("a"))
    assert EARLIER[0].content in listening.texts()
    model.invoke([*EARLIER, NOW], thread("a"))
    assert listening.texts() == [NOW.content, "ok"]


def test_so_it_is_in_calls_without_a_conversation(model, listening):
    model.invoke([*EARLIER, NOW])
    listening.texts()
    model.invoke([*EARLIER, NOW])
    assert listening.texts() == [NOW.content, "ok"]


def test_what_the_user_says_now_is_always_looked_at(model, listening):
    for _ in range(2):
        model.invoke([HumanMessage("hello there")], thread("b"))
        assert "hello there" in listening.texts()


@pytest.mark.parametrize(
    "other",
    [
        [EARLIER[0], AIMessage("On its way.", additional_kwargs={"noted_as": "late"})],
        [EARLIER[0], AIMessage("On its way.", response_metadata={"said_by_whom": "Bob"})],
        [HumanMessage("where is my parcel?", name="carol_of_shop"), EARLIER[1]],
        [EARLIER[0], AIMessage([{"type": "text", "text": "On its way!"}])],
    ],
)
def test_a_message_with_anything_else_in_it_is_another_message(model, listening, other):
    model.invoke([*EARLIER, NOW])
    listening.texts()
    model.invoke([*other, NOW])
    assert len(listening.texts()) > 2


def test_an_earlier_value_is_taken_out_every_time(listening):
    server = FakeListChatModel(responses=["ok"])
    seen = []

    class Spy(FakeListChatModel):
        def _call(self, messages, *_, **__):
            seen.append(messages[0].content)
            return "ok"

    spy = guard_model(Spy(responses=server.responses), listening)
    said = [HumanMessage(f"mail {MAIL}"), AIMessage("ok"), NOW]
    for _ in range(3):
        spy.invoke(said)
    assert seen == ["mail <EMAIL_ADDRESS>"] * 3


@pytest.mark.parametrize("other", [thread("d"), thread("c", role="staff"), {}])
def test_another_conversation_or_role_is_looked_at_for_itself(model, listening, other):
    for config in (thread("c"), thread("c"), other):
        model.invoke([NOW], config)  # so that the store knows it
    model.invoke([*EARLIER, NOW], thread("c"))
    listening.texts()
    model.invoke([*EARLIER, NOW], other)
    assert EARLIER[0].content in listening.texts()


def test_a_forgotten_conversation_is_looked_at_anew(model, listening):
    for _ in range(2):
        model.invoke([*EARLIER, NOW], thread("e"))
    listening.forget("e")
    listening.texts()
    model.invoke([*EARLIER, NOW], thread("e"))
    assert EARLIER[0].content in listening.texts()


def test_what_a_judge_found_is_not_taken_for_nothing():
    asked = []

    def judge(text):
        asked.append(text)
        return [Finding(0, len(text), "email-address", 0.1)] if "parcel" in text else []

    model = guard_model(FakeListChatModel(responses=["ok"]), Guard(judges=[judge]))
    for _ in range(3):
        model.invoke([*EARLIER, NOW])
    assert asked.count(EARLIER[0].content) >= 3
    assert asked.count(EARLIER[1].content) == 1


@pytest.mark.parametrize("place", [0, 2])
def test_a_long_text_leaves_the_event_loop_whoever_said_it(model, listening, place):
    long = "It rains and rains. " * 200
    said = [*EARLIER, NOW]
    said[place] = HumanMessage(long)
    asyncio.run(model.ainvoke(said))
    threads = {where for text, where in listening.heard if text == long}
    assert threads
    assert threading.get_ident() not in threads


def test_many_short_texts_leave_the_event_loop_together(model, listening):
    said = [HumanMessage(f"and another thing, number {number}") for number in range(100)]
    asyncio.run(model.ainvoke([*said, AIMessage("ok"), NOW]))
    here = threading.get_ident()
    assert any(where == here for _, where in listening.heard)
    assert sum(where != here for _, where in listening.heard) > 50


def test_a_long_piece_of_a_stream_leaves_the_event_loop():
    where = []

    class Watching(Guard):
        def stream(self, **options):
            where.append(threading.get_ident())
            return super().stream(**options)

    class Blurting(FakeListChatModel):
        async def _astream(self, messages, *_, **__):
            from langchain_core.messages import AIMessageChunk
            from langchain_core.outputs import ChatGenerationChunk

            yield ChatGenerationChunk(message=AIMessageChunk("It rains. " * 500))

    async def drained():
        return [chunk async for chunk in model.astream("hi")]

    model = guard_model(Blurting(responses=[]), Watching())
    chunks = asyncio.run(drained())
    assert "".join(chunk.content for chunk in chunks) == "It rains. " * 500
    assert threading.get_ident() not in where
