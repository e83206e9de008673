"""Who sees real values: the NLU, forms and slots, and the action server."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.options import Options

if TYPE_CHECKING:
    from chatward import Decision, Guard

RAW, TOKENS = "raw", "tokens"
_OUT_OF_SIGHT = ("pseudonym", "surrogate")

_NOTHING_GUARDED = (
    "config.yml, chatward_rasa.Guardrails: with {} real values are in the tracker, and the "
    "tracker store of endpoints.yml would keep them. Put "
    "`type: chatward_rasa.GuardedTrackerStore` there, with your block under `store:`."
)
_OTHER_POLICY = (
    "endpoints.yml, tracker_store: 'policy' is not the file that the chatward_rasa.Guardrails line "
    "of the model names; what one of them hides the other could not show."
)


def settled(options: Options, guard: Guard, *, mode: str = "enforce") -> Options:
    """Return the options with the view of actions that goes with the model's tracker store.

    Args:
        options: What stands under the Guardrails line.
        guard: That of its policy; the store must share it.
        mode: The policy's own, or the line's.

    Raises:
        InvalidConfigException: Real values would rest in a store.

    """
    from chatward_rasa.tracker_store import guarded_store  # noqa: PLC0415 (loads Rasa's stores)

    store = _store_being_used()
    guarded = guarded_store(store)
    if guarded is not None and guarded.guard is not guard:
        raise InvalidConfigException(_OTHER_POLICY)
    if guarded is None and not _forgets(store):
        for name, view in (("nlu_view", options.nlu_view), ("actions_view", options.actions_view)):
            if view == RAW:
                raise InvalidConfigException(_NOTHING_GUARDED.format(f"`{name}: raw`"))
    view = options.actions_view or (TOKENS if guarded is None else RAW)
    return replace(options, actions_view=view, mode=mode)


def as_read(text: str, decision: Decision) -> str:
    """Return the text as an NLU with the raw view reads it.

    What became a pseudonym is what the user wrote; every other edit of the decision stays.
    """
    pieces: list[str] = []
    done = place = 0
    for edit in decision.edits:
        place += edit.start - done
        value = text[edit.start : edit.end]
        # Characters that nobody sees can be within a value, too: those go, and so it stays hidden.
        kept = edit.how in _OUT_OF_SIGHT and value.isprintable()
        pieces += [
            text[done : edit.start],
            value if kept else decision.text[place : place + edit.chars],
        ]
        done, place = edit.end, place + edit.chars
    if place + len(text) - done != len(decision.text):  # something was put around it
        return decision.text
    return "".join([*pieces, text[done:]])


def _store_being_used() -> Any:
    """Return the tracker store of the message processor that is loading a model; None without.

    Rasa builds a model's components without telling them what they will be part of, and imports
    this package only then, so that nothing could be wrapped before.
    """
    from rasa.core.processor import MessageProcessor  # noqa: PLC0415 (as above)

    frame = inspect.currentframe()
    while frame is not None:
        processor = frame.f_locals.get("self")
        if isinstance(processor, MessageProcessor):
            return processor.tracker_store
        frame = frame.f_back
    return None


def _forgets(store: Any) -> bool:
    """Tell whether nothing of a store rests anywhere: `rasa test` and `rasa shell` use such."""
    from chatward_rasa.event_broker import GuardedEventBroker  # noqa: PLC0415 (as above)
    from chatward_rasa.rasa_names import InMemoryTrackerStore  # noqa: PLC0415 (as above)

    while store is not None and "_tracker_store" in vars(store):
        store = vars(store)["_tracker_store"]
    if store is None:
        return False
    quiet = store.event_broker is None or isinstance(store.event_broker, GuardedEventBroker)
    return type(store) is InMemoryTrackerStore and quiet
