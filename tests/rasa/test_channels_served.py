"""REST, callback and Socket.IO behind the guard, served as their users would use them."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request

import pytest
import socketio
from rasa_channels_parts import ATTACK, CARD, MAIL, REFUSAL, SECRET

pytest_plugins = ["rasa_channels_fixtures"]

SOCKET_MAIL = "carla.planted@example.com"
CALLBACK_MAIL = "dora.planted@example.com"
METADATA_MAIL = "emma.planted@example.org"
ADMIN_MAIL = "frida.planted@example.org"
SAID = f"please pass this on: {MAIL}, card {CARD}, key {SECRET}"


async def chat(bot, texts, **extra):
    """Say something over Socket.IO; return the texts of the answers."""
    answers, client = [], socketio.AsyncClient()
    client.on("bot_uttered", lambda answer: answers.append(answer["text"]))
    await client.connect(bot.at(""), transports=["polling"])
    for number, text in enumerate(texts, 1):
        await client.emit("user_uttered", {"message": text, **extra})
        for _ in range(200):
            if len(answers) >= number:
                break
            await asyncio.sleep(0.05)
    # A polite end would wait for the poll that is under way, up to half a minute.
    await client.eio.disconnect(abort=True)
    return answers


@pytest.fixture(scope="module")
def shown(channel_bot):
    """What users were shown over every channel, values planted in all they sent."""
    bot = channel_bot
    parts = bot.say(SAID, "planter", metadata={"mail": METADATA_MAIL})
    texts = [part["text"] for part in parts]
    said = f"please pass this on: {SOCKET_MAIL}"
    texts += asyncio.run(chat(bot, [said], metadata={"mail": METADATA_MAIL}))
    bot.say(f"please pass this on: {CALLBACK_MAIL}", "caller", channel="callback")
    return "\n".join([*texts, *bot.vendor.wait_for("caller")])


@pytest.mark.parametrize("value", [MAIL, CARD, SECRET, SOCKET_MAIL, CALLBACK_MAIL, METADATA_MAIL])
def test_nothing_planted_rests_or_is_logged(channel_bot, shown, value):
    assert value.encode() not in channel_bot.at_rest()
    assert value not in channel_bot.log()


def test_everybody_gets_his_own_values_and_nobody_the_bots(shown):
    assert f"Passed on: please pass this on: {MAIL}, card {CARD}, key <AWS_ACCESS_KEY>" in shown
    assert f"Passed on: please pass this on: {SOCKET_MAIL}" in shown
    assert f"Passed on: please pass this on: {CALLBACK_MAIL}" in shown
    assert "night.desk@corp.example" not in shown
    assert "AKIAQYLPMN5HHHFPZAM2" not in shown


def test_an_attack_is_refused_on_every_channel(channel_bot):
    assert [part["text"] for part in channel_bot.say(ATTACK, "attacker")] == [REFUSAL]
    assert asyncio.run(chat(channel_bot, [ATTACK])) == [REFUSAL]
    channel_bot.say(ATTACK, "attacker-2", channel="callback")
    assert channel_bot.vendor.wait_for("attacker-2") == [REFUSAL]
    assert b"previous instructions" not in channel_bot.at_rest()


def test_a_streamed_answer_is_guarded_too(channel_bot):
    body = {"sender": "streamer", "message": f"please pass this on: {MAIL}"}

    streamed = channel_bot.post("/webhooks/rest/webhook?stream=true", body)

    assert f"please pass this on: {MAIL} (to <EMAIL_ADDRESS>" in streamed["text"]


def test_a_refused_stream_ends(channel_bot):
    body = {"sender": "streamer-2", "message": ATTACK}

    assert channel_bot.post("/webhooks/rest/webhook?stream=true", body)["text"] == REFUSAL


def test_metadata_claims_no_role_and_can_be_dropped(channel_bot):
    kept = {"staff_role": "admin", "room": "seven"}
    channel_bot.say("hello", "claimer", metadata=kept)
    asyncio.run(chat(channel_bot, ["hello"], metadata={"room": "dropped-room"}))

    tracker = str(channel_bot.get("/conversations/claimer/tracker"))
    assert "seven" in tracker
    assert "staff_role" not in tracker
    assert b"dropped-room" not in channel_bot.at_rest()


def test_health_and_addresses_are_what_they_were(channel_bot):
    for channel in ("rest", "callback", "socketio", "twilio"):
        assert channel_bot.get(f"/webhooks/{channel}/") == {"status": "ok"}


def test_a_channel_that_breaks_logs_nothing_raw(channel_bot):
    broken = f'{{"sender": "x", "message": ["{ADMIN_MAIL}"]}}'.encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(channel_bot.at("/webhooks/rest/webhook"), broken, headers)

    try:
        urllib.request.urlopen(request, timeout=60).read()
    except urllib.error.HTTPError as error:
        error.close()

    log = channel_bot.log()
    assert "rest.message.received.failure" in log
    assert ADMIN_MAIL not in log
