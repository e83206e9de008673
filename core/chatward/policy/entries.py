"""What a policy file may say: one structure for each of its parts, strict about unknown keys."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

import msgspec

from chatward.action import Action
from chatward.passage import Origin
from chatward.policy.tools import Capability

Profile = Literal["strict", "balanced", "monitor"]
PROFILES: tuple[str, ...] = get_args(Profile)
FailMode = Literal["closed", "open", "degraded"]
Approve = Literal["always", "tainted", "never"]
Tainted = Literal["ask", "deny", "allow"]
Attached = Literal["allow", "strip", "refuse"]
Language = Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")]
Metrics = Literal["prometheus", "otel"]
Days = Annotated[float, msgspec.Meta(gt=0.0, le=36_500.0)]


class RuleEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """One rule as written in a file."""

    name: str
    kinds: list[str]
    action: Action
    origins: list[Origin] = []
    roles: list[str] = []
    min_score: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.5


class RedactionEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A redactor as written in a file."""

    operator: str
    params: dict[str, Any] = {}


class FailEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Fail modes as written in a file."""

    detect: FailMode = "closed"
    store: FailMode = "closed"
    audit: FailMode = "closed"


class LinksEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is said about links."""

    allowed_domains: list[str] = []


class AuditEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Where audit events are written besides the logger, and how."""

    file: str | None = None
    rotate_bytes: Annotated[int, msgspec.Meta(ge=4_096)] = 100_000_000
    keep_days: Days | None = None
    fsync: bool = False
    signed: bool | None = None
    witness: str | None = None
    spill: str | None = None
    sqlite: str | None = None
    otel: bool = False
    metrics: list[Metrics] = []


class ReleaseEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """One release rule as written in a file."""

    name: str
    kinds: list[str]
    to: list[str]
    action: Literal["allow", "deny"] = "allow"
    roles: list[str] = []
    own_only: bool = False


class ToolEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is said about a tool, as written in a file."""

    name: str
    capabilities: list[Capability] | None = None
    roles: list[str] = []
    arguments: dict[str, str] = {}
    calls: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    approve: Approve | None = None


class MemoryEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is said about what outlives a text."""

    store: str = "memory:"
    conversations_days: Days = 30.0
    vault_days: Days = 30.0
    quarantine_days: Days = 7.0


class AttachmentsEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is done with attachments, by who sent them."""

    user: Attached | None = None
    tool: Attached | None = None
    document: Attached | None = None
    history: Attached | None = None
    model: Attached | None = None


ATTACHMENT_ORIGINS: tuple[str, ...] = AttachmentsEntry.__struct_fields__


class PolicyFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A policy file."""

    name: str = ""
    version: str | int = "1"
    change: str = ""
    extends: Profile | None = None
    mode: Literal["enforce", "monitor"] | None = None
    rules: list[RuleEntry] = []
    refusal: str | Annotated[dict[Language, str], msgspec.Meta(min_length=1)] | None = None
    withheld: str | None = None
    spotlight: list[Origin] | None = None
    unenforceable: Literal["block", "audit"] | None = None
    links: LinksEntry | None = None
    protected: list[str] = []
    redactors: dict[str, RedactionEntry] = {}
    surrogates: dict[str, str] = {}
    releases: list[ReleaseEntry] = []
    memory: MemoryEntry | None = None
    quarantine: bool | None = None
    bot: str | None = None
    fail: FailEntry | None = None
    audit: AuditEntry | None = None
    model: str | None = None
    tools: list[ToolEntry] = []
    tainted: Tainted | None = None
    attachments: AttachmentsEntry | Attached | None = None
    regulations: dict[str, list[str]] = {}
    shadow: str | None = None
    incidents: str | None = None
