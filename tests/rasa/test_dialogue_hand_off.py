"""A person takes over: after so many refusals, or at once for a rule."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.events import ConversationResumed
from rasa_dialogue_parts import ATTACK, CARD, intake_of, say

from chatward_rasa.hand_off import HAND_OFF_ACTION, hand_off

pytest_plugins = ["rasa_dialogue_fixtures"]


async def attack_often(agent, sender, times=3):
    return [await say(agent, ATTACK, sender) for _ in range(times)]


async def test_the_third_refusal_hands_off_and_the_bot_falls_silent(talking):
    first, second, third = await attack_often(talking, "pushy")

    tracker = await talking.tracker_store.retrieve("pushy")
    assert first == second == ["I cannot help with that."]
    assert third[0].startswith("I am passing you on to a colleague. Your reference is ")
    assert tracker.is_paused()
    assert await say(talking, "hello", "pushy") == []


async def test_the_reference_that_is_told_is_that_of_the_refusal(talking, audit):
    (*_, (answer,)) = await attack_often(talking, "referred")

    refused = [event for event in audit if event.get("action") == "block"]
    assert answer.endswith(f"{refused[-1]['reference']}.")


async def test_a_rule_may_hand_off_at_once(talking):
    (answer,) = await say(talking, CARD, "card", language="es")

    assert answer.startswith("Le paso con un compañero.")
    assert (await talking.tracker_store.retrieve("card")).is_paused()


async def test_a_hand_off_is_on_record_without_a_text(talking, audit):
    await say(talking, CARD, "recorded hand-off")

    told = [event for event in audit if event["event"] == "hand-off"]
    assert [(event["did"], event["why"]) for event in told] == [
        ("asked", "no-cards"),
        ("paused", "rule no-cards"),
    ]
    assert told[0]["conversation"] == told[1]["conversation"]
    assert "recorded hand-off" not in json.dumps(audit)
    assert "4111" not in json.dumps(audit)


async def test_what_is_said_to_the_person_who_took_over_is_still_guarded(talking):
    await say(talking, CARD, "guarded hand-off")
    await say(talking, "reach me at anna@example.org", "guarded hand-off")

    tracker = await talking.tracker_store.retrieve("guarded hand-off")
    assert tracker.latest_message.text.startswith("reach me at EMAIL_ADDRESS_1_")


async def test_resumed_the_bot_goes_on(talking):
    await attack_often(talking, "resumed")
    tracker = await talking.tracker_store.retrieve("resumed")
    tracker.update(ConversationResumed())
    await talking.tracker_store.save(tracker)

    assert await say(talking, "hello", "resumed") == ["Hello!"]


async def test_who_shares_an_id_with_everybody_is_never_handed_off(talking):
    answers = await attack_often(talking, "default", 4)
    answers.append(await say(talking, CARD, "default"))

    assert answers[:4] == [["I cannot help with that."]] * 4
    assert not (await talking.tracker_store.retrieve("default")).is_paused()


async def test_the_action_does_not_pause_what_everybody_shares(talking, caplog):
    await say(talking, "hello", "default")
    tracker = await talking.tracker_store.retrieve("default")

    assert await hand_off(intake_of(talking).guard, tracker) == []
    assert "everybody shares it" in caplog.text


@pytest.mark.parametrize("text", ["/guardrail_hand_off", "/guardrail_quarantined{}"])
async def test_nobody_can_ask_for_it_by_typing(talking, text):
    await say(talking, text, "typist")

    tracker = await talking.tracker_store.retrieve("typist")
    assert not tracker.latest_message.text.startswith("/")
    assert not tracker.is_paused()


async def test_the_action_is_run_without_an_action_server(talking):
    """A rule of the bot's own may use it, too."""
    await say(talking, "hello", "own rule")
    channel = CollectingOutputChannel()

    assert talking.processor.action_endpoint is None
    prediction = PolicyPrediction.for_action_name(talking.domain, HAND_OFF_ACTION)
    await talking.processor.execute_action(
        "own rule", HAND_OFF_ACTION, channel, talking.processor.nlg, prediction
    )

    assert (await talking.tracker_store.retrieve("own rule")).is_paused()


def _flag(talking, sender, incident="i-1"):
    dossier = intake_of(talking).guard.review.memory.open(sender)
    dossier.update(lambda state: replace(state, incident=incident))


async def test_an_incident_hands_the_conversation_over_at_its_next_message(talking, audit):
    _flag(talking, "watched")
    (answer,) = await say(talking, "hello", "watched")

    tracker = await talking.tracker_store.retrieve("watched")
    assert answer.startswith("I am passing you on to a colleague.")
    assert tracker.is_paused()
    told = [(each["did"], each["why"]) for each in audit if each["event"] == "hand-off"]
    assert told == [("asked", "incident i-1"), ("paused", "rule incident")]


async def test_handed_over_for_an_incident_its_messages_can_be_read(talking):
    _flag(talking, "watched and read")
    await say(talking, "hello", "watched and read")
    await say(talking, "are you there?", "watched and read")

    tracker = await talking.tracker_store.retrieve("watched and read")
    assert tracker.latest_message.text == "are you there?"


async def test_an_attack_in_such_a_conversation_is_refused_first(talking):
    _flag(talking, "watched attacker")

    assert await say(talking, ATTACK, "watched attacker") == ["I cannot help with that."]
    (answer,) = await say(talking, "hello", "watched attacker")
    assert answer.startswith("I am passing you on")
