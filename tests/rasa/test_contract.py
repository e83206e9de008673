"""The adapter contract: behind Rasa's door a text gets the decision it gets everywhere."""

from __future__ import annotations

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from chatward.testing import VECTORS, assert_same_decision

SENDER = "contract"
OF_USERS = [vector for vector in VECTORS if vector.origin == "user"]
OF_THE_BOT = [vector for vector in VECTORS if vector.origin == "model"]


@pytest.fixture
def agent(guarded_model):
    return Agent.load(str(guarded_model))


@pytest.mark.parametrize("vector", OF_USERS, ids=lambda vector: vector.name)
async def test_a_message_gets_the_same_decision_as_from_the_guard(agent, audit, vector):
    await agent.handle_message(UserMessage(vector.text, sender_id=SENDER))

    (event,) = [event for event in audit if event["origin"] == "user"]
    assert_same_decision(event, vector)


@pytest.mark.parametrize("vector", OF_THE_BOT, ids=lambda vector: vector.name)
async def test_an_answer_gets_the_same_decision_as_from_the_guard(agent, audit, vector):
    channel = CollectingOutputChannel()
    await agent.handle_message(UserMessage("hello", channel, SENDER))
    audit.clear()

    await channel.send_response(SENDER, {"text": vector.text})

    (event,) = audit
    assert_same_decision(event, vector)


def test_no_vector_is_left_out():
    assert len(OF_USERS) + len(OF_THE_BOT) == len(VECTORS)
