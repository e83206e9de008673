"""The one place where user messages are decided on: Rasa's message converter, guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.converters.nlu_message_converter import NLUMessageConverter
from rasa.shared.nlu.training_data.message import Message

from chatward_rasa.armed import arm, guarding_action_calls
from chatward_rasa.component import ADMITTED, Guardrails
from chatward_rasa.guards import shared_guard
from chatward_rasa.in_force import put_in_force
from chatward_rasa.intake import Intake
from chatward_rasa.known_refusals import known_intents
from chatward_rasa.options import TRAINED_WITH, Options, default_options, read_options
from chatward_rasa.views import settled
from chatward_rasa.waiting import await_decisions

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

    from chatward import Guard


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
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,  # noqa: ARG003 (Rasa's signature)
        execution_context: ExecutionContext,
    ) -> GuardedNLUMessageConverter:
        """Create the converter with the options of the model's Guardrails line."""
        options = options_in(execution_context.graph_schema)
        if options is None or not options.hooks:
            return cls()
        guard = shared_guard(options.policy, options.mode)
        options = settled(options, shared_guard(options.policy), mode=guard.policy.mode)
        _check_at_start(guard, options, config.get(TRAINED_WITH))
        arm(guard, options)
        await_decisions(intake_of, guarding_action_calls)
        known = known_intents(options, model_storage, execution_context)
        intake = Intake(
            guard, options, dialogue_answers=options.block_intent in known, intents=known
        )
        put_in_force(intake)
        return cls(intake)

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
    for node in getattr(processor.graph_runner, "_instantiated_nodes", {}).values():
        component = getattr(node, "_component", None)
        if isinstance(component, GuardedNLUMessageConverter):
            return component._intake
    return None


def _check_at_start(guard: Guard, options: Options, trained_with: str | None) -> None:
    from chatward_rasa.doctor.startup import check_at_start  # noqa: PLC0415 (see guards.py)

    check_at_start(guard, options, trained_with=trained_with)


def options_in(schema: GraphSchema) -> Options | None:
    """Return the options of the Guardrails line in a model; None when there is no such line."""
    for node in schema.nodes.values():
        if issubclass(node.uses, Guardrails):
            return read_options({**default_options(), **node.config})
    return None


# Imported last: the plugin needs the class above, and a model names this module first.
import chatward_rasa.plugin  # noqa: E402, F401
