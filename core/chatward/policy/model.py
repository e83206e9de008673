"""A policy: which finding, from where, leads to which action; and what happens around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatward.action import Action
from chatward.decision import PolicyStamp
from chatward.passage import Origin
from chatward.policy.tools import ToolRule

REFERENCE = "{reference}"
"""Stands in a refusal for the id of the decision."""

DEFAULT_REFUSAL = "I cannot help with that."


@dataclass(frozen=True, slots=True)
class Rule:
    """Act on findings of some kinds from some origins.

    Attributes:
        name: Appears in decisions and audit events.
        kinds: Kinds or families it speaks about; ``"any"`` for all.
        action: What to do.
        origins: Whose texts it speaks about; empty = everybody's.
        roles: For whom it holds; empty = everybody.
        min_score: Least score of a finding it speaks about, inclusive.

    """

    name: str
    kinds: frozenset[str]
    action: Action
    origins: frozenset[Origin] = frozenset()
    roles: frozenset[str] = frozenset()
    min_score: float = 0.5


@dataclass(frozen=True, slots=True)
class Release:
    """Let values of some kinds take the place of their pseudonyms somewhere, or forbid it.

    Attributes:
        name: Appears in audit events.
        kinds: Kinds or families it speaks about; ``"any"`` for all.
        to: Where: ``"user"``, ``"tool:NAME"`` or ``"tool:NAME.ARGUMENT"``; ``*`` for any name.
        allow: False = it forbids.
        roles: For whom it holds; empty = everybody.
        own_only: It speaks only about values that the user brought up himself.

    """

    name: str
    kinds: frozenset[str]
    to: tuple[str, ...]
    allow: bool = True
    roles: frozenset[str] = frozenset()
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class Redaction:
    """Which redactor edits a kind, and its parameters.

    Attributes:
        operator: Name of a presidio-anonymizer operator.
        params: Handed to the operator.

    """

    operator: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailModes:
    """What happens when a stage fails: ``"closed"``, ``"open"`` or ``"degraded"``.

    Closed blocks. Degraded goes on with what the other parts saw and says so in the audit
    event; open does the same without counting it as degraded service.

    Attributes:
        detect: A detector raised.
        store: The vault or the conversation store raised.
        audit: The audit log could not be written.

    """

    detect: str = "closed"
    store: str = "closed"
    audit: str = "closed"


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """Where audit events are written besides the logger ``chatward.audit``, and how.

    Attributes:
        file: File of JSON lines, or None.
        rotate_bytes: A file that has grown to so many bytes is put aside, and a new one begins.
        keep_days: Files put aside are deleted so long after their last record; None = kept.
        fsync: Whether every record is on the disk before it counts as written.
        signed: Whether records are chained and signed with the master key; None = where there is
            one.
        witness: Second place for what is signed about the file, best on another machine's disk.
        spill: File for events that could not be written, where ``fail.audit`` is degraded.
        sqlite: SQLite database to search in, or None.
        otel: Whether events also go to OpenTelemetry, as log records.
        metrics: Where counts and times go: ``"prometheus"``, ``"otel"``.

    """

    file: str | None = None
    rotate_bytes: int = 100_000_000
    keep_days: float | None = None
    fsync: bool = False
    signed: bool | None = None
    witness: str | None = None
    spill: str | None = None
    sqlite: str | None = None
    otel: bool = False
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is remembered lives.

    Attributes:
        conversations_days: Counts, risk and the end of what the user said, from his last text on.
        vault_days: What stands for which value, from the conversation's last text on.
        quarantine_days: Blocked texts kept for review, from when they were blocked.

    """

    conversations_days: float = 30.0
    vault_days: float = 30.0
    quarantine_days: float = 7.0


@dataclass(frozen=True, slots=True)
class Policy:
    """What the guard goes by; made by `chatward.policy.file`, immutable.

    Attributes:
        stamp: Name, version and content hash.
        rules: All rules.
        mode: ``"enforce"``, or ``"monitor"``: decide and record, change nothing.
        refusal: Said instead of a blocked text of a user or model; ``{reference}`` stands for the
            reference of the decision.
        withheld: Put in place of a blocked text of anybody else.
        spotlight: Origins whose texts are marked as data.
        unenforceable: ``"block"`` or ``"audit"``: for doors that cannot carry out a decision.
        allowed_domains: Links to these may carry data.
        protected: Texts that must not come out.
        redactions: Redactor per kind or family; ``"default"`` for the rest.
        fail: What happens when a stage fails.
        audit: Where audit events are written besides the logger, and how.
        model: Path of an injection model of one's own, or None for the shipped one.
        surrogates: Locale of the surrogates that stand for values of a kind.
        releases: Which values may be restored where.
        store: URL of the store of conversations and vault.
        retention: How long what is remembered lives.
        quarantine: Whether blocked texts are kept, encrypted, for review.
        bot: Whose texts these are: what is usual for one bot is not for another.
        tools: What is said about tools.
        tainted: ``"ask"``, ``"deny"`` or ``"allow"``: where untrusted texts, private data and a
            tool that sends out meet.
        attachments: ``"allow"``, ``"strip"`` or ``"refuse"`` by who sent them; an origin that is
            not there allows.
        refusals: The refusal in other languages, by two or three letters such as ``"de"``.
        change: Why this version came to be; shown by ``chatward policy diff`` and in the log.
        regulations: Kinds or families by the tag of a rule of law that speaks about them.
        shadow: Policy file or profile that is tried on the side: what it would have decided
            otherwise goes on record, and nothing else happens.
        incidents: Playbook for incidents: a file, ``"standard"``, or None for none.

    """

    stamp: PolicyStamp
    rules: tuple[Rule, ...]
    mode: str = "enforce"
    refusal: str = DEFAULT_REFUSAL
    withheld: str = "[withheld: this text was refused by the security policy]"
    spotlight: frozenset[Origin] = frozenset()
    unenforceable: str = "block"
    allowed_domains: tuple[str, ...] = ()
    protected: tuple[str, ...] = field(default=(), repr=False)
    redactions: Mapping[str, Redaction] = field(default_factory=dict)
    fail: FailModes = FailModes()
    audit: AuditPlan = AuditPlan()
    model: str | None = None
    surrogates: Mapping[str, str] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    store: str = "memory:"
    retention: Retention = Retention()
    quarantine: bool = False
    bot: str = ""
    tools: tuple[ToolRule, ...] = ()
    tainted: str = "ask"
    attachments: Mapping[Origin, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    change: str = ""
    regulations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shadow: str | None = None
    incidents: str | None = None

    def says_no(self, reference: str, *, conversing: bool = True, language: str = "") -> str:
        """Return what stands in place of a blocked text; ``{reference}`` in it is filled in.

        Args:
            reference: Of the decision.
            conversing: Whether the text is of a user or model, else of anybody else.
            language: Of the person it is said to; empty = not known.

        """
        refusal = self.refusals.get(language, self.refusal)
        text = refusal if conversing else self.withheld
        return text.replace(REFERENCE, reference)

    def threshold(self, rule: str) -> float:
        """Return the least score that a rule speaks about; 0.0 where none is of that name."""
        return next((each.min_score for each in self.rules if each.name == rule), 0.0)
