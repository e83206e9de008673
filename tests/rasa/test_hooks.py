"""Rasa's plugin hooks are importable but not documented: these tests watch that they stay."""

from __future__ import annotations

import inspect
import logging

import pytest
import rasa.plugin
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.shared.data import TrainingType
from rasa.shared.exceptions import InvalidConfigException

from chatward.errors import PolicyError
from chatward_rasa import Guardrails
from chatward_rasa.armed import NAME, arm, disarm
from chatward_rasa.converter import GuardedNLUMessageConverter
from chatward_rasa.guards import shared_guard
from chatward_rasa.logs import ScrubbingRecordFactory
from chatward_rasa.options import Options
from chatward_rasa.plugin import install

COMPONENTS = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "LogisticRegressionClassifier"},
    {"name": "FallbackClassifier"},
]
LINE = {"name": "chatward_rasa.Guardrails"}


def graph(pipeline, training_type=TrainingType.BOTH):
    config = {
        "pipeline": [dict(component) for component in pipeline],
        "policies": [{"name": "RulePolicy"}],
    }
    return DefaultV1Recipe().graph_config_for_recipe(config, {}, training_type)


def converter_of(configuration):
    return configuration.predict_schema.nodes["nlu_message_converter"].uses


@pytest.mark.parametrize(
    ("hook", "arguments"),
    [
        ("modify_default_recipe_graph_predict_nodes", ["predict_nodes"]),
        ("get_anonymization_pipeline", []),
        ("prefix_stripping_for_custom_actions", ["json_body"]),
        ("prefixing_custom_actions_response", ["json_body", "response"]),
    ],
)
def test_rasa_still_offers_the_hook_with_these_arguments(hook, arguments):
    specified = getattr(rasa.plugin, hook)
    manager = rasa.plugin.plugin_manager()

    assert list(inspect.signature(specified).parameters) == arguments
    implemented = getattr(manager.hook, hook).get_hookimpls()
    assert NAME in [implementation.plugin_name for implementation in implemented]


def test_importing_the_package_registers_one_plugin():
    assert rasa.plugin.plugin_manager().get_plugin(NAME) is install()


@pytest.mark.parametrize("training_type", [TrainingType.BOTH, TrainingType.NLU])
def test_the_line_puts_the_guarded_converter_into_the_model(training_type):
    assert converter_of(graph([*COMPONENTS, LINE], training_type)) is GuardedNLUMessageConverter


def test_a_bot_without_the_line_keeps_rasas_converter():
    assert converter_of(graph(COMPONENTS)) is NLUMessageConverter


def test_the_line_changes_nothing_about_training():
    without, with_line = graph(COMPONENTS), graph([*COMPONENTS, LINE])

    assert with_line.train_schema == without.train_schema


def test_the_line_comes_after_every_component_and_before_rasas_own_handler():
    nodes = graph([*COMPONENTS, LINE]).predict_schema.nodes

    assert nodes["run_chatward_rasa.Guardrails4"].uses is Guardrails
    assert nodes["run_chatward_rasa.Guardrails4"].needs["messages"] == "run_FallbackClassifier3"
    assert nodes["run_RegexMessageHandler"].needs["messages"] == "run_chatward_rasa.Guardrails4"


@pytest.mark.parametrize("pipeline", [[LINE, *COMPONENTS], [*COMPONENTS, LINE, LINE]])
def test_the_line_anywhere_else_or_twice_stops_the_training(pipeline):
    with pytest.raises(InvalidConfigException, match="last line"):
        graph(pipeline)


def test_a_wrong_option_stops_the_training():
    with pytest.raises(InvalidConfigException, match="Did you mean 'policy'"):
        graph([*COMPONENTS, {**LINE, "polcy": "x.yml"}])


def test_a_policy_file_that_cannot_be_used_stops_the_training(tmp_path):
    with pytest.raises(PolicyError):
        graph([*COMPONENTS, {**LINE, "policy": str(tmp_path / "missing.yml")}])


def test_until_a_guarded_model_is_loaded_the_hooks_do_nothing():
    hook = rasa.plugin.plugin_manager().hook
    body, response = {"sender_id": "k"}, {"responses": [{"text": "ops@corp.example"}]}

    assert not hook.prefix_stripping_for_custom_actions(json_body=body)
    hook.prefixing_custom_actions_response(json_body=body, response=response)
    assert response["responses"][0]["text"] == "ops@corp.example"
    assert hook.get_anonymization_pipeline() is None


def test_armed_hooks_guard_logs_and_action_calls():
    arm(shared_guard(None), Options())
    hook = rasa.plugin.plugin_manager().hook
    body = {"sender_id": "k", "x": "ops@corp.example"}
    response = {"responses": [{"text": "ops@corp.example"}]}

    sent = hook.prefix_stripping_for_custom_actions(json_body=body)
    hook.prefixing_custom_actions_response(json_body=body, response=response)

    assert sent == {"sender_id": "k", "x": "<EMAIL_ADDRESS>"}
    assert response["responses"][0]["text"] == "<EMAIL_ADDRESS>"
    assert str(hook.get_anonymization_pipeline().log_run("ops@corp.example")) == "<EMAIL_ADDRESS>"
    assert isinstance(logging.getLogRecordFactory(), ScrubbingRecordFactory)


def test_without_redact_logs_the_logs_are_rasas_own():
    arm(shared_guard(None), Options(redact_logs=False))

    assert rasa.plugin.plugin_manager().hook.get_anonymization_pipeline() is None
    assert not isinstance(logging.getLogRecordFactory(), ScrubbingRecordFactory)


def test_disarming_takes_everything_back():
    arm(shared_guard(None), Options())

    disarm()

    assert install().action_calls is None
    assert install().anonymiser is None
    assert not isinstance(logging.getLogRecordFactory(), ScrubbingRecordFactory)
