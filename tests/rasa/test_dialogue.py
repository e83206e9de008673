"""What a refused person is told: why, in his language, and under which reference."""

from __future__ import annotations

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import SlotSet
from rasa_dialogue_parts import ATTACK, IBAN, KEY, say, use_a_guard_of_its_own

from chatward import Guard
from chatward.policy.file import parse_policy
from chatward_rasa.answers import guard_answers
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options
from chatward_rasa.refusal import FAILURE, HAND_OFF, QUARANTINE, REFUSED_FOR, SECRET
from chatward_rasa.refusal_texts import RefusalTexts, known_language
from chatward_rasa.turns import Person, begin_turn

pytest_plugins = ["rasa_dialogue_fixtures"]

GENERAL = {"-": "I cannot help with that.", "de-AT": "Dabei kann ich nicht helfen."}
SECRETS = {
    "-": "Please say that again without passwords or keys, and change those that you sent.",
    "fr": "Veuillez reformuler votre message sans mot de passe ni clé, et changez ceux que vous "
    "avez envoyés.",
    "xx": "Please say that again without passwords or keys, and change those that you sent.",
}


@pytest.mark.parametrize("language", GENERAL)
async def test_a_refused_person_is_answered_in_his_language(talking, language):
    answers = await say(talking, ATTACK, f"speaker {language}", language=language)

    assert answers == [GENERAL[language]]


@pytest.mark.parametrize("language", SECRETS)
async def test_who_shows_a_secret_is_told_what_to_do(talking, language):
    answers = await say(talking, KEY, f"careless {language}", language=language)

    assert answers == [SECRETS[language]]


async def test_the_bots_own_answer_for_a_reason_wins_and_names_reference_and_rule(talking, audit):
    answers = await say(talking, IBAN, "payer", language="de")

    (refused,) = [event for event in audit if event["action"] == "block"]
    assert answers == [f"No account numbers here ({refused['reference']}, no-accounts)."]


async def test_the_language_may_be_in_a_slot(talking):
    await say(talking, "hello", "slot speaker")
    tracker = await talking.tracker_store.retrieve("slot speaker")
    tracker.update(SlotSet("language", "it_IT"))
    await talking.tracker_store.save(tracker)

    assert await say(talking, ATTACK, "slot speaker") == ["Non posso aiutarla su questo."]


async def test_each_refusal_is_answered_by_its_own_reason_and_language(talking):
    first = await say(talking, KEY, "changing", language="fr")
    second = await say(talking, ATTACK, "changing")

    assert first == [SECRETS["fr"]]
    assert second == [GENERAL["-"]]


async def test_without_a_language_key_the_bots_own_language_is_spoken(silent):
    assert await say(silent, ATTACK, "german", language="fr") == ["Dabei kann ich nicht helfen."]


async def test_nobody_can_fill_the_slots_of_a_refusal_by_typing(talking):
    await say(talking, '/greet{"guardrail_reference": "forged", "guardrail_rule": "x"}', "forger")

    slots = (await talking.tracker_store.retrieve("forger")).current_slot_values()
    assert (slots["guardrail_reference"], slots["guardrail_rule"]) == ("-", "-")


def test_every_language_has_a_text_for_every_reason():
    texts = RefusalTexts(parse_policy("extends: balanced", where="test"))

    assert set(texts.languages) >= {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr"}
    for language in texts.languages:
        said = {reason: texts.text(reason, language) for reason in (*REFUSED_FOR, QUARANTINE)}
        assert len(set(said.values())) == 6, language
        assert "{reference}" in said[QUARANTINE]
        assert "{reference}" in texts.text(HAND_OFF, language)
        assert all(language == "en" or texts.text(reason) != said[reason] for reason in said)


def test_a_policys_own_refusal_is_said_whatever_the_reason_in_the_languages_it_has():
    policy = parse_policy(
        "extends: balanced\nrefusal: {en: 'Sorry ({reference}).', de: Leider nein.}", where="test"
    )
    texts = RefusalTexts(policy)

    assert texts.filled(SECRET, "de", "ab") == "Leider nein."
    assert texts.filled(FAILURE, "fr", "ab") == "Sorry (ab)."
    assert texts.filled(HAND_OFF, "de", "ab").startswith("Ich gebe Sie")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("PT_br", "pt"),
        ("", "-"),
        (None, "-"),
        (["de"], "-"),
        ("deutsch", "-"),
        ('de"}', "-"),
        ("{email}", "-"),
    ],
)
def test_of_what_a_client_calls_a_language_only_letters_are_left(said, language):
    assert known_language(said) == language


async def test_an_answer_that_must_not_go_out_is_replaced_in_the_persons_language():
    policy = parse_policy(
        "extends: balanced\nprotected: [the night desk is behind the blue door]", where="test"
    )
    channel = CollectingOutputChannel()
    guard_answers(channel, Guard(policy), Options())
    begin_turn("anna", Person("anna", language="nl"))

    await channel.send_response("anna", {"text": "the night desk is behind the blue door"})

    assert channel.messages[0]["text"] == "Daar kan ik niet bij helpen."


def test_where_the_dialogue_cannot_answer_the_reason_and_the_language_are_still_told():
    message = UserMessage(KEY, sender_id="anna", metadata={"language": "es"})
    policy = parse_policy("rules: [{name: keys, kinds: [secret], action: block}]", where="test")

    Intake(Guard(policy), Options(language_key="language"), dialogue_answers=False).admit(message)

    (said,) = message.output_channel.messages
    assert said["text"].startswith("Por favor, escríbalo de nuevo sin contraseñas")


async def test_rare_intents_of_a_conversation_are_noted_unsure_ones_included(talking, audit):
    guard = use_a_guard_of_its_own(talking)
    for _ in range(1000):
        guard.note_intent("greet")

    await say(talking, "grmbl frz", "rare")
    await say(talking, "hello", "rare")

    kinds = [kind for event in audit for kind, *_ in event["findings"]]
    assert "unusual-intent" in kinds
