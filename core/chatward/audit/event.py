"""The audit event: what was decided and why, and no text."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from chatward.decision import Decision, Door
from chatward.memory.data_key import DataKey
from chatward.memory.keys import Keyring
from chatward.passage import Passage

SCHEMA_VERSION = 1
UNAVAILABLE = "unavailable"
_DIGEST_CHARS = 16


class AuditEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One decision, as written to the audit log.

    Attributes:
        schema: Version of this schema.
        event: What happened; ``"decision"``.
        time: Seconds since the epoch.
        reference: Id of the event; what a user is shown with a refusal.
        door: Where the guard was asked from.
        origin: Who wrote the text.
        conversation: Pseudonym that dies with the conversation's key; None = private,
            ``"unavailable"`` where the store could not tell.
        role: Role of the person the bot talks to.
        action: Strictest action.
        enforced: False where the door or the monitor mode did not carry it out.
        rule: Policy rule behind it.
        threshold: Least score that the rule speaks about; 0.0 where no rule acted.
        score: Probability that the text attacks the model, 0.0 to 1.0.
        family: What kind of attack it is or comes nearest to; empty where none was looked for.
        model: Version and hash of the injection model; empty where it was not asked.
        findings: [kind, start, end, score, action, view] each; offsets in code points.
        edits: [kind, start, end, chars, how] each.
        failed: Detectors that raised, and ``"store"``.
        overridden: Rules that would have acted, had a grant not set them aside.
        text_chars: Length of the text in code points.
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
    door: str
    origin: str
    conversation: str | None
    role: str | None
    action: str
    enforced: bool
    rule: str
    threshold: float
    score: float
    family: str
    model: str
    findings: list[tuple[str, int, int, float, str, str]]
    edits: list[tuple[str, int, int, int, str]]
    failed: list[str]
    overridden: list[str]
    text_chars: int
    text_digest: str
    policy: tuple[str, str, str]
    key: str
    duration_micros: int

    def fields(self) -> dict[str, Any]:
        """Return the event as plain values, for a logger."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        return fields


@dataclass(frozen=True)
class Digests:
    """What stands in the log for a conversation and for its texts.

    Attributes:
        conversation: Its pseudonym; None = private.
        new: Returns a keyed digest to feed a text to, piece by piece.

    """

    conversation: str | None
    new: Callable[[], hmac.HMAC]

    def of(self, text: str) -> str:
        """Return the digest of a text as written to the log."""
        running = self.new()
        running.update(text.encode("utf-8", "surrogatepass"))
        return finished(running)


def digests_of(passage: Passage, key: DataKey | None, keys: Keyring) -> Digests:
    """Return what makes digests for a passage: of its conversation's key, where there is one."""
    if key is not None:
        return Digests(key.pseudonym, key.digester)
    master = keys.subkey("audit-digest")
    conversation = None if passage.conversation is None else UNAVAILABLE
    return Digests(conversation, partial(hmac.new, master, digestmod=hashlib.sha256))


def describe(  # noqa: PLR0913 (all that an event says)
    decision: Decision,
    passage: Passage,
    *,
    door: Door,
    digests: Digests,
    ephemeral: bool,
    threshold: float,
    now: float,
    duration_micros: int,
    measured: tuple[int, str] | None = None,
) -> AuditEvent:
    """Build the event for one decision; the passage's text is measured and digested only.

    Args:
        decision: What was decided.
        passage: About what.
        door: Asked from where.
        digests: What stands for the text and its conversation.
        ephemeral: Whether digests mean nothing after this process.
        threshold: Least score that the rule behind the decision speaks about.
        now: Seconds since the epoch.
        duration_micros: Time in the guard.
        measured: Length and digest of a text that is gone (a stream's); else taken here.

    """
    text_chars, text_digest = measured or (len(passage.text), digests.of(passage.text))
    return AuditEvent(
        time=now,
        reference=decision.reference,
        door=door.name,
        origin=passage.origin.value,
        conversation=digests.conversation,
        role=passage.role,
        action=decision.action.value,
        enforced=decision.enforced,
        rule=decision.rule,
        threshold=threshold,
        score=decision.score,
        family=decision.family,
        model=decision.model,
        findings=[
            (f.kind, f.start, f.end, f.score, f.action.value, f.view) for f in decision.findings
        ],
        edits=[(e.kind, e.start, e.end, e.chars, e.how) for e in decision.edits],
        failed=list(decision.failed),
        overridden=list(decision.overridden),
        text_chars=text_chars,
        text_digest=text_digest,
        policy=(decision.policy.name, decision.policy.version, decision.policy.hash),
        key="ephemeral" if ephemeral else "master",
        duration_micros=duration_micros,
    )


def finished(running: hmac.HMAC) -> str:
    """Return what is written of a digest."""
    return running.hexdigest()[:_DIGEST_CHARS]
