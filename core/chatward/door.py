"""From what the pipeline wants to what a door can do and the stores remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatward.action import Action
from chatward.appeals.pardoning import reconsider
from chatward.audit.log import AuditLog, Event
from chatward.decision import Decision, Door
from chatward.editing import STORE
from chatward.errors import AuditError
from chatward.finding import Finding
from chatward.in_force import InForce
from chatward.look import injection_score, merged_findings
from chatward.memory.baselines import BaselineKeeper
from chatward.memory.conversation import after
from chatward.memory.dossier import Outdated
from chatward.memory.memory import Memory
from chatward.memory.quarantine import keep_text
from chatward.passage import Origin, Passage
from chatward.pipeline import Pipeline
from chatward.policy.decide import strictest_of
from chatward.policy.model import Policy
from chatward.stream import Account

UNENFORCEABLE = "unenforceable"


def decide_about(
    passage: Passage,
    pipeline: Pipeline,
    force: InForce,
    judgement: Sequence[Finding],
    memory: Memory,
    door: Door,
) -> Decision:
    """Decide about a whole text, and fit the decision to the door.

    Args:
        passage: The text.
        pipeline: Opened for its conversation.
        force: The policy in force.
        judgement: What judges have found.
        memory: Knows which texts are good.
        door: Where the guard is asked from.

    """
    protections = force.protections.of(passage.protected)
    found = pipeline.inspect(passage, protections, judgement)
    found = reconsider(found, passage, pipeline, protections, judgement, memory)
    return enforce(found, passage, pipeline, door)


def enforce(decision: Decision, passage: Passage, pipeline: Pipeline, door: Door) -> Decision:
    """Fit a decision to the door, by the policy's mode and `unenforceable`."""
    policy = pipeline.policy
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


def open_about(
    passage: Passage,
    memory: Memory,
    keeper: BaselineKeeper,
    pipeline: Pipeline,
    *,
    assume: bool = False,
) -> Pipeline:
    """Return the pipeline for a text of its conversation, as far as the store can tell.

    Args:
        passage: The text.
        memory: Where conversations are kept.
        keeper: What knows what is usual for the bot.
        pipeline: For no conversation in particular.
        assume: Whether what this process last wrote may do; `remember` finds out whether it did.

    """
    if passage.conversation is None:
        return pipeline
    try:
        opened = memory.assume if assume else memory.open
        dossier = opened(passage.conversation)
        baseline = keeper.known() if passage.origin is Origin.USER else None
    except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
        return pipeline.without_store()
    return pipeline.about(dossier, baseline)


def remember(
    decision: Decision,
    passage: Passage,
    pipeline: Pipeline,
    memory: Memory,
    keeper: BaselineKeeper,
) -> Decision:
    """Update the conversation; return the decision, or what the policy says if the store fails.

    Raises:
        Outdated: The conversation is not what it was assumed to be.

    """
    dossier = pipeline.dossier
    if dossier is None:
        return decision
    try:
        dossier.update(lambda state: after(state, decision, passage.origin, pipeline.now))
        memory.note(dossier)
        if decision.blocked and pipeline.policy.quarantine and passage.text:
            keep_text(memory, dossier, decision.reference, passage.text)
        if passage.origin is Origin.USER and not decision.blocked and pipeline.past is not None:
            keeper.learn(decision.text, pipeline.past.since_last(pipeline.now))
    except Outdated:
        memory.doubt(dossier)
        raise
    except Exception:  # noqa: BLE001 (a store may fail in any way)
        memory.doubt(dossier)
        return _unremembered(decision, passage, pipeline)
    return decision


def _unremembered(decision: Decision, passage: Passage, pipeline: Pipeline) -> Decision:
    failed = {*decision.failed, STORE}
    named = replace(decision, failed=tuple(sorted(failed)))
    action, rule = pipeline.after_failures(decision.action, decision.rule, failed)
    if action is decision.action or pipeline.policy.mode == "monitor":
        return named
    return _refused(named, passage, pipeline, rule)


def _refused(decision: Decision, passage: Passage, pipeline: Pipeline, rule: str) -> Decision:
    refusal = pipeline.refusal(passage.origin)
    return replace(decision, action=Action.BLOCK, rule=rule, text=refusal, edits=())


def settle(account: Account, passage: Passage, pipeline: Pipeline, *, passed: bool) -> Decision:
    """Return the decision about a finished stream; its text has been let go.

    Args:
        account: What the stream saw.
        passage: Origin, conversation and role of the text; its own text is empty.
        pipeline: What it went by.
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
        overridden=pipeline.overridden(findings, passage),
        enforced=not passed or action is Action.ALLOW,
        reference=pipeline.reference,
    )


def record(event: Event, audit: AuditLog, policy: Policy) -> None:
    """Write an event; whether a log that fails stops the answer, the policy says."""
    try:
        audit.write(event)
    except AuditError:
        if policy.fail.audit == "closed":
            raise
