"""Rasa's plugin hooks: the graph, besides the logs and the action calls."""

from __future__ import annotations

from dataclasses import replace

from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.plugin import plugin_manager
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.armed import NAME, ArmedHooks, hookimpl
from chatward_rasa.component import Guardrails
from chatward_rasa.converter import GuardedNLUMessageConverter, options_in
from chatward_rasa.guards import shared_guard
from chatward_rasa.options import TRAINED_WITH

_CONVERTER = "nlu_message_converter"
_REGEX_HANDLER = f"run_{RegexMessageHandler.__name__}"


class ChatwardPlugin(ArmedHooks):
    """What Chatward does at Rasa's hooks."""

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
        if options is not None:
            _check_order(predict_nodes)
            shared_guard(options.policy)  # a broken policy file stops the training, not the bot
        if options is None or not options.hooks:
            if node.uses is GuardedNLUMessageConverter:
                predict_nodes[_CONVERTER] = replace(node, uses=NLUMessageConverter)
            return
        config = {**node.config, TRAINED_WITH: shared_guard(options.policy).policy.stamp.hash}
        predict_nodes[_CONVERTER] = replace(predict_nodes[_CONVERTER], config=config)


def install() -> ChatwardPlugin:
    """Return this process's plugin; registers it with Rasa on first use."""
    manager = plugin_manager()
    plugin = manager.get_plugin(NAME)
    if plugin is None:
        plugin = ChatwardPlugin()
        manager.register(plugin, name=NAME)
    return plugin


def _check_order(predict_nodes: dict[str, SchemaNode]) -> None:
    lines = [name for name, node in predict_nodes.items() if issubclass(node.uses, Guardrails)]
    last = predict_nodes[_REGEX_HANDLER].needs.get("messages")
    if lines != [last]:
        # Anywhere else it shifts the other components' numbers, and some of them (such as
        # LogisticRegressionClassifier) cannot be restored from the cache under another number.
        msg = "config.yml: chatward_rasa.Guardrails stands once, as the last line of the pipeline."
        raise InvalidConfigException(msg)


install()
