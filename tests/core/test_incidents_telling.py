"""Who is told of incidents, when, and what goes on record of it."""

from __future__ import annotations

import json
import logging
import os
import time

import pytest
from incident_parts import (
    CARD,
    HEARD,
    RAPID,
    Scene,
    call,
    closing,
    with_channel,
)

from chatward.incidents.courier import MOST_WAITING


@pytest.fixture(autouse=True)
def _nothing_heard():
    HEARD.clear()


def test_a_function_is_told_and_that_is_on_record():
    scene = Scene(with_channel("hear"))
    scene.happens(3)
    scene.finish()
    (message,) = HEARD
    assert message["type"] == "incident.opened"
    assert message["data"]["conversation"] == "c1"
    assert message["data"]["drill"] is False
    assert scene.log.told() == [("opened", ""), ("notified", "desk")]
    assert scene.incidents.all()[0].told == ("desk",)


def test_the_logger_is_told(caplog):
    scene = Scene("rules:\n" + RAPID % ("log", ""))
    scene.happens(3)
    scene.finish()
    (record,) = [each for each in caplog.records if each.name == "chatward.incidents"]
    assert record.levelno == logging.ERROR
    assert json.loads(record.getMessage())["data"]["rule"] == "r"


def test_what_a_function_says_when_it_fails_is_nowhere():
    scene = Scene(with_channel("fail"))
    scene.happens(3)
    scene.finish()
    (event,) = scene.log.only("not-notified")
    assert (event.what, event.why) == ("desk", "the function raised RuntimeError")
    assert CARD not in repr(scene.log.events)


def test_no_chat_waits_for_a_channel():
    scene = Scene(with_channel("dawdle"))
    began = time.perf_counter()
    scene.happens(3)
    assert time.perf_counter() - began < 0.2
    scene.finish()
    assert len(HEARD) == 1


def test_what_was_not_sent_when_the_program_ends_is_on_record():
    scene = Scene(with_channel("dawdle"))
    for name in ("a", "b", "c"):
        scene.happens(3, conversation=name)
    scene.responder.finish(0.05)
    told = scene.log.only("not-notified")
    assert [each.conversation for each in told] == ["a", "b", "c"]
    assert {each.why for each in told} == {"the program ended before it was sent"}
    time.sleep(0.5)
    assert scene.log.only("notified") == []


def test_too_many_messages_are_not_sent_and_that_is_on_record():
    scene = Scene(with_channel("dawdle"))
    for number in range(MOST_WAITING + 5):
        scene.happens(3, conversation=f"c{number}")
    assert {each.why for each in scene.log.only("not-notified")} == {
        "too many messages were waiting"
    }
    scene.responder.finish(0.0)
    assert len(scene.log.only("not-notified")) >= MOST_WAITING + 4
    time.sleep(0.5)  # the one that was under way


def test_others_are_told_of_what_stays_open_and_only_once():
    more = ", escalate_after_seconds: 900, escalate_to: [desk]"
    text = with_channel("hear", more).replace("channels: [desk]", "channels: []")
    scene = Scene(text)
    scene.happens(3)
    scene.happens(3, conversation="c2")
    closing(scene).close(scene.incidents.all()[0].id, "done in time")
    other = Scene(text, store=scene.store, clock=scene.clock)  # as after a restart
    scene.clock.now += 901
    for each in (scene, other):
        each.responder.see(call(1.0))
    deadline = time.monotonic() + 10
    while not HEARD and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.2)
    assert [(each["type"], each["data"]["conversation"]) for each in HEARD] == [
        ("incident.escalated", "c1")
    ]
    for each in (scene, other):
        each.finish()
    (event,) = scene.log.only("notified") + other.log.only("notified")
    assert (event.what, event.why) == ("desk", "escalated")


def test_a_forked_worker_tells_by_itself():
    scene = Scene(with_channel("hear"))
    scene.happens(3)
    scene.finish()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        scene.happens(3, conversation="child")
        scene.responder.finish(5.0)
        os.write(writer, HEARD[-1]["data"]["conversation"].encode())
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert os.read(reader, 100) == b"child"
    os.close(reader)
    os.close(writer)
