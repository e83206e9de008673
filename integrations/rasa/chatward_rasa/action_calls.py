"""What the action server is told, and what it tells back."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from rasa.shared.exceptions import RasaException

from chatward_rasa.answers import AnswerBlocked, inspect_leaves
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.options import Options
from chatward_rasa.turns import Person, recipient_of

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
        """Return the request with nothing raw in it.

        What the user said is placeholders by now; this catches what came to the tracker by
        another way: older conversations, events posted over HTTP.

        Raises:
            RasaException: It could not be checked, and such calls are refused.

        """
        try:
            return self._scrub(body)
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
            return self._fail(body, error)

    def fit_response(self, body: dict[str, Any], response: Any) -> None:
        """Redact, in place, what an action says and stores, before the tracker holds it.

        Raises:
            RasaException: It could not be checked, and such answers are refused.

        """
        if not (self.options.redact_output and isinstance(response, dict)):
            return
        to = recipient_of(body.get("sender_id"))
        for part in ("responses", "events"):
            items = response.get(part)
            if isinstance(items, list):
                response[part] = [self._fit_item(item, to) for item in items]

    def _scrub(self, body: dict[str, Any]) -> dict[str, Any]:
        leave = _LEFT if self.options.redact_metadata else _LEFT | _METADATA
        # The domain is the bot's own file, and large: it goes along with every call.
        # A tracker says the same few words again and again; remembered for this one call only.
        scrub = functools.cache(self.guard.scrub)
        return edit_leaves(body, scrub, leave=leave | {"domain"})

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
