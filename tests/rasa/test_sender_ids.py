"""Senders whose ids are telephone numbers: Rasa knows them by a name, answers reach the number."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from rasa_channels_parts import ATTACK, MAIL, MASTER_KEY, PHONE, REFUSAL

from chatward import Guard
from chatward.memory.keys import keyring_from_base64

pytest_plugins = ["rasa_channels_fixtures"]

WHATSAPP = f"whatsapp:{PHONE}"
SMS = "+14155552671"
UNKNOWN = "user_aaaaaaaaaaaaaaaa"
DIGITS = ("15112345678", "4155552671")


@pytest.fixture(scope="module")
def addresses(channel_bot):
    store = f"sqlite:///{channel_bot.folder / 'chatward.db'}"
    return Guard(keys=keyring_from_base64(MASTER_KEY), store=store).addresses


@pytest.fixture(scope="module")
def talked(channel_bot):
    """A talk over Twilio, then a restart."""
    channel_bot.write_sms(f"please pass this on: {MAIL}", WHATSAPP)
    channel_bot.write_sms("hello", SMS)
    channel_bot.restart()
    return channel_bot


def trigger(bot, sender, channel="twilio"):
    path = f"/conversations/{sender}/trigger_intent?output_channel={channel}"
    return bot.post(path, {"name": "greet"})


def test_answers_reach_the_number_with_its_owners_values(talked):
    answers = talked.vendor.to(WHATSAPP)

    assert len(answers) == 1
    assert answers[0].startswith(f"Passed on: please pass this on: {MAIL}")
    assert talked.vendor.to(SMS)


@pytest.mark.parametrize("digits", DIGITS)
def test_the_number_is_nowhere_in_rasa(talked, digits):
    assert digits.encode() not in talked.at_rest()
    assert digits not in talked.log()


def test_the_conversation_is_kept_under_the_name(talked, addresses):
    for sender in (WHATSAPP, SMS):
        name = addresses.name(sender)
        assert name.encode() in talked.at_rest()
        assert addresses.find(name) == sender


def test_the_conversation_goes_on_after_a_restart(talked, addresses):
    before = len(talked.get(f"/conversations/{addresses.name(SMS)}/tracker")["events"])

    talked.write_sms("hello", SMS)

    after = talked.get(f"/conversations/{addresses.name(SMS)}/tracker")
    assert len(after["events"]) > before
    assert PHONE not in str(after)


def test_what_an_operator_triggers_after_a_restart_reaches_the_number(talked, addresses):
    sent = len(talked.vendor.to(WHATSAPP))

    answer = trigger(talked, addresses.name(WHATSAPP))

    assert talked.vendor.wait_for(WHATSAPP, sent + 1)[-1].startswith("Hello!")
    assert DIGITS[0] not in str(answer)


def test_a_reminder_after_a_restart_reaches_the_number(talked, addresses):
    sent = len(talked.vendor.to(SMS))
    due = datetime.now(timezone.utc) + timedelta(seconds=2)
    event = {"event": "reminder", "intent": "greet", "name": "r", "date_time": due.isoformat()}
    path = f"/conversations/{addresses.name(SMS)}/tracker/events"

    talked.post(f"{path}?execute_side_effects=true&output_channel=twilio", [event])

    assert talked.vendor.wait_for(SMS, sent + 1)[-1].startswith("Hello!")


def test_a_name_that_nobody_bears_reaches_nobody(talked):
    sent = len(talked.vendor.sent)

    trigger(talked, UNKNOWN)

    assert len(talked.vendor.sent) == sent
    assert "an answer was not sent" in talked.log()


def test_another_channel_does_not_tell_whom_a_name_stands_for(talked, addresses):
    name = addresses.name(WHATSAPP)

    said = talked.say("hello", name)
    triggered = trigger(talked, name, "rest")

    assert [part["recipient_id"] for part in said] == [name]
    assert DIGITS[0] not in f"{said}{triggered}"


def test_who_comes_under_somebody_elses_name_does_not_get_his_conversation(talked, addresses):
    name = addresses.name(WHATSAPP)
    placeholder = talked.get(f"/conversations/{name}/tracker")["events"]
    words = next(each["text"] for each in placeholder if each["event"] == "user")

    assert "EMAIL_ADDRESS_1_" in words
    assert MAIL not in talked.answer(words, name)


def test_a_refusal_reaches_the_number(talked):
    sent = len(talked.vendor.to(WHATSAPP))

    talked.write_sms(ATTACK, WHATSAPP)

    assert talked.vendor.wait_for(WHATSAPP, sent + 1)[-1] == REFUSAL


def test_the_callback_channel_gets_the_id_it_knows(talked, addresses):
    talked.say("hello", "ben@example.org", channel="callback")

    assert talked.vendor.wait_for("ben@example.org")
    assert addresses.find(addresses.name("ben@example.org")) == "ben@example.org"
    assert b"ben@example.org" not in talked.at_rest()


def test_ids_that_tell_nothing_stay_as_they_are(talked):
    said = talked.say("hello", "a8098c1af86e4c5d")

    assert [part["recipient_id"] for part in said] == ["a8098c1af86e4c5d"]
    assert b"a8098c1af86e4c5d" in talked.at_rest()


def test_whoever_is_forgotten_can_be_reached_no_more(talked, addresses):
    name = addresses.name(SMS)
    talked.write_sms("hello", SMS)
    sent = len(talked.vendor.to(SMS))
    store = f"sqlite:///{talked.folder / 'chatward.db'}"

    Guard(keys=keyring_from_base64(MASTER_KEY), store=store).forget(name)
    trigger(talked, name)

    assert len(talked.vendor.to(SMS)) == sent
