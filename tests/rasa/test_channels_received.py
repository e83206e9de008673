"""What a guarded channel hands on to Rasa, and what it sends."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

import pytest
from rasa.core.channels.callback import CallbackOutput
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.run import _create_single_channel
from rasa.utils.endpoints import EndpointConfig
from rasa_channels_parts import ATTACK, MAIL, PHONE, REFUSAL, serving_vendor

from chatward import Guard
from chatward.memory.addresses import is_name
from chatward_rasa.in_force import put_in_force, was_admitted
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options
from chatward_rasa.payload import read_typed_intent

ROLE_KEY = "staff_role"


@dataclass
class Received:
    """Stands where Rasa is: keeps messages, and answers with what it was told."""

    channel: object
    messages: list
    output: object

    async def send(self, text, sender="anna", **fields):
        message = UserMessage(text, self.output, sender, input_channel="probe", **fields)
        return await self.channel.on_new_message(message)


def receiving(output=None, **options):
    credentials = {"channel": "rasa_own_channels.ProbeInput", "chatward": options}
    channel = _create_single_channel("chatward_rasa.channels.GuardedChannel", credentials)
    received = Received(channel, [], output or CollectingOutputChannel())

    async def rasa(message):
        received.messages.append(message)
        received.was_admitted = was_admitted(message.text)
        return await message.output_channel.send_response(
            message.sender_id, {"text": f"You said: {message.text}"}
        )

    channel.blueprint(rasa)
    return received


@pytest.fixture
def in_force():
    """A model with these options was loaded."""
    intake = Intake(Guard(), Options(role_key=ROLE_KEY))
    put_in_force(intake)
    return intake


async def test_a_message_is_decided_on_before_rasa_has_it(in_force):
    received = receiving()

    await received.send(f"write to {MAIL}")

    assert received.messages[0].text.startswith("write to EMAIL_ADDRESS_1_")
    assert received.was_admitted
    assert not was_admitted(received.messages[0].text)
    assert received.output.messages[0]["text"] == f"You said: write to {MAIL}"


async def test_a_refused_message_becomes_the_block_intent(in_force):
    received = receiving()

    await received.send(ATTACK)

    assert read_typed_intent(received.messages[0].text).intent == "guardrail_blocked"


async def test_without_a_line_the_refusal_is_all_that_the_user_gets():
    received = receiving()

    await received.send(ATTACK)
    await received.send("hello")

    texts = [each["text"] for each in received.output.messages]
    assert texts == [REFUSAL, "You said: hello"]
    assert "previous instructions" not in received.messages[0].text


async def test_without_a_line_a_channel_that_waits_for_its_service_says_the_refusal_too():
    with serving_vendor() as vendor:
        endpoint = EndpointConfig(url=vendor.url)
        await receiving(CallbackOutput(endpoint)).send(ATTACK)
        await asyncio.to_thread(vendor.wait_for, "anna")

        assert vendor.to("anna") == [REFUSAL]


async def test_the_line_of_the_model_decides_and_another_policy_is_reported(
    in_force, tmp_path, caplog
):
    (tmp_path / "other.yml").write_text("extends: balanced\nname: other\n")
    received = receiving(policy=str(tmp_path / "other.yml"))

    await received.send(MAIL)
    await received.send(MAIL)

    placeholder = received.messages[0].text
    assert in_force.guard.restore(placeholder, conversation="anna") == MAIL
    assert caplog.text.count("its 'policy' is not the one") == 1


async def test_a_decision_leaves_the_event_loop(in_force, monkeypatch):
    threads = []
    inspect = Guard.inspect

    def watched(self, *args, **kwargs):
        threads.append(threading.current_thread())
        return inspect(self, *args, **kwargs)

    monkeypatch.setattr(Guard, "inspect", watched)

    await receiving().send("hello")

    assert threads
    assert threads[0] is not threading.main_thread()


async def test_what_sending_returns_comes_back(in_force):
    received = receiving()
    received.output = received.channel.get_output_channel()

    assert await received.send("hello") == "delivered 1"
    assert received.output.sent == [("anna", {"text": "You said: hello"})]


@pytest.mark.parametrize(
    ("option", "left"),
    [
        ("keep", {"room": 7}),
        ("drop", {}),
        ("trust", {"room": 7, ROLE_KEY: "admin"}),
    ],
)
async def test_metadata_claims_a_role_only_where_the_channel_is_trusted(in_force, option, left):
    received = receiving(client_metadata=option)

    await received.send("hello", metadata={ROLE_KEY: "admin", "room": 7})

    ours = "chatward"  # a note of the decision, with no text in it
    metadata = received.messages[0].metadata
    assert {key: item for key, item in metadata.items() if key != ours} == left


@pytest.mark.parametrize(
    "metadata",
    [{"guardrails": 1}, {"chatward_admitted": True}, {"_chatward_admitted": {"text": ATTACK}}],
)
@pytest.mark.parametrize("option", ["keep", "trust"])
async def test_no_metadata_opens_the_door(in_force, metadata, option):
    received = receiving(client_metadata=option)

    await received.send(ATTACK, metadata=metadata)

    assert read_typed_intent(received.messages[0].text).intent == "guardrail_blocked"


@pytest.mark.parametrize(
    ("option", "sender", "named"),
    [
        ("auto", "anna", False),
        ("auto", "a8098c1af86e4c5d8a9d7b0f5e6c7d8e", False),
        ("auto", "default", False),
        ("auto", PHONE, True),
        ("auto", f"whatsapp:{PHONE}", True),
        ("auto", PHONE.lstrip("+"), True),
        ("auto", MAIL, True),
        ("auto", "user_abcdabcdabcdabcd", True),
        ("always", "anna", True),
        ("always", "default", False),
        ("never", PHONE, False),
    ],
)
async def test_who_gets_a_name(in_force, option, sender, named):
    received = receiving(pseudonymise_sender=option)

    await received.send("hello", sender)

    known_as = received.messages[0].sender_id
    assert known_as != sender if named else known_as == sender
    assert is_name(known_as) == named
    assert received.output.messages[0]["recipient_id"] == sender


async def test_senders_at_the_same_time_get_their_own_answers(in_force):
    received = receiving()
    numbers = [f"+49151123456{number}" for number in range(10, 30)]

    await asyncio.gather(*(received.send(f"this is {each}", each) for each in numbers))

    told = {each["recipient_id"]: each["text"] for each in received.output.messages}
    assert told == {each: f"You said: this is {each}" for each in numbers}
    assert len({each.sender_id for each in received.messages}) == len(numbers)


async def test_a_push_without_a_message_finds_its_way(in_force):
    received = receiving()
    await received.send("hello", PHONE)
    channel = received.channel.get_output_channel()

    sent = await channel.send_response(received.messages[0].sender_id, {"text": "your parcel"})

    assert sent == "delivered 1"
    assert channel.sent == [(PHONE, {"text": "your parcel"})]


async def test_a_push_to_a_name_that_is_not_kept_goes_nowhere(in_force, caplog):
    channel = receiving().channel.get_output_channel()

    assert await channel.send_response("user_abcdabcdabcdabcd", {"text": "hello"}) is None

    assert channel.sent == []
    assert "an answer was not sent" in caplog.text


async def test_a_channel_that_logs_what_it_got_logs_nothing_raw(in_force, caplog):
    import logging

    receiving()
    logging.getLogger("some.channel").error("could not handle %s from %s", MAIL, PHONE)

    assert MAIL not in caplog.text
    assert PHONE not in caplog.text
