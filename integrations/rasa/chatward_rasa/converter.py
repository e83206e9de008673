"""The one place where user messages are decided on: Rasa's message converter, guarded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.nlu.training_data.message import Message

from chatward_rasa.armed import arm, guarding_action_calls
from chatward_rasa.component import ADMITTED, Guardrails
from chatward_rasa.guards import shared_guard
from chatward_rasa.intake import Intake
from chatward_rasa.options import Options, default_options, read_options
from chatward_rasa.waiting import await_decisions

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

logger = logging.getLogger(__name__)

_UNKNOWN_INTENT = (
    "the bot's domain does not know the intent %r: a refused message gets the refusal, but can "
    "still fill a slot that takes any text. Put `- name: chatward_rasa.GuardrailsImporter` under "
    "`importers:` in config.yml and train again."
)


class GuardedNLUMessageConverter(NLUMessageConverter):
    """Decides on a user message, then converts it.

    Nothing before it in Rasa reads the text, and everything after it, the stored event included,
    uses the message object that is rewritten here.
    """

    def __init__(self, intake: Intake | None = None) -> None:
        self._intake = intake

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 (Rasa's signature)
        model_storage: ModelStorage,
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> GuardedNLUMessageConverter:
        """Create the converter with the options of the model's Guardrails line."""
        options = options_in(execution_context.graph_schema)
        if options is None:
            return cls()
        guard = shared_guard(options.policy)
        arm(guard, options)
        await_decisions(intake_of, guarding_action_calls)
        answered = _knows_refusals(options, model_storage, execution_context)
        return cls(Intake(guard, options, dialogue_answers=answered))

    def convert_user_message(self, messages: list[UserMessage]) -> list[Message]:
        """Decide on the messages, rewrite them, and convert what is left."""
        if self._intake is None:
            return super().convert_user_message(messages)
        for message in messages:
            self._intake.admit(message)
        converted = super().convert_user_message(messages)
        for message in converted:
            message.set(ADMITTED, True)  # noqa: FBT003 (Rasa's signature)
        return converted


def intake_of(processor: MessageProcessor) -> Intake | None:
    """Return the intake of a processor's model; None where none decides on its messages."""
    if processor.http_interpreter is not None:
        return None
    for node in getattr(processor.graph_runner, "_instantiated_nodes", {}).values():
        component = getattr(node, "_component", None)
        if isinstance(component, GuardedNLUMessageConverter):
            return component._intake
    return None


def _knows_refusals(
    options: Options, model_storage: ModelStorage, execution_context: ExecutionContext
) -> bool:
    """Tell whether the model's domain knows the block intent; warn where it does not."""
    for node in execution_context.graph_schema.nodes.values():
        if issubclass(node.uses, DomainProvider) and node.resource is not None:
            provider = node.uses.load({}, model_storage, node.resource, execution_context)
            if options.block_intent in provider.provide_inference().intents:
                return True
            logger.warning(_UNKNOWN_INTENT, options.block_intent)
            return False
    return True


def options_in(schema: GraphSchema) -> Options | None:
    """Return the options of the Guardrails line in a model; None when there is no such line."""
    for node in schema.nodes.values():
        if issubclass(node.uses, Guardrails):
            return read_options({**default_options(), **node.config})
    return None
