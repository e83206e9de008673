"""From events to incidents: watch, open, contain, tell. One for each guard, or beside all of them.

What an event leads to is done on the thread that wrote it, so that the next text of the same user
finds it done; only telling people is left to a thread of its own. Nothing here fails a chat: what
cannot be done goes on record, and what cannot even be recorded is told by the logger
``chatward.incidents``.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from chatward.audit.log import AuditLog
from chatward.audit.memory_events import QuarantineEvent
from chatward.errors import StoreError
from chatward.incidents.containing import Containing, NotContained, why_quarantined
from chatward.incidents.containments import with_tool
from chatward.incidents.dispatch import Dispatch
from chatward.incidents.incident import Incident, grown, holding, incident_of, new_id
from chatward.incidents.keeping import Incidents
from chatward.incidents.playbook import QUARANTINE, Playbook
from chatward.incidents.recording import Recording, complain, recording_quietly
from chatward.incidents.seen import Seen, seen_of
from chatward.incidents.telling import open_channels
from chatward.incidents.trip import Trip
from chatward.incidents.watching import Watching
from chatward.memory.containment import Containment
from chatward.memory.memory import Memory

_OWN_REFERENCES = 1_000

# One for all, because a fork has to hold it: a child that inherited it closed would wait for ever.
_WATCHING = threading.Lock()
os.register_at_fork(
    before=_WATCHING.acquire,
    after_in_parent=_WATCHING.release,
    after_in_child=_WATCHING.release,
)


class Responder:
    """Opens incidents by a playbook, contains them, and has people told.

    Raises:
        PolicyError: A channel of the playbook cannot be used.

    """

    def __init__(
        self,
        playbook: Playbook,
        memory: Memory,
        log: AuditLog,
        clock: Callable[[], float] = time.time,
        containment: Containment | None = None,
        bot: str = "",
    ) -> None:
        """Put a responder together.

        Args:
            playbook: What to go by.
            memory: Where conversations are kept, and incidents.
            log: Takes the events about incidents; they are not shown to the responder again.
            clock: Returns seconds since the epoch.
            containment: What the guard reads; its own by default, which others see 2 s later.
            bot: Whose the events are that do not tell; empty = of any bot over this store.

        """
        self._watching = Watching(playbook.rules)
        self._events = self._watching.events
        self._incidents = Incidents(memory.store)
        self._containing = Containing(memory, containment or Containment(memory.store))
        self._record = recording_quietly(log)
        self._recording = Recording(self._record, clock)
        channels = open_channels(playbook)
        self._dispatch = Dispatch(channels, self._incidents, self._recording)
        self._escalates = any(rule.escalate_to for rule in playbook.rules)
        self._clock = clock
        self._bot = bot
        self._own: dict[str, None] = {}

    def see(self, event: object) -> None:
        """Look at an event that was written, and do what the playbook says; never raises."""
        if self._escalates:
            self._dispatch.start()
        if getattr(event, "event", None) in self._events and (seen := seen_of(event)) is not None:
            self.look(seen)

    def look(self, seen: Seen) -> None:
        """Do what the playbook says about an event, as it is seen; never raises."""
        if seen.reference in self._own:  # read back from the log that we wrote it to
            return
        with _WATCHING:
            trips = self._watching.see(seen)
        for trip in trips:
            try:
                self._respond(trip, seen)
            except Exception as error:  # noqa: BLE001 (a chat must not fail for it)
                complain("an incident could not be dealt with", error)

    def prime(self, seen: Seen) -> None:
        """Count an event from before this process began, and do nothing about it.

        Where no incident is open, nothing that follows is added to one.
        """
        with _WATCHING:
            trips = self._watching.see(seen)
        for trip in trips:
            with suppress(StoreError):
                if self._incidents.standing(trip.rule.name, trip.about) is None:
                    with _WATCHING:
                        self._watching.forget(trip.rule.name, trip.about)

    @property
    def longest_seconds(self) -> float:
        """The longest time that any rule of the playbook looks back."""
        return self._watching.longest_seconds

    @property
    def events(self) -> frozenset[str]:
        """Names of the events that the playbook is about."""
        return self._events

    def finish(self, seconds: float = 5.0) -> None:
        """Wait for messages under way; what was not sent goes on record as not sent.

        Args:
            seconds: For so long at most.

        """
        self._dispatch.finish(seconds)

    def _respond(self, trip: Trip, seen: Seen) -> None:
        if trip.grew:
            self._grow(trip, seen)
        elif trip.rule.first is None or self._is_first(trip):
            self._open(trip)

    def _grow(self, trip: Trip, seen: Seen) -> None:
        """Add to the incident that is open; count anew where somebody has closed it."""
        incident = self._incidents.standing(trip.rule.name, trip.about)
        if incident is not None:
            self._add(incident, trip)
            return
        with _WATCHING:
            again = self._watching.begin_anew(trip.rule.name, trip.about, seen)
        if again is not None:
            self._open(again)

    def _open(self, trip: Trip) -> None:
        rule = trip.rule
        new = incident_of(trip, new_id(), self._clock(), bot=self._bot)
        try:
            incident, is_new = self._incidents.open(new, rule.quiet_seconds)
        except StoreError:  # it is dealt with all the same, though nobody can list it
            incident, is_new = new, True
        if not is_new:
            self._add(incident, trip)
            return
        self._recording.tell(incident, "opened")
        incident = self._contain(incident, trip)
        self._dispatch.post(incident, rule.channels)

    def _add(self, incident: Incident, trip: Trip) -> None:
        more = self._incidents.change(incident.id, lambda each: grown(each, trip))
        incident = more or incident
        self._recording.tell(incident, "grew")
        self._contain(incident, trip)

    def _is_first(self, trip: Trip) -> bool:
        try:
            return self._incidents.is_first(trip.rule.name, trip.about)
        except StoreError:
            return True

    def _contain(self, incident: Incident, trip: Trip) -> Incident:
        """Hold back what the rule says and is not held yet; return the incident as it is then."""
        for each in trip.rule.contain:
            what = with_tool(each, trip.tool)
            if what not in incident.held:
                incident = self._hold(incident, what)
        return incident

    def _hold(self, incident: Incident, what: str) -> Incident:
        try:
            changed = self._containing.hold(incident, what)
        except NotContained as error:
            self._recording.tell(incident, "not-contained", what=what, why=str(error))
            return incident
        now = self._clock()
        held = holding(incident, what, now)
        with suppress(StoreError):
            held = self._incidents.change(incident.id, lambda it: holding(it, what, now)) or held
        self._recording.tell(held, "contained", what=what)
        if changed and what == QUARANTINE and incident.conversation is not None:
            self._tell_quarantine(incident, incident.conversation)
        return held

    def _tell_quarantine(self, incident: Incident, conversation: str) -> None:
        """Write the event that every quarantine writes; rules may be about that, too."""
        event = QuarantineEvent(
            time=self._clock(),
            reference=secrets.token_hex(8),
            conversation=conversation,
            why=why_quarantined(incident),
        )
        self._record(event)
        self.see(event)
        self._own[event.reference] = None
        if len(self._own) > _OWN_REFERENCES:
            del self._own[next(iter(self._own))]
