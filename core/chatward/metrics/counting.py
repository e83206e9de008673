"""Count audit events as they are written: a log that keeps nothing but numbers.

What counts runs on the thread of whoever asked the guard, so an event costs some microseconds;
and it never stands in the way: a number that cannot be counted is told once and left out.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from chatward.audit import (
    attachment_events,
    call_events,
    event,
    incident_events,
    memory_events,
    running_events,
)
from chatward.audit.log import Event
from chatward.audit.stages import AT_REST, TOOL_CALL
from chatward.errors import ChatwardError
from chatward.metrics import table
from chatward.metrics.table import Metric

if TYPE_CHECKING:
    from opentelemetry.metrics import Meter
    from prometheus_client import CollectorRegistry

LOGGER = "chatward.metrics"
_SURE = 0.5
"""From this probability on a text is an attack rather than not."""
_INCIDENTS = 1_000
"""So many incidents are remembered as contained; one may contain several things."""


class Instruments(Protocol):
    """What numbers are handed to."""

    def add(self, metric: Metric, labels: tuple[str, ...] = (), amount: float = 1) -> None:
        """Let a counter grow."""
        ...

    def put(self, metric: Metric, value: float) -> None:
        """Put a value in place of a gauge's."""
        ...

    def observe(self, metric: Metric, labels: tuple[str, ...], value: float) -> None:
        """Sort a value into a histogram."""
        ...


class MetricsLog:
    """Count every event that is written; an audit log to be used beside others.

    Args:
        to: ``"prometheus"`` or ``"otel"``.
        registry: Of prometheus_client, to be scraped from; its own default one if None.
        meter: Of OpenTelemetry; one of the application's meter provider if None.

    Raises:
        ChatwardError: The package that is needed is not installed, or ``to`` names neither.

    """

    def __init__(
        self,
        to: str,
        *,
        registry: CollectorRegistry | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._to = _instruments(to, registry, meter)
        self._contained: OrderedDict[str, None] = OrderedDict()
        self._failed = False
        self._counters: dict[type, Callable[[Any], None]] = {
            event.AuditEvent: self._decision,
            call_events.CallEvent: self._call,
            attachment_events.AttachmentEvent: self._attachment,
            memory_events.ReleaseEvent: self._release,
            memory_events.KeepingEvent: self._keeping,
            memory_events.GrantEvent: self._grant,
            memory_events.QuarantineEvent: self._quarantine,
            memory_events.HandOffEvent: self._hand_off,
            memory_events.ErasureEvent: self._erasure,
            memory_events.RetentionEvent: self._retention,
            running_events.PolicyEvent: self._policy,
            running_events.ShadowEvent: self._shadow,
            running_events.DegradedEvent: self._degraded,
            running_events.TrafficEvent: self._traffic,
            incident_events.IncidentEvent: self._incident,
            incident_events.DrillEvent: self._drill,
            incident_events.AppealEvent: self._appeal,
        }

    def write(self, event: Event) -> None:
        """Count one event; one of a kind that nothing is counted of is passed over."""
        count = self._counters.get(type(event))
        if count is None:
            return
        try:
            count(event)
        except Exception as error:  # noqa: BLE001 (numbers never stop an answer)
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Say once that something is not counted, and nothing of what it was."""
        if not self._failed:
            self._failed = True
            logging.getLogger(LOGGER).warning("an event was not counted: %s", type(error).__name__)

    def _decision(self, said: event.AuditEvent) -> None:
        add, bot, stage = self._to.add, said.bot, said.stage
        enforced = "true" if said.enforced else "false"
        add(table.DECISIONS, (bot, said.door, stage, said.action, said.rule, enforced))
        add(table.GUARDED, (stage,))
        form = "stream" if said.features is None else "text"
        self._to.observe(table.DURATION, (bot, stage, form), said.duration_micros / 1e6)
        for kind, _, _, _, action, _ in said.findings:
            add(table.FINDINGS, (bot, kind, action))
        if said.family and said.score >= _SURE:
            add(table.ATTACKS, (bot, said.family, said.action))
        for what in said.failed:
            add(table.FAILURES, (what, said.fail_mode))

    def _call(self, said: call_events.CallEvent) -> None:
        enforced = "true" if said.enforced else "false"
        self._to.add(table.CALLS, (said.bot, said.tool, said.action, said.rule, enforced))
        self._to.add(table.GUARDED, (TOOL_CALL,))

    def _attachment(self, said: attachment_events.AttachmentEvent) -> None:
        for kind, count in said.attachments:
            self._to.add(table.ATTACHMENTS, (said.bot, kind, said.action), count)

    def _release(self, said: memory_events.ReleaseEvent) -> None:
        for outcome, several in (("released", said.released), ("denied", said.denied)):
            for kind, count, _ in several:
                self._to.add(table.RELEASES, (said.bot, kind, said.to, outcome), count)
        if said.kept_back:
            self._to.add(table.RELEASES, (said.bot, "", said.to, "kept-back"), said.kept_back)

    def _keeping(self, said: memory_events.KeepingEvent) -> None:
        self._to.add(table.GUARDED, (AT_REST,))
        for what in said.failed:
            self._to.add(table.FAILURES, (what, ""))

    def _grant(self, said: memory_events.GrantEvent) -> None:
        self._to.add(table.GRANTS, (said.purpose, said.did))

    def _quarantine(self, _: memory_events.QuarantineEvent) -> None:
        self._to.add(table.QUARANTINES)

    def _hand_off(self, said: memory_events.HandOffEvent) -> None:
        self._to.add(table.HAND_OFFS, (said.did,))

    def _erasure(self, _: memory_events.ErasureEvent) -> None:
        self._to.add(table.ERASURES)

    def _retention(self, said: memory_events.RetentionEvent) -> None:
        self._to.put(table.LAST_RUN, said.time)
        self._to.put(table.LEFT, said.left)
        for room, count in said.purged:
            self._to.add(table.PURGED, (room,), count)

    def _policy(self, said: running_events.PolicyEvent) -> None:
        self._to.add(table.POLICIES, (said.did,))

    def _shadow(self, said: running_events.ShadowEvent) -> None:
        self._to.add(table.SHADOWS, (said.was[0], said.would_be[0]))

    def _degraded(self, said: running_events.DegradedEvent) -> None:
        self._to.add(table.DEGRADED, (said.what,), max(0.0, said.until - said.since))
        self._to.add(table.SPILLED, (said.what,), said.spilled)
        self._to.add(table.LOST, (said.what,), said.lost)

    def _traffic(self, said: running_events.TrafficEvent) -> None:
        self._to.add(table.TRAFFIC, (said.stage,), said.texts)

    def _incident(self, said: incident_events.IncidentEvent) -> None:
        if said.drill:
            return
        self._to.add(table.INCIDENTS, (said.rule, said.severity, said.did))
        if said.did == "contained" and said.incident not in self._contained:
            self._contained[said.incident] = None
            if len(self._contained) > _INCIDENTS:
                self._contained.popitem(last=False)
            self._to.observe(table.CONTAINED, (said.severity,), said.seconds)

    def _drill(self, said: incident_events.DrillEvent) -> None:
        self._to.add(table.DRILLS, (said.rule, "failed" if said.failed else "passed"))

    def _appeal(self, said: incident_events.AppealEvent) -> None:
        self._to.add(table.APPEALS, (said.rule, said.verdict))


def _instruments(to: str, registry: CollectorRegistry | None, meter: Meter | None) -> Instruments:
    if to == "prometheus":
        from chatward.metrics.prometheus import prometheus_instruments  # noqa: PLC0415 (an extra)

        return prometheus_instruments(registry)
    if to == "otel":
        from chatward.metrics.otel import otel_instruments  # noqa: PLC0415 (an extra)

        return otel_instruments(meter)
    msg = f"metrics: {to!r} is no place for them; use prometheus or otel"
    raise ChatwardError(msg)
