"""Every metric there is: one table, from which Prometheus and OpenTelemetry are both built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["counter", "gauge", "histogram"]

SECONDS = "s"

FAST_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5)
"""Upper ends of what decisions are sorted into, by the seconds they took."""

SLOW_SECONDS = (0.1, 1, 5, 30, 60, 300, 900, 3600, 14_400, 86_400)
"""The same of what waits for people or other systems."""


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """One metric, and what it is called on either side.

    Attributes:
        name: Its name below ``chatward``, parts divided by dots.
        type: A counter only grows, a gauge is the newest value, a histogram sorts by size.
        labels: What its series differ in.
        help: What it counts.
        unit: ``"s"``, or empty for mere numbers.
        buckets: Upper ends of a histogram's buckets.

    """

    name: str
    type: Type
    labels: tuple[str, ...]
    help: str
    unit: str = ""
    buckets: tuple[float, ...] = ()

    @property
    def otel(self) -> str:
        """Name of the instrument."""
        return f"chatward.{self.name}"

    @property
    def attributes(self) -> tuple[str, ...]:
        """Names of the labels as attributes of a measurement."""
        return tuple(f"chatward.{label}" for label in self.labels)

    @property
    def prometheus(self) -> str:
        """Name of the series: what OpenTelemetry's own rules make of the instrument's name."""
        parts = ["chatward", *self.name.split(".")]
        if self.unit == SECONDS:
            parts.append("seconds")
        if self.type == "counter":
            parts.append("total")
        return "_".join(parts)


DECISIONS = Metric(
    "decisions",
    "counter",
    ("bot", "door", "stage", "action", "rule", "enforced"),
    "Decisions about texts.",
)
DURATION = Metric(
    "decision.duration",
    "histogram",
    ("bot", "stage", "form"),
    "Time in the guard, by form: text, or stream from its opening to its end.",
    SECONDS,
    FAST_SECONDS,
)
FINDINGS = Metric(
    "findings", "counter", ("bot", "kind", "action"), "What was found in texts, and done about it."
)
ATTACKS = Metric(
    "attacks", "counter", ("bot", "family", "action"), "Texts that are attacks rather than not."
)
GUARDED = Metric("guarded", "counter", ("stage",), "Texts and calls that a guard decided about.")
TRAFFIC = Metric("traffic", "counter", ("stage",), "Texts and calls that an application has had.")
FAILURES = Metric("failures", "counter", ("what", "mode"), "Parts of the guard that failed.")
DEGRADED = Metric(
    "degraded.time", "counter", ("what",), "Time in which a part of the guard was down.", SECONDS
)
SPILLED = Metric("events.spilled", "counter", ("what",), "Audit events that went elsewhere.")
LOST = Metric("events.lost", "counter", ("what",), "Audit events that nobody has.")
RELEASES = Metric(
    "releases", "counter", ("bot", "kind", "to", "outcome"), "Pseudonyms turned back, or not."
)
CALLS = Metric(
    "calls",
    "counter",
    ("bot", "tool", "action", "rule", "enforced"),
    "Calls of tools decided about.",
)
ATTACHMENTS = Metric(
    "attachments", "counter", ("bot", "kind", "action"), "Attachments of messages decided about."
)
PURGED = Metric("retention.purged", "counter", ("room",), "Drawers whose time was over.")
LEFT = Metric("retention.left", "gauge", (), "Drawers over their time after the last purge.")
LAST_RUN = Metric(
    "retention.last_run.timestamp", "gauge", (), "When there was a purge last, by the clock.", "s"
)
INCIDENTS = Metric(
    "incidents", "counter", ("rule", "severity", "did"), "What happened in incidents; no drills."
)
CONTAINED = Metric(
    "incident.contain.duration",
    "histogram",
    ("severity",),
    "From the opening of an incident until something was contained.",
    SECONDS,
    SLOW_SECONDS,
)
DRILLS = Metric("drills", "counter", ("rule", "outcome"), "Exercises of the playbook.")
APPEALS = Metric("appeals", "counter", ("rule", "verdict"), "Decisions that were looked at again.")
POLICIES = Metric("policy.changes", "counter", ("did",), "Changes of the policy in force.")
SHADOWS = Metric(
    "shadow.differences", "counter", ("was", "would_be"), "What a policy on trial would change."
)
GRANTS = Metric("grants", "counter", ("purpose", "did"), "Grants to read or to set aside.")
QUARANTINES = Metric("quarantines", "counter", (), "Conversations whose user is not heard.")
HAND_OFFS = Metric("hand_offs", "counter", ("did",), "Conversations for a person to take over.")
ERASURES = Metric("erasures", "counter", (), "Conversations that were forgotten.")

METRICS: tuple[Metric, ...] = (
    DECISIONS,
    DURATION,
    FINDINGS,
    ATTACKS,
    GUARDED,
    TRAFFIC,
    FAILURES,
    DEGRADED,
    SPILLED,
    LOST,
    RELEASES,
    CALLS,
    ATTACHMENTS,
    PURGED,
    LEFT,
    LAST_RUN,
    INCIDENTS,
    CONTAINED,
    DRILLS,
    APPEALS,
    POLICIES,
    SHADOWS,
    GRANTS,
    QUARANTINES,
    HAND_OFFS,
    ERASURES,
)
"""All of them."""
