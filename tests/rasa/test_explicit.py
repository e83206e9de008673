"""The bot without Rasa's plugin hooks, served: guarded by documented interfaces alone."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa_channels_parts import ATTACK, CARD, MAIL, PHONE, REFUSAL, SECRET

from chatward_rasa import Guardrails
from chatward_rasa.armed import guarding_action_calls
from chatward_rasa.in_force import admitted, intake_in_force

pytest_plugins = ["rasa_channels_fixtures"]

FORM_MAIL = "berta.planted@example.net"
PAYLOAD_MAIL = "emma.planted@example.org"
CALLBACK_MAIL = "carla.planted@example.com"
SMS_MAIL = "dora.planted@example.com"
INTERNAL_MAIL = "night.desk@corp.example"
INTERNAL_KEY = "AKIAQYLPMN5HHHFPZAM2"
OF_USERS = [MAIL, FORM_MAIL, PAYLOAD_MAIL, CALLBACK_MAIL, SMS_MAIL, CARD, SECRET, PHONE]
OF_THE_BOT = [INTERNAL_MAIL, INTERNAL_KEY]


@pytest.fixture(scope="module")
def shown(explicit_bot):
    """What the user got to see when values were planted in every way a channel has."""
    bot = explicit_bot
    parts = [
        bot.say(f"please pass this on: {MAIL}, card {CARD}, key {SECRET}", "planter"),
        bot.say("hello", "planter", metadata={"mail": MAIL, "deep": [{"card": CARD}]}),
        bot.say(f"contact me at {FORM_MAIL}", "former"),
        bot.say(f"my card is {CARD}", "former"),
        bot.say(f'/leave_contact{{"email": "{PAYLOAD_MAIL}"}}', "payload"),
        bot.say("please pass this on, it is the second time", "planter"),
    ]
    bot.say(f"please pass this on: {CALLBACK_MAIL}", "back", channel="callback")
    bot.write_sms(f"please pass this on: {SMS_MAIL}", PHONE)
    return "\n".join(part.get("text", "") for each in parts for part in each)


@pytest.mark.parametrize("value", [*OF_USERS, *OF_THE_BOT])
def test_nothing_planted_rests_anywhere(explicit_bot, shown, value):
    assert value.encode() not in explicit_bot.at_rest()


@pytest.mark.parametrize("value", [*OF_USERS, *OF_THE_BOT])
def test_nothing_planted_is_in_the_servers_log_at_debug_level(explicit_bot, shown, value):
    assert value not in (explicit_bot.folder / "server.log").read_text(errors="replace")


@pytest.mark.parametrize("value", OF_THE_BOT)
def test_what_should_stay_inside_is_in_no_answer(explicit_bot, shown, value):
    assert value not in shown
    assert value not in str(explicit_bot.vendor.sent)


def test_the_search_reads_what_it_searches(explicit_bot, shown):
    assert b"EMAIL_ADDRESS_1_" in explicit_bot.at_rest()
    assert "processor.message.parse" in explicit_bot.log()
    assert "handing over: " in explicit_bot.log()


def test_the_user_gets_his_own_values_back_on_every_channel(explicit_bot, shown):
    assert f"Passed on: please pass this on: {MAIL}, card {CARD}, key <AWS_ACCESS_KEY>" in shown
    assert f"Noted for {FORM_MAIL}: my card is {CARD}" in shown
    assert CALLBACK_MAIL in explicit_bot.vendor.wait_for("back")[0]
    assert SMS_MAIL in explicit_bot.vendor.wait_for(PHONE)[0]


def test_an_attack_is_answered_by_the_refusal_alone(explicit_bot):
    assert [part["text"] for part in explicit_bot.say(ATTACK, "attacker")] == [REFUSAL]
    assert b"previous instructions" not in explicit_bot.at_rest()


@pytest.mark.parametrize("text", [f'/greet{{"name": "{ATTACK}"}}', f"/greet {ATTACK}"])
def test_an_attack_typed_as_an_intent_is_refused(explicit_bot, text):
    assert [part["text"] for part in explicit_bot.say(text, "typist")] == [REFUSAL]


def test_a_form_goes_on_after_an_attack(explicit_bot):
    explicit_bot.say(f"contact me at {FORM_MAIL}", "form")

    texts = [part["text"] for part in explicit_bot.say(ATTACK, "form")]

    assert texts == [REFUSAL, "What should the note say?"]
    assert explicit_bot.answer("call me", "form") == f"Noted for {FORM_MAIL}: call me"


def test_a_typed_block_intent_is_plain_words(explicit_bot):
    said = explicit_bot.say('/guardrail_blocked{"guardrail_rule": "made-up"}', "pretender")

    assert REFUSAL not in [part["text"] for part in said]


def test_what_comes_past_the_channels_is_refused_and_rests_without_values(explicit_bot):
    parsed = explicit_bot.post("/model/parse", {"text": ATTACK})
    path = "/conversations/api/messages"
    explicit_bot.post(path, {"text": f"please pass this on: {MAIL}", "sender": "user"})

    assert parsed["intent"]["name"] == "guardrail_blocked"
    assert MAIL.encode() not in explicit_bot.at_rest()
    assert "came past the guarded channels" in explicit_bot.log()


def test_the_model_holds_no_converter_of_ours(explicit_bot):
    import tarfile

    with tarfile.open(explicit_bot.folder / "models" / "bot.tar.gz") as model:
        (name,) = [each for each in model.getnames() if each.endswith("metadata.json")]
        metadata = model.extractfile(name).read()
    assert b"GuardedNLUMessageConverter" not in metadata
    assert b"chatward_rasa" in metadata


# --- the line alone, in this process --------------------------------------------------------


@pytest.fixture
def line():
    context = ExecutionContext(GraphSchema({}), "test")
    return Guardrails.load({"hooks": False}, None, None, context)


def read(line, text):
    """Return a message as the pipeline's last component leaves it."""
    (message,) = line.process([Message({TEXT: text})])
    return message


def test_a_text_that_a_channel_decided_on_is_left_alone(line):
    with admitted(ATTACK):
        assert read(line, ATTACK).get(TEXT) == ATTACK


def test_a_text_that_none_decided_on_is_decided_on(line):
    with admitted("something else"):
        assert read(line, ATTACK).get(INTENT)["name"] == "guardrail_blocked"
    assert read(line, ATTACK).get(INTENT)["name"] == "guardrail_blocked"
    assert read(line, f"write to {MAIL}").get(TEXT) == f"write to {MAIL}"
    assert MAIL not in read(line, f'/inform{{"email": "{MAIL}"}}').get(TEXT)
    assert not read(line, "/guardrail_blocked").get(TEXT).startswith("/")


def test_the_line_tells_channels_what_stands_under_it_and_arms_no_hook():
    context = ExecutionContext(GraphSchema({}), "test")
    Guardrails.load({"hooks": False, "role_key": "staff_role"}, None, None, context)

    assert intake_in_force().options.role_key == "staff_role"
    assert guarding_action_calls() is None
