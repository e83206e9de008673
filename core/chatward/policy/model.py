"""A policy: which finding, from where, leads to which action; and what happens around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatward.action import Action
from chatward.decision import PolicyStamp
from chatward.passage import Origin


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
class Policy:
    """What the guard goes by; made by `chatward.policy.file`, immutable.

    Attributes:
        stamp: Name, version and content hash.
        rules: All rules.
        mode: ``"enforce"``, or ``"monitor"``: decide and record, change nothing.
        refusal: Said instead of a blocked text of a user or model.
        withheld: Put in place of a blocked text of anybody else.
        spotlight: Origins whose texts are marked as data.
        unenforceable: ``"block"`` or ``"audit"``: for doors that cannot carry out a decision.
        allowed_domains: Links to these may carry data.
        protected: Texts that must not come out.
        redactions: Redactor per kind or family; ``"default"`` for the rest.
        fail: What happens when a stage fails.
        audit_file: Where audit events are written besides the logger, or None.
        model: Path of an injection model of one's own, or None for the shipped one.

    """

    stamp: PolicyStamp
    rules: tuple[Rule, ...]
    mode: str = "enforce"
    refusal: str = "I cannot help with that."
    withheld: str = "[withheld: this text was refused by the security policy]"
    spotlight: frozenset[Origin] = frozenset()
    unenforceable: str = "block"
    allowed_domains: tuple[str, ...] = ()
    protected: tuple[str, ...] = field(default=(), repr=False)
    redactions: Mapping[str, Redaction] = field(default_factory=dict)
    fail: FailModes = FailModes()
    audit_file: str | None = None
    model: str | None = None
