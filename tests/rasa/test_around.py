"""Ways round the pipeline, in the test's own process: what is covered there."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
import yaml
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.http_interpreter import RasaNLUHttpInterpreter
from rasa.core.test import test as run_test_stories
from rasa.shared.core.events import ReminderScheduled
from rasa.utils.endpoints import EndpointConfig
from rasa_dialogue_parts import ATTACK, intake_of, say
from remote_nlu import remote_nlu

pytest_plugins = ["rasa_dialogue_fixtures"]

MAIL = "anna.planted@example.org"
GREETING = {"name": "greet", "confidence": 1.0}


@pytest.fixture
async def asked(talking):
    """The bot whose messages another server understands; and what that server was asked."""
    with remote_nlu() as remote:
        interpreter = RasaNLUHttpInterpreter(EndpointConfig(remote.url))
        talking.processor.http_interpreter = interpreter
        yield remote
        await interpreter.session.close()


async def kept(agent, sender):
    return json.dumps((await agent.tracker_store.retrieve(sender)).current_state())


# --- a remote NLU server (`nlu:` in endpoints.yml) ----------------------------------------------


async def test_a_remote_nlu_server_is_sent_placeholders(talking, asked):
    assert await say(talking, f"hello, I am {MAIL}", "remote") == ["Hello!"]

    assert "EMAIL_ADDRESS_1_" in asked.asked[0]
    assert MAIL not in asked.asked[0] + await kept(talking, "remote")


async def test_a_remote_nlu_server_never_sees_what_is_refused(talking, asked):
    assert await say(talking, ATTACK, "remote attacker") == ["I cannot help with that."]

    assert asked.asked == []
    assert "previous instructions" not in await kept(talking, "remote attacker")


async def test_a_message_for_a_remote_nlu_server_is_decided_on_once(talking, asked, audit):
    await say(talking, "hello", "once")

    assert len([event for event in audit if event["origin"] == "user"]) == 1


# --- a message that comes with what it means ----------------------------------------------------


async def test_a_message_that_brings_its_own_meaning_is_decided_on(talking):
    parsed = {"text": ATTACK, "intent": GREETING, "entities": []}
    message = UserMessage(ATTACK, CollectingOutputChannel(), "knowing", parse_data=parsed)

    answers = await talking.handle_message(message)

    assert [part["text"] for part in answers] == ["I cannot help with that."]
    assert "previous instructions" not in await kept(talking, "knowing")


async def test_its_values_become_placeholders(talking):
    entities = [{"entity": "email", "value": MAIL, "start": 0, "end": 4}]
    parsed = {"text": "it is me", "intent": GREETING, "entities": entities}
    message = UserMessage("it is me", CollectingOutputChannel(), "bringing", parse_data=parsed)

    await talking.handle_message(message)

    tracker = await talking.tracker_store.retrieve("bringing")
    assert tracker.latest_message.intent == GREETING
    assert tracker.slots["email"].value.startswith("EMAIL_ADDRESS_1_")
    assert MAIL not in await kept(talking, "bringing")


# --- intents that a program triggers ------------------------------------------------------------


async def test_a_triggered_intents_values_become_placeholders_and_its_answer_is_guarded(talking):
    await say(talking, "hello", "triggered")
    tracker = await talking.tracker_store.retrieve("triggered")
    channel = CollectingOutputChannel()

    await talking.trigger_intent("leave_contact", {"email": MAIL}, channel, tracker)
    answers = await say(talking, "call me", "triggered")

    assert MAIL not in await kept(talking, "triggered")
    assert answers == ["Noted for <EMAIL_ADDRESS>: call me"]  # not his own value
    assert channel.messages[0]["text"] == "What should the note say?"


async def test_a_reminder_is_a_triggered_intent(talking):
    await say(talking, "hello", "reminded")
    due = datetime(2030, 1, 1, tzinfo=timezone.utc)
    entities = [{"entity": "email", "value": MAIL}]
    reminder = ReminderScheduled(
        "leave_contact", due, entities, name="call", kill_on_user_message=False
    )
    tracker = await talking.tracker_store.retrieve("reminded")
    tracker.update(reminder)
    await talking.tracker_store.save(tracker)
    channel = CollectingOutputChannel()

    await talking.processor.handle_reminder(reminder, "reminded", channel)

    after = await talking.tracker_store.retrieve("reminded")
    assert channel.messages[0]["text"] == "What should the note say?"
    assert after.slots["email"].value.startswith("EMAIL_ADDRESS_1_")


async def test_entities_that_cannot_be_checked_are_not_triggered(talking, monkeypatch, caplog):
    await say(talking, "hello", "failing trigger")
    tracker = await talking.tracker_store.retrieve("failing trigger")

    def fail(*_):
        raise RuntimeError(MAIL)

    monkeypatch.setattr(intake_of(talking).guard.__class__, "at_rest", fail)
    await talking.trigger_intent(
        "leave_contact", {"email": MAIL}, CollectingOutputChannel(), tracker
    )

    assert MAIL not in await kept(talking, "failing trigger")
    assert MAIL not in caplog.text


# --- test stories -------------------------------------------------------------------------------


def test_story(folder, steps):
    path = folder / "test_stories.yml"
    path.write_text(yaml.safe_dump({"stories": [{"story": "one", "steps": steps}]}))
    return str(path)


test_story.__test__ = False


@pytest.mark.parametrize(
    ("steps", "accuracy"),
    [
        ([{"user": "hello", "intent": "greet"}, {"action": "utter_greet"}], 1.0),
        (
            [
                {"user": ATTACK, "intent": "guardrail_blocked"},
                {"action": "utter_guardrail_refusal"},
            ],
            1.0,
        ),
        ([{"user": ATTACK, "intent": "greet"}, {"action": "utter_greet"}], 0.0),
    ],
)
async def test_test_stories_meet_the_guard(talking, tmp_path, steps, accuracy):
    stories = test_story(tmp_path, steps)

    results = str(tmp_path / "results")
    (tmp_path / "results").mkdir()
    result = await run_test_stories(
        stories, talking, out_directory=results, e2e=True, disable_plotting=True
    )

    report = result["report"]["conversation_accuracy"]
    assert report["accuracy"] == accuracy
