"""A bot and a plain guard over one store give a conversation the same placeholders."""

from __future__ import annotations

import base64

import pytest
from rasa.core.channels.channel import UserMessage

from chatward import Guard
from chatward_rasa.guards import shared_guard
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options

ANNA = "anna@example.org"


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """A policy whose store is a file."""
    monkeypatch.setenv("CHATWARD_MASTER_KEY", base64.b64encode(b"k" * 32).decode())
    path = tmp_path / "shared.yml"
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    path.write_text(f"extends: balanced\nname: shared\nmemory: {{store: '{url}'}}\n")
    return path


async def test_the_bot_and_a_plain_guard_agree(policy):
    bot, plain = Intake(shared_guard(str(policy)), Options()), Guard.from_policy(policy)
    message = UserMessage(f"mail {ANNA}", sender_id="shared")

    await bot.admit_aside(message)
    bot.admit(message)
    decided = await plain.ainspect(f"mail {ANNA}", origin="user", conversation="shared")

    assert message.text.startswith("mail EMAIL_ADDRESS_1_")
    assert message.text == decided.text
    assert plain.restore(message.text, conversation="shared") == f"mail {ANNA}"


async def test_a_worker_restores_what_another_one_was_told(policy):
    told, answering = (Intake(Guard.from_policy(policy), Options()) for _ in range(2))
    first, second = (UserMessage(text, sender_id="shared") for text in (f"I am {ANNA}", "and?"))
    await told.admit_aside(first)
    await answering.admit_aside(second)
    answering.admit(second)

    await second.output_channel.send_response("shared", {"text": f"You said: {first.text}"})

    assert second.output_channel.messages[0]["text"] == f"You said: I am {ANNA}"
