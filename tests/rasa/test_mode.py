"""Mode monitor: everything is decided and recorded, nothing is changed."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa_dialogue_parts import ATTACK, CARD, KEY, prepare, say, start_training

from chatward import Guard
from chatward_rasa.action_calls import ActionCalls
from chatward_rasa.answers import guard_answers
from chatward_rasa.component import Guardrails
from chatward_rasa.guards import shared_guard
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options, read_options

WATCH = Options(mode="monitor")
MAIL = "I am anna@example.org"


class BrokenGuard(Guard):
    """A guard whose every decision fails."""

    def inspect(self, text, **_):
        raise RuntimeError(text)


def watched(text, metadata=None, guard=None):
    message = UserMessage(text, sender_id="anna", metadata=metadata)
    Intake(guard or shared_guard(None, "monitor"), WATCH).admit(message)
    return message


@pytest.fixture(scope="module", params=["line", "policy"])
def watching_model(request, tmp_path_factory):
    """A bot that is only watched: by the line's own mode, and by its policy's."""
    folder = tmp_path_factory.mktemp("watching") / request.param
    prepare(folder, {"mode": "monitor"} if request.param == "line" else {})
    if request.param == "policy":
        text = (folder / "desk.yml").read_text()
        (folder / "desk.yml").write_text(text + "mode: monitor\n")
    assert start_training(folder).wait() == 0, (folder / "train.log").read_text()[-3000:]
    return str(folder / "models" / "bot.tar.gz")


@pytest.mark.parametrize("text", [ATTACK, MAIL, KEY, CARD, "/greet", f'/greet{{"a": "{ATTACK}"}}'])
def test_every_message_passes_as_it_came_and_is_on_record(text, audit):
    message = watched(text, {"mail": "anna@example.org"})

    assert message.text == text
    assert message.metadata["mail"] == "anna@example.org"
    assert all(event["enforced"] is (event["action"] == "allow") for event in audit)
    assert message.metadata["chatward"]["action"] == audit[0]["action"]


async def test_every_answer_goes_out_as_it_was_said_and_is_on_record(audit):
    channel = CollectingOutputChannel()
    guard_answers(channel, shared_guard(None, "monitor"), WATCH)

    await channel.send_response("anna", {"text": "write to night.desk@corp.example"})

    assert channel.messages[0]["text"] == "write to night.desk@corp.example"
    assert [(event["action"], event["enforced"]) for event in audit] == [("redact", False)]


def test_the_action_server_is_asked_and_heard_unchanged():
    calls = ActionCalls(shared_guard(None, "monitor"), WATCH)
    body = {"sender_id": "anna", "tracker": {"text": MAIL}}
    answer = {"responses": [{"text": "at night.desk@corp.example"}], "events": []}

    calls.fit_response(body, answer)

    assert calls.fit_request(body) == body
    assert answer["responses"][0]["text"] == "at night.desk@corp.example"


def test_a_failure_of_chatward_changes_nothing_either(caplog):
    assert watched(MAIL, guard=BrokenGuard()).text == MAIL
    assert "RuntimeError" in caplog.text


def test_what_came_past_the_converter_passes(tmp_path):
    (message,) = Guardrails(WATCH).process([Message({"text": ATTACK})])

    assert message.get("text") == ATTACK


def test_a_typed_intent_of_ours_is_still_nobodys_to_type():
    assert watched("/guardrail_blocked{}").text == "guardrail_blocked{}"


def test_the_watching_guard_reads_the_same_vault():
    text = shared_guard(None).inspect(MAIL, origin="user", conversation="vault").text

    assert shared_guard(None, "monitor").restore(text, conversation="vault") == MAIL
    assert shared_guard(None, "monitor") is shared_guard(None, "monitor")


@pytest.mark.parametrize("mode", ["watch", None, True])
def test_another_mode_is_refused(mode):
    with pytest.raises(InvalidConfigException, match="'mode' is 'enforce' or 'monitor'"):
        read_options({"mode": mode})


def test_a_watched_bot_answers_as_an_unguarded_one(watching_model, audit):
    async def talk():
        agent = Agent.load(watching_model)
        await say(agent, "contact me at kim@example.org", "watched")
        answers = await say(agent, ATTACK, "watched")
        return answers, await agent.tracker_store.retrieve("watched")

    answers, tracker = asyncio.run(talk())

    assert answers == [f"Noted for kim@example.org: {ATTACK}"]
    assert tracker.slots["email"].value == "kim@example.org"
    decided = [event for event in audit if event["event"] == "decision"]
    assert ("block", False) in {(event["action"], event["enforced"]) for event in decided}
    assert not any(event["enforced"] for event in decided if event["action"] != "allow")
