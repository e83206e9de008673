"""From what the pipeline wants to what a door can do."""

from __future__ import annotations

from dataclasses import replace

from chatward.action import Action
from chatward.decision import Decision, Door
from chatward.passage import Passage
from chatward.pipeline import Pipeline, merged_findings
from chatward.policy.decide import strictest_of
from chatward.policy.model import Policy
from chatward.stream import Account

UNENFORCEABLE = "unenforceable"


def enforce(
    decision: Decision, passage: Passage, policy: Policy, door: Door, reference: str
) -> Decision:
    """Fit a decision to the door, by the policy's mode and `unenforceable`."""
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
        return replace(
            decision, action=Action.BLOCK, rule=UNENFORCEABLE, text=policy.refusal, edits=()
        )
    return as_it_was


def settle(account: Account, pipeline: Pipeline, reference: str) -> Decision:
    """Return the decision about a finished stream; its text has been let go."""
    verdicts = [(finding.action, rule) for finding, rule in account.findings]
    action, rule = strictest_of(verdicts)
    action, rule = pipeline.after_failures(action, rule, account.failed)
    findings = [finding for finding, _ in account.findings]
    return Decision(
        action=action,
        rule=rule,
        text="",
        findings=merged_findings(findings),
        score=pipeline.injection_score(findings),
        edits=tuple(account.edits),
        policy=pipeline.policy.stamp,
        failed=tuple(sorted(account.failed)),
        enforced=pipeline.policy.mode != "monitor" or action is Action.ALLOW,
        reference=reference,
    )
