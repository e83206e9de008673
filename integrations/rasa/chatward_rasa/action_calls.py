"""What the action server is told, and what it tells back."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rasa.shared.exceptions import RasaException

from chatward_rasa.answers import AnswerBlocked, inspect_leaves
from chatward_rasa.declared import declared_in
from chatward_rasa.guards import conversation_of
from chatward_rasa.kept_events import show_leaves
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.options import Options
from chatward_rasa.turns import Person, recipient_of
from chatward_rasa.views import RAW

if TYPE_CHECKING:
    from chatward import Guard

logger = logging.getLogger(__name__)

# The id must stay what the action server knows the conversation by.
_LEFT = frozenset({"sender_id"})
_METADATA = frozenset({"metadata", "session_started_metadata"})


class ActionCalls:
    """Guards the calls of one bot to its action server."""

    def __init__(self, guard: Guard, options: Options) -> None:
        self.guard = guard
        self.options = options

    def fit_request(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the request as the action server is to see it.

        With real values and no secrets, or with nothing raw in it. What the user said is
        placeholders by now, unless the NLU reads real values; this catches what came to the
        tracker by another way, too: older conversations, events posted over HTTP.

        Raises:
            RasaException: It could not be checked, and such calls are refused.

        """
        if self.options.monitors:
            return body
        try:
            return self._fit(body)
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
            return self._fail(body, error)

    def fit_response(self, body: dict[str, Any], response: Any) -> None:
        """Redact, in place, what an action says and stores, before the tracker holds it.

        Where the action server sees real values, the tracker may have them back: answers are
        inspected when they are sent, and the guarded tracker store hides what rests.

        Raises:
            RasaException: It could not be checked, and such answers are refused.

        """
        if not (self.options.redact_output and isinstance(response, dict)):
            return
        if self.options.actions_view == RAW:
            return
        to = recipient_of(body.get("sender_id"))
        for part in ("responses", "events"):
            items = response.get(part)
            if isinstance(items, list):
                response[part] = [self._fit_item(item, to) for item in items]

    def _fit(self, body: dict[str, Any]) -> dict[str, Any]:
        # The domain is the bot's own file, and large: it goes along with every call.
        told = {key: item for key, item in body.items() if key != "domain"}
        return {**body, **self._fit_told(told, conversation_of(body.get("sender_id")))}

    def _fit_told(self, told: dict[str, Any], conversation: str | None) -> Any:
        if RAW not in (self.options.actions_view, self.options.nlu_view):
            return self._edited(told, self.guard.scrub)
        with self.guard.at_rest(conversation) as kept:
            if self.options.actions_view == RAW:
                return show_leaves(self._edited(told, kept.redact), kept)
            declared = declared_in(told)
            return self._edited(told, lambda text: kept.hide(text, also=declared.places(text)))

    def _edited(self, told: dict[str, Any], edit: Callable[[str], str]) -> Any:
        leave = _LEFT if self.options.redact_metadata else _LEFT | _METADATA
        # A tracker says the same few words again and again; remembered for this one call only.
        return edit_leaves(told, functools.cache(edit), leave=leave)

    def _fit_item(self, item: Any, to: Person) -> Any:
        try:
            return inspect_leaves(item, self.guard, to)
        except AnswerBlocked as blocked:
            return _blocked_item(item, blocked.decision.text)
        except Exception as error:  # noqa: BLE001 (as above)
            return self._fail(item, error)

    def _fail(self, value: Any, error: Exception) -> Any:
        logger.error("an action call could not be checked (%s)", type(error).__name__)
        if self.options.blocks_on_error:
            msg = "an action call was withheld: it could not be checked"
            raise RasaException(msg) from None
        return value


def _blocked_item(item: Any, refusal: str) -> dict[str, Any]:
    """Return what stands in for a refused response or event."""
    if isinstance(item, dict) and item.get("event") == "slot":
        return {"event": "slot", "name": item.get("name"), "value": None}
    if isinstance(item, dict) and "event" in item:
        return {"event": "bot", "text": refusal}
    return {"text": refusal}
