"""Texts that people have looked at and found good: what was held against them is set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatward import kinds
from chatward.action import Action
from chatward.decision import Decision
from chatward.detectors.injection.over_turns import ESCALATION, SPLIT
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.finding import Finding
from chatward.memory.memory import Memory
from chatward.passage import Origin, Passage
from chatward.pipeline import Pipeline
from chatward.policy.model import Policy, Rule

KNOWN_GOOD = "known-good"
"""The rule that takes the place of those set aside."""

HEARD = frozenset({Origin.USER, Origin.TOOL, Origin.DOCUMENT, Origin.HISTORY})
ATTACKS = frozenset({kinds.INJECTION, kinds.CONDUCT})
OF_SEVERAL = frozenset({SPLIT, ESCALATION})
"""What is said about several texts together is not about the one that is known."""


def reconsider(
    found: Decision,
    passage: Passage,
    pipeline: Pipeline,
    protections: ProtectedTexts | None,
    judgement: Sequence[Finding],
    memory: Memory,
) -> Decision:
    """Decide again about a text that was stopped as an attack and is known to be none.

    Personal data, secrets and leaks are dealt with as ever. Texts of models are not asked about.

    Args:
        found: The decision so far.
        passage: About what.
        pipeline: What decided.
        protections: What must not come out, hashed.
        judgement: What judges have found.
        memory: Knows which texts are good.

    """
    if not found.action.stops or passage.origin not in HEARD:
        return found
    if not _accused(found, pipeline.families) or not _is_known(passage.text, pipeline, memory):
        return found
    pardoning = replace(pipeline, pardons=_pardonable(pipeline.families))
    again = pardoning.inspect(passage, protections, judgement)
    return replace(again, known_good=True)


def _accused(found: Decision, families: Mapping[str, str]) -> bool:
    """Tell whether the text was stopped for what can be set aside."""
    return any(each.action.stops and each.kind in _pardonable(families) for each in found.findings)


def _is_known(text: str, pipeline: Pipeline, memory: Memory) -> bool:
    from chatward.memory.known_good import KnownGood  # noqa: PLC0415 (hardly ever needed)

    return KnownGood(memory.store, memory.keys).has(text, pipeline.now)


def _pardonable(families: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        kind for kind, family in families.items() if family in ATTACKS and kind not in OF_SEVERAL
    )


def pardoned_policy(policy: Policy, families: Mapping[str, str]) -> Policy:
    """Return the policy as it is to a text that is known to be good: attacks pass.

    For what is decided again from the log; a pipeline asks all the same, for what several texts
    say together.
    """
    pardoned = _pardonable(families)
    rules = [replace(each, kinds=each.kinds - pardoned) for each in policy.rules]
    return replace(policy, rules=(*rules, Rule(KNOWN_GOOD, pardoned, Action.ALLOW, min_score=0.0)))
