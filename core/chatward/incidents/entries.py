"""What a playbook file may say: one structure for each of its parts, strict about unknown keys."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

from chatward.action import Action
from chatward.passage import Origin

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[str, ...] = get_args(Severity)
EventName = Literal[
    "decision",
    "release",
    "at-rest",
    "call",
    "attachment",
    "grant",
    "quarantine",
    "hand-off",
    "erasure",
    "retention",
    "policy",
    "shadow",
    "degraded",
    "segment",
    "traffic",
    "appeal",
]
"""The events of the audit log, but those of incidents themselves: they would go on for ever."""

Per = Literal["conversation", "user", "bot"]
First = Literal["family", "door"]
ContainWord = Literal["quarantine-conversation", "hand-over", "lock-tool", "freeze-vault"]
CONTAIN_WORDS: tuple[str, ...] = get_args(ContainWord)
Name = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9-]{0,63}$")]
Seconds = Annotated[float, msgspec.Meta(gt=0.0, le=604_800.0)]


class WhenEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Which events a rule is about: those to which everything that is said applies."""

    event: EventName | list[EventName] = "decision"
    kinds: list[str] = []
    rules: list[str] = []
    actions: list[Action] = []
    families: list[str] = []
    origins: list[Origin] = []
    doors: list[str] = []
    stages: list[str] = []
    did: list[str] = []
    what: list[str] = []
    tools: list[str] = []
    bots: list[str] = []
    min_score: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.0


class SpikeEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """How much more often than before."""

    times: Annotated[float, msgspec.Meta(gt=1.0, le=1_000.0)] = 3.0
    before_seconds: Seconds = 3_600.0


class RuleEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """One rule of a playbook as written in a file."""

    name: Name
    when: WhenEntry
    severity: Severity
    count: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 1
    within_seconds: Seconds = 60.0
    per: Per = "conversation"
    first: First | None = None
    spike: SpikeEntry | None = None
    channels: list[str] | None = None
    contain: list[str | dict[str, str]] = []
    steps: list[dict[str, str]] = []
    quiet_seconds: Seconds = 3_600.0
    escalate_after_seconds: Seconds | None = None
    escalate_to: list[str] = []


class LogEntry(
    msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="log"
):
    """The standard library's logger ``chatward.incidents``."""


class WebhookEntry(
    msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="webhook"
):
    """An address that is told by a signed POST."""

    url: str
    secret: str
    attempts: Annotated[int, msgspec.Meta(ge=1, le=6)] = 4
    timeout_seconds: Annotated[float, msgspec.Meta(gt=0.0, le=30.0)] = 5.0


class CallEntry(
    msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind", tag="call"
):
    """A function of the application's own."""

    function: str


ChannelEntry = LogEntry | WebhookEntry | CallEntry
CHANNEL_KINDS = ("log", "webhook", "call")


class TellEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Which channels are told by rules that name none, by severity."""

    low: list[str] | None = None
    medium: list[str] | None = None
    high: list[str] | None = None
    critical: list[str] | None = None


class PlaybookFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A playbook file."""

    name: str = ""
    version: str | int = "1"
    extends: Literal["standard"] | None = None
    roles: dict[str, str] = {}
    channels: dict[Name, ChannelEntry] = {}
    tell: TellEntry | None = None
    rules: list[RuleEntry] = []
    without: list[str] = []
