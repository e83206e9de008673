"""A policy with a shipped profile laid over it, for as long as an incident asks for that."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from chatward.decision import PolicyStamp
from chatward.passage import Origin
from chatward.policy.file import load_profile
from chatward.policy.model import Policy, Release, Rule

_STRICTER_ATTACHMENTS = ("allow", "strip", "refuse")


def tightened(policy: Policy, profile: str) -> Policy:
    """Return the policy with the rules of a profile beside its own, of which the stricter count.

    What the policy itself says about a kind by name stays: it was meant. Nothing becomes laxer.

    Args:
        policy: The policy in force.
        profile: Name of a shipped profile.

    Raises:
        PolicyError: There is no such profile.

    """
    other = load_profile(profile)
    digest = hashlib.sha256(f"{policy.stamp.hash} {other.stamp.hash}".encode()).hexdigest()
    stamp = PolicyStamp(f"{policy.stamp.name} under {profile}", policy.stamp.version, digest[:16])
    origins = (*policy.attachments, *other.attachments)
    return replace(
        policy,
        stamp=stamp,
        rules=(*policy.rules, *(_renamed(each, profile) for each in other.rules)),
        releases=(
            *policy.releases,
            *(_renamed_release(each, profile) for each in other.releases if not each.allow),
        ),
        attachments={origin: _stricter(policy, other, origin) for origin in origins},
    )


def _stricter(policy: Policy, other: Policy, origin: Origin) -> str:
    words = (policy.attachments.get(origin, "allow"), other.attachments.get(origin, "allow"))
    return max(words, key=_STRICTER_ATTACHMENTS.index)


def _renamed(rule: Rule, profile: str) -> Rule:
    return replace(rule, name=f"{profile}:{rule.name}")


def _renamed_release(release: Release, profile: str) -> Release:
    return replace(release, name=f"{profile}:{release.name}")
