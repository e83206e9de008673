"""What a report reads of each line of an audit log: of every event only the fields it needs.

Every field has a value for logs that were written before it was there.
"""

from __future__ import annotations

import msgspec

Finding = tuple[str, int, int, float, str, str]
Stamp = tuple[str, str, str]
_NO_STAMP: Stamp = ("", "", "")


class Line(msgspec.Struct, tag_field="event", kw_only=True):
    """What all of them have."""

    time: float


class DecisionLine(Line, tag="decision", kw_only=True):
    """Of a decision."""

    bot: str = ""
    door: str = ""
    stage: str = ""
    action: str
    enforced: bool = True
    rule: str = ""
    score: float = 0.0
    family: str = ""
    findings: list[Finding] = []
    regulations: list[str] = []
    failed: list[str] = []
    features: msgspec.Raw = msgspec.Raw()
    policy: Stamp = _NO_STAMP
    key: str = "master"
    duration_micros: int = 0


class CallLine(Line, tag="call", kw_only=True):
    """Of a call of a tool."""

    tool: str = ""
    action: str
    enforced: bool = True
    rule: str = ""
    lifted: str = ""


class AttachmentLine(Line, tag="attachment", kw_only=True):
    """Of a message with attachments."""

    attachments: list[tuple[str, int]] = []
    action: str


class ReleaseLine(Line, tag="release", kw_only=True):
    """Of a release."""

    to: str = ""
    released: list[tuple[str, int, str]] = []
    denied: list[tuple[str, int, str]] = []
    kept_back: int = 0


class KeepingLine(Line, tag="at-rest", kw_only=True):
    """Of texts that an application keeps."""


class GrantLine(Line, tag="grant", kw_only=True):
    """Of a grant."""

    did: str
    purpose: str = ""


class QuarantineLine(Line, tag="quarantine", kw_only=True):
    """Of a conversation whose user is not heard any more."""


class HandOffLine(Line, tag="hand-off", kw_only=True):
    """Of a conversation for a person to take over."""

    did: str


class ErasureLine(Line, tag="erasure", kw_only=True):
    """Of a conversation that was forgotten."""


class RetentionLine(Line, tag="retention", kw_only=True):
    """Of a purge."""

    purged: list[tuple[str, int]] = []
    left: int = 0
    kept: int = 0


class PolicyLine(Line, tag="policy", kw_only=True):
    """Of a change of the policy."""

    did: str
    was: Stamp = _NO_STAMP
    now: Stamp = _NO_STAMP
    note: str = ""
    stricter: int = 0
    laxer: int = 0


class ShadowLine(Line, tag="shadow", kw_only=True):
    """Of a decision that the policy on trial would have made otherwise."""

    was: tuple[str, str]
    would_be: tuple[str, str]
    policy: Stamp = _NO_STAMP


class DegradedLine(Line, tag="degraded", kw_only=True):
    """Of a time in which something was down."""

    what: str = ""
    since: float
    until: float
    spilled: int = 0
    lost: int = 0


class SegmentLine(Line, tag="segment", kw_only=True):
    """Of the beginning of a file; only logs that are signed have it."""


class TrafficLine(Line, tag="traffic", kw_only=True):
    """Of how much an application has had."""

    stage: str = ""
    texts: int = 0


class IncidentLine(Line, tag="incident", kw_only=True):
    """Of something in the life of an incident."""

    incident: str
    did: str
    rule: str = ""
    severity: str = ""
    what: str = ""
    seconds: float = 0.0
    drill: bool = False


class DrillLine(Line, tag="drill", kw_only=True):
    """Of an exercise."""

    rule: str = ""
    told: list[str] = []
    failed: list[str] = []
    seconds: float = 0.0


class AppealLine(Line, tag="appeal", kw_only=True):
    """Of a decision that was looked at again."""

    verdict: str
    rule: str = ""


AnyLine = (
    DecisionLine
    | CallLine
    | AttachmentLine
    | ReleaseLine
    | KeepingLine
    | GrantLine
    | QuarantineLine
    | HandOffLine
    | ErasureLine
    | RetentionLine
    | PolicyLine
    | ShadowLine
    | DegradedLine
    | SegmentLine
    | TrafficLine
    | IncidentLine
    | DrillLine
    | AppealLine
)


class UnknownLine(msgspec.Struct, kw_only=True):
    """What is left of an event that this version does not know."""

    event: str
    time: float


decode = msgspec.json.Decoder(AnyLine).decode
decode_unknown = msgspec.json.Decoder(UnknownLine).decode
KNOWN = frozenset(each.__struct_config__.tag for each in AnyLine.__args__)
