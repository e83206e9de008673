from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.importers.importer import TrainingDataImporter

BOT = Path(__file__).parents[2] / "tests" / "rasa" / "bots" / "contact_desk"
OURS = ["guardrail_blocked", "guardrail_quarantined"]


@pytest.fixture
def bot(tmp_path):
    """A copy of the example bot to change."""
    folder = tmp_path / "bot"
    shutil.copytree(BOT, folder, ignore=shutil.ignore_patterns("models", ".rasa", "*.db*"))
    return folder


def change(path, edit):
    content = yaml.safe_load(path.read_text())
    edit(content)
    path.write_text(yaml.safe_dump(content))


def loaded(bot):
    """Load the bot the way `rasa train` does, with every importer that Rasa puts around ours."""
    return TrainingDataImporter.load_from_config(
        str(bot / "config.yml"), str(bot / "domain.yml"), [str(bot / "data")]
    )


def mappings(bot, slot):
    return loaded(bot).get_domain().as_dict()["slots"][slot]["mappings"]


def rules_for(bot, intent="guardrail_blocked"):
    return [
        [getattr(event, "action_name", None) for event in step.events]
        for step in loaded(bot).get_stories().story_steps
        if any(getattr(event, "intent_name", None) == intent for event in step.events)
    ]


def test_the_bot_knows_refusals_although_its_files_do_not(bot):
    domain = loaded(bot).get_domain()

    assert "guardrail_blocked" in domain.intents
    assert {"guardrail_rule", "guardrail_reference"} <= set(domain.entities)
    assert domain.responses["utter_guardrail_refusal"][0] == {"text": "I cannot help with that."}
    assert len(rules_for(bot)) == 1
    assert "utter_guardrail_refusal" in rules_for(bot)[0]


def test_everything_else_of_the_bot_is_still_there(bot):
    guarded = loaded(bot).get_domain()
    change(bot / "config.yml", lambda config: config.pop("importers"))
    plain = loaded(bot).get_domain()

    assert set(plain.intents) < set(guarded.intents)
    assert guarded.forms == plain.forms
    assert guarded.session_config == plain.session_config
    assert set(plain.responses) < set(guarded.responses)
    assert {slot.name for slot in plain.slots} < {slot.name for slot in guarded.slots}


def test_a_slot_filled_from_text_declines_refused_messages_in_the_final_domain(bot):
    (mapping,) = mappings(bot, "note")

    assert mapping["not_intent"] == OURS
    assert mapping["conditions"] == [{"active_loop": "contact_form", "requested_slot": "note"}]


def test_what_a_mapping_declines_already_stays_declined(bot):
    def decline(domain):
        domain["slots"]["note"]["mappings"] = [
            {"type": "from_text", "not_intent": "goodbye"},
            {"type": "from_text", "not_intent": ["greet", "guardrail_blocked"]},
            {"type": "from_text", "intent": "hand_over"},
        ]

    change(bot / "domain.yml", decline)

    first, second, third = mappings(bot, "note")
    assert first["not_intent"] == ["goodbye", *OURS]
    assert second["not_intent"] == ["greet", *OURS]
    assert third["intent"] == "hand_over"


def test_a_fixed_value_for_any_intent_is_declined_too_and_an_entity_is_not_touched(bot):
    def add(domain):
        domain["slots"]["said_something"] = {
            "type": "bool",
            "mappings": [{"type": "from_intent", "value": True}, {"type": "custom"}],
        }

    change(bot / "domain.yml", add)

    assert [m["not_intent"] for m in mappings(bot, "said_something")] == [OURS] * 2
    assert mappings(bot, "email") == [{"type": "from_entity", "entity": "email"}]


def test_the_bots_own_answer_rule_and_intent_win(bot):
    def answer(domain):
        domain["responses"]["utter_guardrail_refusal"] = [{"text": "Non."}]
        domain["intents"].append("guardrail_blocked")

    def rule(data):
        steps = [{"intent": "guardrail_blocked"}, {"action": "utter_goodbye"}]
        data["rules"].append({"rule": "my own", "steps": steps})

    change(bot / "domain.yml", answer)
    change(bot / "data" / "rules.yml", rule)

    assert loaded(bot).get_domain().responses["utter_guardrail_refusal"] == [{"text": "Non."}]
    assert loaded(bot).get_domain().intents.count("guardrail_blocked") == 1
    assert len(rules_for(bot)) == 1
    assert "utter_goodbye" in rules_for(bot)[0]


def test_the_importer_follows_the_options_of_the_guardrails_line(bot):
    policy = bot / "polite.yml"
    policy.write_text("extends: balanced\nrefusal: Sorry, no.\n")

    def options(config):
        config["pipeline"][-1].update(block_intent="refused", policy=str(policy))

    change(bot / "config.yml", options)

    domain = loaded(bot).get_domain()
    assert "refused" in domain.intents
    assert domain.responses["utter_guardrail_refusal"] == [{"text": "Sorry, no."}]
    assert mappings(bot, "note")[0]["not_intent"] == ["refused", "guardrail_quarantined"]
    assert len(rules_for(bot, "refused")) == 1


@pytest.mark.parametrize("ours_first", [True, False])
def test_beside_another_importer_it_refuses_because_rasa_would_drop_its_slots(bot, ours_first):
    def beside(config):
        lines = [{"name": "chatward_rasa.GuardrailsImporter"}, {"name": "RasaFileImporter"}]
        config["importers"] = lines if ours_first else lines[::-1]

    change(bot / "config.yml", beside)

    with pytest.raises(InvalidConfigException, match="stands alone"):
        loaded(bot).get_domain()


def test_other_importers_go_inside(bot):
    def inside(config):
        config["importers"][0]["importers"] = [{"name": "RasaFileImporter"}]

    change(bot / "config.yml", inside)

    assert mappings(bot, "note")[0]["not_intent"] == OURS


def test_an_importer_inside_that_does_not_exist_is_an_error_not_a_silence(bot):
    def inside(config):
        config["importers"][0]["importers"] = [{"name": "nowhere.Importer"}]

    change(bot / "config.yml", inside)

    with pytest.raises(InvalidConfigException, match="cannot be found"):
        loaded(bot).get_domain()


def test_without_the_guardrails_line_it_refuses(bot):
    change(bot / "config.yml", lambda config: config["pipeline"].pop())

    with pytest.raises(InvalidConfigException, match="would guard nothing"):
        loaded(bot).get_domain()


def test_without_rule_policy_it_refuses_because_nobody_would_answer(bot):
    change(bot / "config.yml", lambda config: config.update(policies=[{"name": "TEDPolicy"}]))

    with pytest.raises(InvalidConfigException, match="RulePolicy"):
        loaded(bot).get_stories()


def test_a_bot_that_only_understands_gets_no_rules_and_no_domain(bot):
    importer = TrainingDataImporter.load_from_config(
        str(bot / "config.yml"), None, [str(bot / "data" / "nlu.yml")]
    )

    assert importer.get_stories().is_empty()
    assert importer.get_domain().is_empty()
    assert importer.get_nlu_data().intents


def test_test_stories_are_read_as_they_are(bot):
    story = {"story": "a test", "steps": [{"user": "hi", "intent": "greet"}]}
    (bot / "data" / "test_greeting.yml").write_text(yaml.safe_dump({"stories": [story]}))

    (step,) = loaded(bot).get_conversation_tests().story_steps

    assert step.block_name == "a test"


def test_rasa_may_still_complete_the_configuration_file(bot):
    assert loaded(bot).get_config_file_for_auto_config() == str(bot / "config.yml")
