"""The audit event: what was decided and why, and no text."""

from __future__ import annotations

from typing import Any

import msgspec

from chatward.audit.text_features import TextFeatures

SCHEMA_VERSION = 1


class AuditEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One decision, as written to the audit log.

    Attributes:
        schema: Version of this schema.
        event: What happened; ``"decision"``.
        time: Seconds since the epoch.
        reference: Id of the event; what a user is shown with a refusal.
        program: Version of Chatward.
        bot: Whose text it is, as the policy calls it.
        door: Where the guard was asked from.
        stage: Where in the bot the text stood: ``"input"``, ``"retrieval"``, ``"output"`` ...
        cannot: What the door cannot carry out: ``"edit"``, ``"block"``, ``"wrap"``.
        origin: Who wrote the text.
        source: What it came from, where the origin does not tell: ``"tool:read_page"``.
        conversation: Pseudonym that dies with the conversation's key; None = private,
            ``"unavailable"`` where the store could not tell.
        user: Pseudonym of the person the bot talks to, the same in all conversations; None = not
            told.
        role: Role of the person the bot talks to.
        action: Strictest action.
        enforced: False where the door or the monitor mode did not carry it out.
        rule: Policy rule behind it.
        threshold: Least score that the rule speaks about; 0.0 where no rule acted.
        score: Probability that the text attacks the model, 0.0 to 1.0.
        family: What kind of attack it is or comes nearest to; empty where none was looked for.
        model: Version and hash of the injection model; empty where it was not asked.
        findings: [kind, start, end, score, action, view] each; offsets in code points.
        regulations: Tags of the rules that speak about what was found.
        edits: [kind, start, end, chars, how] each.
        transformations: What was done to the text, each once: what edited it, ``"spotlight"``,
            ``"refused"``.
        failed: Detectors that raised, and ``"store"``.
        fail_mode: What the policy says about what failed; empty where nothing did.
        overridden: Rules that would have acted, had a grant not set them aside.
        known_good: Whether people have found the text good, so that its attacks are set aside.
        text_chars: Length of the text in code points.
        features: What was measured of the text; None of a stream, whose text is gone.
        text_digest: Keyed digest of the text: equal texts of a conversation can be found, none
            can be guessed; once the conversation is forgotten it says nothing.
        policy: Name, version and hash of the policy.
        key: ``"ephemeral"`` when digests mean nothing after this process; else ``"master"``.
        duration_micros: Time in the guard; of a stream, from its opening to its end.

    """

    schema: int = SCHEMA_VERSION
    event: str = "decision"
    time: float
    reference: str
    program: str
    bot: str
    door: str
    cannot: list[str]
    stage: str
    origin: str
    source: str
    conversation: str | None
    user: str | None
    role: str | None
    action: str
    enforced: bool
    rule: str
    threshold: float
    score: float
    family: str
    model: str
    findings: list[tuple[str, int, int, float, str, str]]
    regulations: list[str]
    edits: list[tuple[str, int, int, int, str]]
    transformations: list[str]
    failed: list[str]
    fail_mode: str
    overridden: list[str]
    known_good: bool
    text_chars: int
    features: TextFeatures | None
    text_digest: str
    policy: tuple[str, str, str]
    key: str
    duration_micros: int

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values, for a logger."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields
