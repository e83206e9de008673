"""From what the pipeline wants to what a door can do and the stores remember."""

from __future__ import annotations

from dataclasses import replace

from chatward.action import Action
from chatward.audit.event import AuditEvent
from chatward.audit.log import AuditLog
from chatward.decision import Decision, Door
from chatward.errors import AuditError
from chatward.look import injection_score, merged_findings
from chatward.memory.conversation import Conversation, after
from chatward.memory.ports import Conversations
from chatward.passage import Origin, Passage
from chatward.pipeline import CONVERSATIONS, Pipeline
from chatward.policy.decide import strictest_of
from chatward.policy.model import Policy
from chatward.stream import Account

UNENFORCEABLE = "unenforceable"
_TALKING = frozenset({Origin.USER, Origin.MODEL})


def enforce(
    decision: Decision, passage: Passage, pipeline: Pipeline, door: Door, reference: str
) -> Decision:
    """Fit a decision to the door, by the policy's mode and `unenforceable`."""
    policy = pipeline.policy
    decision = replace(decision, reference=reference)
    as_it_was = replace(decision, text=passage.text, edits=(), enforced=False)
    if decision.action is Action.ALLOW:
        return decision
    if policy.mode == "monitor":
        return as_it_was
    if decision.action.stops:
        return decision if door.can_block else as_it_was
    if door.can_edit:
        return decision
    if decision.edits and policy.unenforceable == "block" and door.can_block:
        return _refused(decision, passage, pipeline, UNENFORCEABLE)
    return as_it_was


def past_of(passage: Passage, conversations: Conversations) -> Conversation | None:
    """Return what is remembered of a conversation; None where nothing in it could tell more.

    A store that fails here fails again in `remember`, where the policy is asked.
    """
    if passage.conversation is None or passage.origin not in _TALKING:
        return None
    try:
        return conversations.load(passage.conversation)
    except Exception:  # noqa: BLE001 (a store may fail in any way)
        return None


def remember(
    decision: Decision,
    passage: Passage,
    conversations: Conversations,
    pipeline: Pipeline,
    now: float,
) -> Decision:
    """Update the conversation; return the decision, or what the policy says if the store fails."""
    if passage.conversation is None:
        return decision
    try:
        state = conversations.load(passage.conversation)
        conversations.save(after(state, decision, passage.origin, now))
    except Exception:  # noqa: BLE001 (a store may fail in any way)
        return _unremembered(decision, passage, pipeline)
    return decision


def _unremembered(decision: Decision, passage: Passage, pipeline: Pipeline) -> Decision:
    failed = {*decision.failed, CONVERSATIONS}
    named = replace(decision, failed=tuple(sorted(failed)))
    action, rule = pipeline.after_failures(decision.action, decision.rule, failed)
    if action is decision.action or pipeline.policy.mode == "monitor":
        return named
    return _refused(named, passage, pipeline, rule)


def _refused(decision: Decision, passage: Passage, pipeline: Pipeline, rule: str) -> Decision:
    refusal = pipeline.refusal(passage.origin)
    return replace(decision, action=Action.BLOCK, rule=rule, text=refusal, edits=())


def settle(account: Account, pipeline: Pipeline, reference: str, *, passed: bool) -> Decision:
    """Return the decision about a finished stream; its text has been let go.

    Args:
        account: What the stream saw.
        pipeline: What it went by.
        reference: Id of the audit event.
        passed: The text was let through as it came, by mode or because of the door.

    """
    verdicts = [(finding.action, rule) for finding, rule in account.findings]
    action, rule = strictest_of(verdicts)
    action, rule = pipeline.after_failures(action, rule, account.failed)
    findings = [finding for finding, _ in account.findings]
    return Decision(
        action=action,
        rule=rule,
        text="",
        findings=merged_findings(findings),
        score=injection_score(findings, pipeline.families),
        edits=() if passed else tuple(account.edits),
        policy=pipeline.policy.stamp,
        failed=tuple(sorted(account.failed)),
        enforced=not passed or action is Action.ALLOW,
        reference=reference,
    )


def record(event: AuditEvent, audit: AuditLog, policy: Policy) -> None:
    """Write an event; whether a log that fails stops the answer, the policy says."""
    try:
        audit.write(event)
    except AuditError:
        if policy.fail.audit == "closed":
            raise
