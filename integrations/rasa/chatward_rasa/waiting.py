"""Stores that wait for a disk or a network, and Rasa's event loop, which must not wait with them.

Rasa runs its graph, and the hooks around an action call, on the event loop. Before and behind
them it awaits, and there the guard is asked: in `parse_message` before the graph, and in the
request to the action server. What was decided there is not decided again; where these methods of
Rasa's should change, the graph and the hooks decide as they do for other stores, and the loop
waits.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rasa.plugin import plugin_manager

from chatward_rasa.around import handling, parse_elsewhere, triggering, without_our_entities
from chatward_rasa.aside import ANY
from chatward_rasa.hand_off import HAND_OFF_ACTION, hand_off
from chatward_rasa.logs import LogAnonymiser
from chatward_rasa.talk import during

if TYPE_CHECKING:
    from chatward_rasa.action_calls import ActionCalls
    from chatward_rasa.intake import Intake

_MARK = "_chatward_waits"
_TRACKER = 2
"""Place of the tracker among what an action is run with."""

_fitted: ContextVar[Any] = ContextVar("chatward_fitted", default=None)


def was_fitted(response: Any) -> bool:
    """Tell whether an action server's answer was checked as soon as it came."""
    return response is not None and _fitted.get() is response


def await_decisions(
    intake_of: Callable[[Any], Intake | None], action_calls: Callable[[], ActionCalls | None]
) -> None:
    """Make Rasa await decisions where it can, once per process.

    Args:
        intake_of: Returns the intake of a message processor's model; None where it has none.
        action_calls: Returns what guards action calls now.

    """
    # Here, because this package is imported before Rasa's own modules are complete.
    from rasa.core.actions.action import RemoteAction  # noqa: PLC0415
    from rasa.core.processor import MessageProcessor  # noqa: PLC0415

    _wrap(MessageProcessor, "parse_message", lambda parse: _parsing(parse, intake_of))
    _wrap(
        MessageProcessor,
        "_handle_message_with_tracker",
        lambda handle: handling(handle, intake_of),
    )
    _wrap(
        MessageProcessor,
        "trigger_external_user_uttered",
        lambda trigger: triggering(trigger, intake_of),
    )
    _wrap(MessageProcessor, "run_anonymization_pipeline", _offering)
    _wrap(RemoteAction, "run", lambda run: _running(run, action_calls))


def _wrap(owner: Any, name: str, wrapped: Callable[[Any], Any]) -> None:
    method = getattr(owner, name)
    if not getattr(method, _MARK, False):
        new = wrapped(method)
        setattr(new, _MARK, True)
        setattr(owner, name, new)


def _parsing(parse: Any, intake_of: Callable[[Any], Intake | None]) -> Any:
    @functools.wraps(parse)
    async def parse_message(
        self: Any, message: Any, tracker: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        intake = intake_of(self)

        async def asked() -> Any:
            return await parse(self, message, tracker, *args, **kwargs)

        if intake is None:
            return await asked()
        with during(tracker, intake.options.language_key):
            parsed = await _understood(self, intake, message, asked)
        if tracker is None:  # somebody only asks what a text would be understood as
            return without_our_entities(parsed, intake.options.intents)
        await intake.note_intent(message.sender_id, parsed.get("intent"))
        return parsed

    return parse_message


async def _understood(processor: Any, intake: Intake, message: Any, ask: Any) -> Any:
    if processor.http_interpreter is not None:
        return await parse_elsewhere(intake, message, ask)
    await intake.admit_aside(message)
    return await ask()


def _offering(offer: Any) -> Any:
    @functools.wraps(offer)
    async def run_anonymization_pipeline(self: Any, tracker: Any) -> None:
        """Offer new events to who wants them; for us Rasa would read the conversation in vain."""
        if not isinstance(plugin_manager().hook.get_anonymization_pipeline(), LogAnonymiser):
            await offer(self, tracker)

    return run_anonymization_pipeline


def _running(run: Any, action_calls: Callable[[], ActionCalls | None]) -> Any:
    @functools.wraps(run)
    async def run_action(self: Any, *args: Any, **kwargs: Any) -> Any:
        calls, endpoint = action_calls(), self.action_endpoint
        if calls is not None and self.name() == HAND_OFF_ACTION:
            return await hand_off(calls.guard, kwargs.get("tracker") or args[_TRACKER])
        waits = calls is not None and calls.guard.waits(ANY)
        if waits and endpoint is not None and not isinstance(endpoint, _Endpoint):
            self.action_endpoint = _Endpoint(endpoint, calls)
        return await run(self, *args, **kwargs)

    return run_action


class _Endpoint:
    """An action server whose answers are checked off the event loop."""

    def __init__(self, endpoint: Any, calls: ActionCalls | None) -> None:
        self._endpoint = endpoint
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        """Be in everything else what the endpoint is."""
        return getattr(self._endpoint, name)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; return the answer as it may pass on."""
        response = await self._endpoint.request(*args, **kwargs)
        calls, body = self._calls, kwargs.get("json")
        if calls is not None and isinstance(body, dict):
            await asyncio.to_thread(calls.fit_response, body, response)
            _fitted.set(response)
        return response
