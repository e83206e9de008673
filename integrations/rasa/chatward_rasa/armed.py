"""The hooks that belong to the process: logs and action calls, guarded once a model is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

from chatward_rasa.action_calls import ActionCalls
from chatward_rasa.declared import recent
from chatward_rasa.in_force import nothing_in_force
from chatward_rasa.logs import LogAnonymiser, scrub_log_records, stop_scrubbing_log_records
from chatward_rasa.options import Options
from chatward_rasa.waiting import was_fitted

if TYPE_CHECKING:
    from chatward import Guard

NAME = "chatward"

hookimpl = pluggy.HookimplMarker("rasa")


class ArmedHooks:
    """Does nothing to logs and actions until armed."""

    def __init__(self) -> None:
        self.anonymiser: LogAnonymiser | None = None
        self.action_calls: ActionCalls | None = None

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
        if self.action_calls and not was_fitted(response):
            self.action_calls.fit_response(json_body, response)


def arm(guard: Guard, options: Options) -> None:
    """Let the hooks guard logs and action calls from now on.

    Rasa's hooks belong to the process, not to one bot: the model loaded last decides.
    """
    hooks = _registered()
    hooks.action_calls = ActionCalls(guard, options)
    scrub = recent.after(guard.scrub)
    said = recent.withhold if recent.expecting else scrub
    hooks.anonymiser = LogAnonymiser(said) if options.redact_logs else None
    if options.redact_logs:
        scrub_log_records(scrub)
    else:
        stop_scrubbing_log_records()


def disarm() -> None:
    """Take hooks and log redaction back; for programs that load more than one bot."""
    hooks = _registered()
    hooks.action_calls = None
    hooks.anonymiser = None
    nothing_in_force()
    stop_scrubbing_log_records()


def guarding_action_calls() -> ActionCalls | None:
    """Return what guards action calls now; None where nothing does."""
    return _registered().action_calls


def _registered() -> ArmedHooks:
    """Return this process's hooks; registers them with Rasa on first use."""
    from chatward_rasa.plugin import install  # noqa: PLC0415 (it imports this module)

    return install()
