"""A tracker store whose bytes hold pseudonyms, around any other."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.utils.common import class_from_module_path

from chatward_rasa.aside import aside
from chatward_rasa.declared import Declared, read_slots, recent
from chatward_rasa.event_broker import already_fit, fit_for
from chatward_rasa.guards import conversation_of
from chatward_rasa.kept_events import Keeping
from chatward_rasa.nested import guard_of, loudly, nested_config, refuse_unknown
from chatward_rasa.pro_store import MoreOfPro
from chatward_rasa.rasa_names import (
    AwaitableTrackerStore,
    InMemoryTrackerStore,
    TrackerStore,
    check_if_tracker_store_async,
    create_tracker_store,
)

if TYPE_CHECKING:
    from rasa.core.brokers.broker import EventBroker


logger = logging.getLogger(__name__)

WHERE = "endpoints.yml, tracker_store"
OPTIONS = ("store", "policy", "slots", "restore")
_KNOWN = ("sql", "redis", "mongod", "dynamo", "inmemory")

_TWIN = "_chatward_at_rest"
"""Stands on an event that was loaded, and holds the one that lies in the store."""


class GuardedTrackerStore(MoreOfPro, TrackerStore):
    """Keeps conversations in another store, with pseudonyms in place of values.

    What the conversation's own values were is known to the policy's store only; they are put
    back when a conversation is loaded. The tracker that is handed over to be saved stays as it is.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        *,
        store: Any = None,
        policy: Any = None,
        slots: Any = None,
        restore: bool = True,
        **unknown: Any,
    ) -> None:
        """Build the store that stands inside.

        Raises:
            InvalidConfigException: An option is wrong, or there is no such store.

        """
        with loudly(WHERE):
            refuse_unknown(unknown, OPTIONS, WHERE)
            self.guard = guard_of(policy, WHERE)
            if not isinstance(restore, bool):
                raise InvalidConfigException(f"{WHERE}: 'restore' is true or false.")
            self.restores = restore
            self.slot_kinds = read_slots(slots, WHERE)
            recent.expecting = recent.expecting or bool(self.slot_kinds)
            recent.kinds.update(self.slot_kinds)
            broker = event_broker and fit_for(event_broker, self.guard)
            self._inner = _inner(store, domain, broker)
            self._fallback: TrackerStore | None = None
            super().__init__(domain, broker)

    @property
    def domain(self) -> Domain:
        """Return the domain of the store that stands inside."""
        return self._inner.domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._inner.domain = domain or Domain.empty()

    @property
    def max_event_history(self) -> int | None:
        """Return how many events a tracker holds at most."""
        return self._inner.max_event_history

    @max_event_history.setter
    def max_event_history(self, most: int | None) -> None:
        self._inner.max_event_history = most

    @property
    def _domain(self) -> Domain:
        return self._inner.domain

    @_domain.setter
    def _domain(self, domain: Domain) -> None:
        """Leave it: the store that stands inside has it already."""

    def __getattr__(self, name: str) -> Any:
        """Be in everything else what the store inside is."""
        if name == "_inner":  # not built yet
            raise AttributeError(name)
        return getattr(self._inner, name)

    async def save(self, tracker: DialogueStateTracker, *args: Any, **kwargs: Any) -> None:
        """Save a conversation; what cannot be made fit to rest is not stored at all."""
        fit = await self._fit(tracker)
        if fit is None:
            return
        with already_fit():
            try:
                await self._inner.save(fit, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 (any store may fail in any way)
                # Raised, it would have Rasa save and publish the tracker as it came.
                name = type(self._inner).__name__
                logger.error("%s failed to save (%s)", name, type(error).__name__)  # noqa: TRY400
                await self._spare().save(fit)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation's latest session."""
        return await self._whole(await self._inner.retrieve(sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return all sessions of a conversation."""
        return await self._whole(await self._inner.retrieve_full_tracker(conversation_id))

    async def exists(self, conversation_id: str) -> bool:
        """Tell whether there is a conversation."""
        return await self._inner.exists(conversation_id)

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        return await self._inner.keys()

    async def stream_events(self, tracker: DialogueStateTracker) -> None:
        """Publish new events as they may rest."""
        fit = await self._fit(tracker)
        if fit is not None:
            with already_fit():
                await self._inner.stream_events(fit)

    async def _fit(self, tracker: DialogueStateTracker) -> DialogueStateTracker | None:
        conversation = conversation_of(tracker.sender_id)
        try:
            return await aside(self.guard, conversation, lambda: self._hidden(tracker))
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing raw is stored)
            logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
                "new events could not be made fit to be kept and were not stored (%s)",
                type(error).__name__,
            )
            return None

    async def _whole(self, stored: DialogueStateTracker | None) -> DialogueStateTracker | None:
        if stored is None:
            return None
        if not self.restores:
            return _marked(stored)
        conversation = conversation_of(stored.sender_id)
        try:
            return await aside(self.guard, conversation, lambda: self._shown(stored))
        except Exception as error:  # noqa: BLE001 (whatever it was, placeholders leak nothing)
            logger.error(  # noqa: TRY400 (as above)
                "a conversation was loaded with placeholders, its values could not be read (%s)",
                type(error).__name__,
            )
            return _marked(stored)

    def _hidden(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        events = list(tracker.events)
        with self.guard.at_rest(conversation_of(tracker.sender_id)) as kept:
            keeping = Keeping(kept, self._declared(tracker))
            fit = [getattr(each, _TWIN, None) or _hidden(each, keeping) for each in events]
        return _like(tracker, events, fit)

    def _shown(self, stored: DialogueStateTracker) -> DialogueStateTracker:
        events = list(stored.events)
        with self.guard.at_rest(conversation_of(stored.sender_id)) as kept:
            was = [each.as_dict() for each in events]
            shown = Keeping(kept, Declared({})).show(was)
        whole = [
            each if now is before else _built(now, each)
            for now, before, each in zip(shown, was, events, strict=True)
        ]
        for event, at_rest in zip(whole, events, strict=True):
            setattr(event, _TWIN, at_rest)
        tracker = _like(stored, events, whole)
        self._declared(tracker)
        return tracker

    def _declared(self, tracker: DialogueStateTracker) -> Declared:
        """Return the values that declared slots have and had."""
        declared = Declared(self.slot_kinds)
        if self.slot_kinds:
            for event in tracker.events:
                if isinstance(event, SlotSet):
                    declared.learn(event.key, event.value)
            for name in self.slot_kinds:
                declared.learn(name, tracker.get_slot(name))
            recent.add(declared.values())
        return declared

    def _spare(self) -> TrackerStore:
        """Return what keeps conversations in memory while the store inside fails."""
        if self._fallback is None:
            self._fallback = InMemoryTrackerStore(self.domain, self.event_broker)
        return self._fallback


def guarded_store(store: Any) -> GuardedTrackerStore | None:
    """Return the guarded store behind the wrappers that Rasa puts around; None without one."""
    while store is not None and not isinstance(store, GuardedTrackerStore):
        store = vars(store).get("_tracker_store")
    return store


def _inner(block: Any, domain: Domain | None, broker: EventBroker | None) -> TrackerStore:
    config = nested_config(block, f"{WHERE}, store", _KNOWN)
    if config.type.lower() == "inmemory":
        return InMemoryTrackerStore(domain or Domain.empty(), broker)
    if config.type.lower() in _KNOWN:
        return create_tracker_store(config, domain, broker)
    # Not by Rasa's own loader: it takes an ImportError of the class for a wrong path.
    own: TrackerStore = class_from_module_path(config.type)(
        host=config.url, domain=domain or Domain.empty(), event_broker=broker, **config.kwargs
    )
    return own if check_if_tracker_store_async(own) else AwaitableTrackerStore(own)


def _hidden(event: Event, keeping: Keeping) -> Event:
    was = event.as_dict()
    fit = keeping.hide(was)
    return event if fit == was else _built(fit, event)


def _built(fields: dict[str, Any], event: Event) -> Event:
    """Return an event of the same type with other fields."""
    # Not by `Event.from_parameters`: it looks through all classes of events for the right one.
    built: Event | None = type(event)._from_parameters(fields)
    if built is None:
        msg = f"an event of type {event.type_name!r} cannot be built from its fields"
        raise ValueError(msg)
    return built


def _like(
    tracker: DialogueStateTracker, was: list[Event], events: list[Event]
) -> DialogueStateTracker:
    """Return a tracker with other events; the same one where they are the same."""
    if all(one is other for one, other in zip(was, events, strict=True)):
        return tracker
    other = tracker.init_copy()
    other.sender_source = tracker.sender_source
    for event in events:
        other.update(event)
    return other


def _marked(stored: DialogueStateTracker) -> DialogueStateTracker:
    for event in stored.events:
        setattr(event, _TWIN, event)
    return stored
