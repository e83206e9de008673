"""The role of a sender: from his channel, by the key that the bot's author names, or none."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward_rasa.action_calls import ActionCalls
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options, default_options, read_options

POLICY = """
name: roles
version: "1"
rules:
- {name: hidden, kinds: [personal], origins: [user], action: pseudonymise}
- {name: agents-hear, kinds: [email-address], origins: [model], roles: [agent], action: allow}
- {name: others-do-not, kinds: [personal], origins: [model], action: redact}
- {name: no-cards-of-agents, kinds: [credit-card], origins: [user], roles: [agent], action: block}
releases:
- {name: back-to-agents, kinds: [personal], to: [user], roles: [agent]}
"""
KEYED = Options(role_key="staff_role")
SAID = {"text": "Mail bob@example.org."}
HIDDEN = "Mail <EMAIL_ADDRESS>."


@pytest.fixture(scope="module")
def roles():
    return Guard(parse_policy(POLICY, where="roles"))


async def turn(guard, options, metadata, text="hello", answer=SAID, sender="kim"):
    """Take a message in and answer it; return what Rasa keeps of it and what the user sees."""
    message = UserMessage(text, CollectingOutputChannel(), sender, metadata=metadata)
    Intake(guard, options).admit(message)
    await message.output_channel.send_response(sender, answer or {"text": message.text})
    return message.text, message.output_channel.messages[-1]["text"]


async def test_answers_go_by_the_role_of_the_message_they_answer(roles):
    for metadata, shown in (
        ({"staff_role": "agent"}, SAID["text"]),
        ({"staff_role": "guest"}, HIDDEN),
        ({"staff_role": "agent"}, SAID["text"]),
        ({}, HIDDEN),
        (None, HIDDEN),
    ):
        assert await turn(roles, KEYED, metadata) == ("hello", shown)


async def test_messages_are_decided_on_by_it(roles):
    kept, _ = await turn(roles, KEYED, {"staff_role": "agent"}, "card 4111 1111 1111 1111")
    assert kept.startswith("/guardrail_blocked{")
    kept, _ = await turn(roles, KEYED, {"staff_role": "guest"}, "card 4111 1111 1111 1111")
    assert kept.startswith("card CREDIT_CARD_1_")


async def test_values_come_back_to_the_role_they_are_released_to(roles):
    mail = "anna@example.org"
    kept, shown = await turn(roles, KEYED, {"staff_role": "agent"}, mail, None)
    assert kept.startswith("EMAIL_ADDRESS_1_")
    assert shown == mail
    assert await turn(roles, KEYED, {"staff_role": "guest"}, mail, None) == (kept, kept)


@pytest.mark.parametrize("key", ["role", "staff_role", "roles", "chatward_role", "role_key"])
async def test_without_the_option_a_client_cannot_give_himself_a_role(roles, audit, key):
    metadata = {key: "agent", "metadata": {key: "agent"}}
    _, shown = await turn(roles, Options(), metadata)
    assert shown == HIDDEN
    assert {event["role"] for event in audit} == {None}


@pytest.mark.parametrize(
    "metadata",
    [
        {"role": "agent"},
        {"metadata": {"staff_role": "agent"}},
        {"staff_role": ["agent"]},
        {"staff_role": {"agent": 1}},
        {"staff_role": True},
        {"staff_role": ""},
        ["staff_role", "agent"],
    ],
)
async def test_with_it_only_a_name_under_that_very_key_counts(roles, metadata):
    _, shown = await turn(roles, KEYED, metadata)
    assert shown == HIDDEN


async def test_a_role_is_not_written_in_the_text(roles):
    _, shown = await turn(roles, KEYED, None, '/greet{"staff_role": "agent"}')
    assert shown == HIDDEN


async def test_one_persons_role_is_not_anothers_on_the_same_channel(roles):
    channel = CollectingOutputChannel()
    agent = UserMessage("hi", channel, "agent-1", metadata={"staff_role": "agent"})
    Intake(roles, KEYED).admit(agent)
    await channel.send_response("kim", SAID)
    await channel.send_response("agent-1", SAID)
    assert [message["text"] for message in channel.messages] == [HIDDEN, SAID["text"]]


async def test_turns_at_the_same_time_do_not_mix(roles):
    channel = CollectingOutputChannel()

    async def talk(number):
        role = "agent" if number % 2 else "guest"
        message = UserMessage("hi", channel, f"{number}", metadata={"staff_role": role})
        Intake(roles, KEYED).admit(message)
        await asyncio.sleep(0.01)
        await channel.send_response(message.sender_id, SAID)

    await asyncio.gather(*(talk(number) for number in range(8)))
    for message in channel.messages:
        expected = SAID["text"] if int(message["recipient_id"]) % 2 else HIDDEN
        assert message["text"] == expected


async def test_a_message_that_was_decided_on_keeps_its_role(roles):
    channel = CollectingOutputChannel()
    message = UserMessage("hi", channel, "kim", metadata={"staff_role": "agent"})
    intake = Intake(roles, KEYED)
    await asyncio.create_task(_admitted(intake, message))  # as when it is parsed first
    message.metadata["staff_role"] = "guest"
    intake.admit(message)
    await channel.send_response("kim", SAID)
    assert channel.messages[-1]["text"] == SAID["text"]


async def _admitted(intake, message):
    intake.admit(message)


async def test_what_actions_say_goes_by_the_role_of_the_turn(roles):
    calls = ActionCalls(roles, KEYED)
    for role, said in (("agent", SAID["text"]), ("guest", HIDDEN)):
        await turn(roles, KEYED, {"staff_role": role})
        response = {"responses": [dict(SAID)], "events": []}
        calls.fit_response({"sender_id": "kim"}, response)
        assert response["responses"] == [{"text": said}]


@pytest.mark.parametrize("key", ["", 3, ["role"]])
def test_a_key_that_is_none_stops_the_load(key):
    with pytest.raises(InvalidConfigException, match="role_key"):
        read_options({**default_options(), "role_key": key})


def test_the_key_is_read_from_the_line():
    assert read_options({**default_options(), "role_key": "staff_role"}) == KEYED
    assert read_options(default_options()).role_key is None
