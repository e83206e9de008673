"""The line in config.yml."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from chatward_rasa.explicit import Gate, check_hooks, open_gate
from chatward_rasa.in_force import note_understood
from chatward_rasa.options import Options, default_options, read_options
from chatward_rasa.payload import UNKNOWN, block_message, read_typed_intent

# Set on NLU messages by the guarded converter; clients fill a message's text, id and metadata only.
ADMITTED = "chatward_admitted"
UNGUARDED_RULE = "unguarded"


# An intent classifier that is not trained: that way training, and with it every fingerprint in
# the training cache, is the same as without the line.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Guardrails(GraphComponent):
    """Last component of the pipeline; refuses what did not come through the guarded converter.

    The decision itself falls before the pipeline, where the text that Rasa stores can still be
    changed: in `chatward_rasa.converter`, which this line brings along.
    """

    def __init__(self, options: Options, gate: Gate | None = None) -> None:
        self._options = options
        self._gate = gate

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,  # noqa: ARG003 (Rasa's signature)
        execution_context: ExecutionContext,
    ) -> Guardrails:
        """Create the component; see the parent class."""
        options = read_options(config)
        if options.hooks:
            check_hooks()
            return cls(options)
        return cls(options, open_gate(options, model_storage, execution_context))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> Guardrails:
        """Load the component with a model; it keeps nothing there."""
        return cls.create(config, model_storage, resource, execution_context)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options with their defaults."""
        return default_options()

    def process(self, messages: list[Message]) -> list[Message]:
        """Let through what was decided on; turn the rest into the block intent."""
        for message in messages:
            if message.get(ADMITTED) is not True:
                self._admit(message)
            self._set_block_intent(message)
        return messages

    def _admit(self, message: Message) -> None:
        if self._gate is None:
            text = self._refuse(message.get(TEXT))
        else:
            text = self._gate.decide(message.get(TEXT) or "")
            if read_typed_intent(text) is None:  # a typed intent is read behind this line
                note_understood(message.get(INTENT))
        if text != message.get(TEXT):
            message.set(TEXT, text, add_to_output=True)

    def _refuse(self, text: Any) -> Any:
        if self._options.monitors:
            return text
        return block_message(self._options.block_intent, UNGUARDED_RULE, UNKNOWN)

    def _set_block_intent(self, message: Message) -> None:
        # Rasa's RegexMessageHandler, always next, does the same and reads the entities; but only
        # for an intent that the domain knows. Nobody can type this intent: see the intake.
        typed = read_typed_intent(message.get(TEXT) or "")
        if typed is not None and typed.intent in self._options.intents:
            intent = {INTENT_NAME_KEY: typed.intent, PREDICTED_CONFIDENCE_KEY: 1.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
            message.set(ENTITIES, [], add_to_output=True)


# Importing this class registers the hooks, by whichever name Rasa found it.
import chatward_rasa.converter  # noqa: E402, F401 (which imports the plugin)
