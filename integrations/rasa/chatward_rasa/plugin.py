"""Rasa's plugin hooks: the graph, the logs and the action calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pluggy
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.plugin import plugin_manager
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.action_calls import ActionCalls
from chatward_rasa.component import Guardrails
from chatward_rasa.converter import GuardedNLUMessageConverter, options_in
from chatward_rasa.guards import shared_guard
from chatward_rasa.logs import LogAnonymiser, scrub_log_records, stop_scrubbing_log_records
from chatward_rasa.options import Options

if TYPE_CHECKING:
    from chatward import Guard

NAME = "chatward"
_CONVERTER = "nlu_message_converter"
_REGEX_HANDLER = f"run_{RegexMessageHandler.__name__}"

hookimpl = pluggy.HookimplMarker("rasa")


class ChatwardPlugin:
    """What Chatward does at Rasa's hooks; does nothing to logs and actions until armed."""

    def __init__(self) -> None:
        self.anonymiser: LogAnonymiser | None = None
        self.action_calls: ActionCalls | None = None

    @hookimpl
    def modify_default_recipe_graph_predict_nodes(
        self, predict_nodes: dict[str, SchemaNode]
    ) -> None:
        """Put the guarded converter into the graph of a bot that has a Guardrails line."""
        node = predict_nodes.get(_CONVERTER)
        if node is None:
            return
        if _REGEX_HANDLER not in predict_nodes:
            # Called before the pipeline's nodes are there, and for NLU-only models not again.
            # Whether there is a Guardrails line is seen when the model is loaded.
            if node.uses is NLUMessageConverter:
                predict_nodes[_CONVERTER] = replace(node, uses=GuardedNLUMessageConverter)
            return
        options = options_in(GraphSchema(predict_nodes))
        if options is None:
            if node.uses is GuardedNLUMessageConverter:
                predict_nodes[_CONVERTER] = replace(node, uses=NLUMessageConverter)
            return
        _check_order(predict_nodes)
        shared_guard(options.policy)  # a broken policy file stops the training, not the bot

    @hookimpl
    def get_anonymization_pipeline(self) -> LogAnonymiser | None:
        """Return what redacts the values of Rasa's structured log lines."""
        return self.anonymiser

    @hookimpl
    def prefix_stripping_for_custom_actions(self, json_body: dict[str, Any]) -> dict[str, Any]:
        """Return the body that is sent to the action server; an empty one changes nothing."""
        return self.action_calls.fit_request(json_body) if self.action_calls else {}

    @hookimpl
    def prefixing_custom_actions_response(
        self, json_body: dict[str, Any], response: dict[str, Any]
    ) -> None:
        """Redact, in place, what the action server sent back."""
        if self.action_calls:
            self.action_calls.fit_response(json_body, response)


def install() -> ChatwardPlugin:
    """Return this process's plugin; registers it with Rasa on first use."""
    manager = plugin_manager()
    plugin = manager.get_plugin(NAME)
    if plugin is None:
        plugin = ChatwardPlugin()
        manager.register(plugin, name=NAME)
    return plugin


def arm(guard: Guard, options: Options) -> None:
    """Let the hooks guard logs and action calls from now on.

    Rasa's hooks belong to the process, not to one bot: the model loaded last decides.
    """
    plugin = install()
    plugin.action_calls = ActionCalls(guard, options)
    plugin.anonymiser = LogAnonymiser(guard.scrub) if options.redact_logs else None
    if options.redact_logs:
        scrub_log_records(guard.scrub)
    else:
        stop_scrubbing_log_records()


def disarm() -> None:
    """Take hooks and log redaction back; for programs that load more than one bot."""
    plugin = install()
    plugin.action_calls = None
    plugin.anonymiser = None
    stop_scrubbing_log_records()


def _check_order(predict_nodes: dict[str, SchemaNode]) -> None:
    lines = [name for name, node in predict_nodes.items() if issubclass(node.uses, Guardrails)]
    last = predict_nodes[_REGEX_HANDLER].needs.get("messages")
    if lines != [last]:
        # Anywhere else it shifts the other components' numbers, and some of them (such as
        # LogisticRegressionClassifier) cannot be restored from the cache under another number.
        msg = "config.yml: chatward_rasa.Guardrails stands once, as the last line of the pipeline."
        raise InvalidConfigException(msg)
