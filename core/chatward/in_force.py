"""A policy in force: the policy and all that is made of it, exchanged as one."""

from __future__ import annotations

from dataclasses import dataclass

from chatward.audit.recorder import Recorder
from chatward.detectors.leaks.protected_text import Protections
from chatward.pipeline import Pipeline
from chatward.policy.model import Policy


@dataclass(frozen=True)
class InForce:
    """What a guard goes by at one time.

    Attributes:
        pipeline: The policy with the parts that carry it out.
        protections: What must not come out, hashed.
        recorder: Says what an event says about a decision.

    """

    pipeline: Pipeline
    protections: Protections
    recorder: Recorder

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.pipeline.policy
