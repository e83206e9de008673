"""The Guardrails line without Rasa's plugin hooks: what it does itself, and what it is part of.

The guarded channel decides on messages and answers, `GuardedTrackerStore` and
`GuardedEventBroker` make fit what rests, `GuardedNLG` what responses are made of. The line
tells them what stands under it, and refuses what came past the channels.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import rasa.plugin
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.guards import shared_guard
from chatward_rasa.in_force import put_in_force, was_admitted
from chatward_rasa.intake import Intake
from chatward_rasa.known_refusals import known_intents
from chatward_rasa.logs import scrub_log_records, stop_scrubbing_log_records
from chatward_rasa.options import Options
from chatward_rasa.payload import read_typed_intent
from chatward_rasa.views import settled

if TYPE_CHECKING:
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.storage import ModelStorage

    from chatward import Guard

logger = logging.getLogger(__name__)

_PAST = (
    "a message came past the guarded channels: it is refused where the policy says so, but its "
    "words rest in the tracker as they came unless the tracker store is guarded"
)


_NO_HOOKS = (
    "config.yml, chatward_rasa.Guardrails: this Rasa has no plugin hooks for it. Put "
    "`hooks: false` under it, and guard channels, tracker store and event broker, see "
    "docs/rasa/explicit.md."
)


def check_hooks() -> None:
    """Check that Rasa has the hook without which no message would be decided on.

    Raises:
        InvalidConfigException: It has not: this is Rasa Pro.

    """
    if not hasattr(rasa.plugin, "modify_default_recipe_graph_predict_nodes"):
        raise InvalidConfigException(_NO_HOOKS)


@dataclass
class Gate:
    """Stands at the end of the pipeline, behind the guarded channels.

    Attributes:
        intake: What decides.

    """

    intake: Intake
    _told: bool = field(default=False, repr=False)

    def decide(self, text: str) -> str:
        """Return the text that Rasa goes on with: the same, or the block intent in its place."""
        if was_admitted(text):
            return text
        if not self._told:
            self._told = True
            logger.warning(_PAST)
        decided = self.intake.decide_alone(text)
        # The pipeline has read plain words already, and entities say where in them they stand.
        is_intent = read_typed_intent(decided) or read_typed_intent(text)
        return decided if is_intent else text


def open_gate(
    options: Options, model_storage: ModelStorage, execution_context: ExecutionContext
) -> Gate:
    """Return the gate of a model that is being loaded, and put its options in force.

    Raises:
        InvalidConfigException: Real values would rest in a store.

    """
    guard = shared_guard(options.policy, options.mode)
    options = settled(options, shared_guard(options.policy), mode=guard.policy.mode)
    known = known_intents(options, model_storage, execution_context)
    intake = Intake(guard, options, dialogue_answers=options.block_intent in known, intents=known)
    _check_at_start(guard, options)
    put_in_force(intake)
    if options.redact_logs:
        scrub_log_records(guard.scrub)
    else:
        stop_scrubbing_log_records()
    return Gate(intake)


def _check_at_start(guard: Guard, options: Options) -> None:
    from chatward_rasa.doctor.startup import check_at_start  # noqa: PLC0415 (see guards.py)

    check_at_start(guard, options, trained_with=None)
