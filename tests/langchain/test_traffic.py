"""`TrafficCallback`: how much an application has in all."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import subprocess
import sys
import textwrap
import weakref

import pytest
from langchain_core.documents import Document
from langchain_core.language_models import FakeListLLM, GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import tool

from chatward import Guard
from chatward_langchain.traffic import TrafficCallback


class Noted:
    """Stands where a guard would, and keeps what it is told."""

    def __init__(self):
        self.texts = {}

    def note_traffic(self, stage, texts, seconds):
        assert seconds >= 0
        self.texts[stage] = self.texts.get(stage, 0) + texts


class Shelf(BaseRetriever):
    """Finds three documents, whatever is asked."""

    def _get_relevant_documents(self, query, *, run_manager):
        return [Document("a"), Document("b"), Document("c")]


@tool
def clock() -> str:
    """Tell the time."""
    return "noon"


@tool
def broken() -> str:
    """Fail."""
    raise ValueError


@pytest.fixture
def noted():
    return Noted()


@pytest.fixture
def callback(noted):
    return TrafficCallback(noted)


@pytest.fixture
def config(callback):
    return {"callbacks": [callback]}


def model(*answers):
    return GenericFakeChatModel(messages=iter([AIMessage(each) for each in answers or ("fine",)]))


def test_what_users_say_and_what_they_are_answered_is_counted(noted, callback, config):
    model().invoke([SystemMessage("Be kind."), HumanMessage("hello")], config)
    callback.flush()
    assert noted.texts == {"input": 1, "output": 1}


def test_earlier_turns_and_steps_of_an_agent_are_not_counted_again(noted, callback, config):
    past = [HumanMessage("hello"), AIMessage("hi")]
    model().invoke([*past, HumanMessage("and now?"), HumanMessage("well?")], config)
    model().invoke([*past, ToolMessage("noon", tool_call_id="1")], config)
    callback.flush()
    assert noted.texts == {"input": 2, "output": 2}


def test_a_stream_is_one_answer(noted, callback, config):
    assert len(list(model("one two three four").stream("hello", config))) > 1
    callback.flush()
    assert noted.texts == {"input": 1, "output": 1}


async def test_asynchronous_calls_count_too(noted, callback, config):
    await model().ainvoke("hello", config)
    await clock.ainvoke({}, config)
    await Shelf().ainvoke("hello", config)
    callback.flush()
    assert noted.texts == {
        "input": 1,
        "output": 1,
        "tool-call": 1,
        "tool-result": 1,
        "retrieval": 3,
    }


def test_a_text_model_counts_prompts(noted, callback, config):
    FakeListLLM(responses=["a", "b"]).batch(["one", "two"], config)
    callback.flush()
    assert noted.texts == {"input": 2, "output": 2}


def test_a_tool_that_fails_gave_nothing_back(noted, callback, config):
    with pytest.raises(ValueError):
        broken.invoke({}, config)
    callback.flush()
    assert noted.texts == {"tool-call": 1}


def test_a_log_that_fails_stops_no_answer(config, callback, noted, caplog):
    def fail(stage, texts, seconds):
        msg = "a secret text"
        raise OSError(msg)

    noted.note_traffic = fail
    for _ in range(120):
        clock.invoke({}, config)
    assert "traffic not noted: OSError" in caplog.text
    assert "a secret text" not in caplog.text


def test_what_was_counted_is_told_when_the_process_ends():
    script = """
        from chatward_langchain.traffic import TrafficCallback
        class Noted:
            def note_traffic(self, stage, texts, seconds):
                print(stage, texts, flush=True)
        callback = TrafficCallback(Noted())
        callback.on_tool_start({}, "")
    """
    paths = os.pathsep.join(os.path.abspath(each) for each in sys.path if each)  # noqa: PTH100
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert ran.stdout.split() == [b"tool-call", b"1"]


def test_a_callback_is_copied_as_itself_and_not_pickled(noted):
    callback = TrafficCallback(noted)
    assert copy.deepcopy(callback) is copy.copy(callback) is callback
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(callback)


def test_a_guard_puts_it_on_record():
    events = []

    class Kept:
        def write(self, event):
            events.append(event.fields())

    callback = TrafficCallback(Guard(audit=Kept()))
    clock.invoke({}, {"callbacks": [callback]})
    callback.flush()
    told = [(each["event"], each["stage"], each["texts"]) for each in events]
    assert told == [("traffic", "tool-call", 1), ("traffic", "tool-result", 1)]


def test_callbacks_made_for_each_call_count_together(noted):
    for _ in range(120):
        clock.invoke({}, {"callbacks": [TrafficCallback(noted)]})
    assert noted.texts["tool-call"] == 100
    TrafficCallback(noted).flush()
    assert noted.texts["tool-call"] == 120


def test_a_guard_is_not_kept_alive():
    guard = Noted()
    TrafficCallback(guard).on_tool_start({}, "")
    gone = weakref.ref(guard)
    del guard
    gc.collect()
    assert gone() is None
