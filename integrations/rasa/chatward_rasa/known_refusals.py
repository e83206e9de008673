"""Which intents of refused messages a model's domain knows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rasa.graph_components.providers.domain_provider import DomainProvider

if TYPE_CHECKING:
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.storage import ModelStorage

    from chatward_rasa.options import Options

logger = logging.getLogger(__name__)

_UNKNOWN_INTENT = (
    "the bot's domain does not know the intent %r: a refused message gets the refusal, but can "
    "still fill a slot that takes any text. Put `- name: chatward_rasa.GuardrailsImporter` under "
    "`importers:` in config.yml and train again."
)


def known_intents(
    options: Options, model_storage: ModelStorage, execution_context: ExecutionContext
) -> frozenset[str]:
    """Return which of our intents the model's domain knows; warn where it is not the first."""
    known = _intents_of(model_storage, execution_context)
    if known is None:  # a bot that only understands: there is no dialogue to answer anything
        return frozenset(options.intents)
    if options.block_intent not in known:
        logger.warning(_UNKNOWN_INTENT, options.block_intent)
    return frozenset(options.intents) & known


def _intents_of(
    model_storage: ModelStorage, execution_context: ExecutionContext
) -> frozenset[str] | None:
    for node in execution_context.graph_schema.nodes.values():
        if issubclass(node.uses, DomainProvider) and node.resource is not None:
            provider = node.uses.load({}, model_storage, node.resource, execution_context)
            return frozenset(provider.provide_inference().intents)
    return None
