"""What each event of a log adds to a report.

What happens seldom is kept one by one, the newest of it: changes of the policy, purges,
incidents. All the rest is only counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chatward.audit.stages import AT_REST, TOOL_CALL
from chatward.report import lines
from chatward.report.gathered import KEPT, Gathered, Incident, PolicySeen
from chatward.report.tally import Tally, step_of

Count = Callable[[Any, Tally], None]

_SURE = 0.5
"""From this probability on a text is an attack rather than not."""
_STOPS = frozenset({"block", "ask"})
_INCIDENTS = 2_000
_FIRSTS = 2_000
_CONSTRUCTED = "rasa"
"""Doors whose names begin with it: no text comes in or goes out any other way."""
_BOTH_WAYS = frozenset({"input", "output"})


def counters(found: Gathered) -> dict[type, Count]:
    """Return what counts each kind of event."""
    counter = Counter(found)
    return {each: getattr(counter, name) for each, name in _METHODS.items()}


class Counter:
    """Counts events into what was gathered; a method for each kind of event."""

    def __init__(self, found: Gathered) -> None:
        self._found = found

    def decision(self, said: lines.DecisionLine, tally: Tally) -> None:
        """Count a decision."""
        place = (said.bot, said.door, said.stage)
        tally.actions.add((said.action, said.enforced))
        tally.places.add(place)
        constructed = said.stage in _BOTH_WAYS and said.door.startswith(_CONSTRUCTED)
        tally.stages.add((said.stage, constructed))
        if said.action in _STOPS and said.enforced:
            tally.refused_at.add(place)
        if said.rule:
            tally.rules.add((said.rule, said.action))
            self._first("rule", said.rule, said.time)
        if said.family and said.score >= _SURE:
            tally.families.add(said.family)
            self._first("family", said.family, said.time)
        for kind, _, _, _, action, _ in said.findings:
            tally.kinds.add((kind, action))
            self._first("kind", kind, said.time)
        for tag in said.regulations:
            tally.regulations.add(tag)
        for what in said.failed:
            tally.failed.add(what)
        if bytes(said.features) != b"null":  # of a stream: its time is mostly the model's
            tally.micros.add(step_of(said.duration_micros))
        if said.key != "master":
            self._found.ephemeral += 1
        self._seen(said)

    def _seen(self, said: lines.DecisionLine) -> None:
        bots, at = self._found.bots, (said.bot, said.stage)
        if at in bots or len(bots) < _FIRSTS:
            bots[at] = max(said.time, bots.get(at, 0))
        policies = self._found.policies
        policy = policies.get(said.policy)
        if policy is None:
            if len(policies) >= KEPT:
                return
            policy = policies[said.policy] = PolicySeen(said.time, said.time)
        policy.first = min(policy.first, said.time)
        policy.last = max(policy.last, said.time)
        policy.decisions += 1

    def _first(self, sort: str, name: str, time: float) -> None:
        firsts, what = self._found.firsts, (sort, name)
        if what in firsts:
            firsts[what] = min(firsts[what], time)
        elif len(firsts) < _FIRSTS:
            firsts[what] = time

    def call(self, said: lines.CallLine, tally: Tally) -> None:
        """Count a call of a tool."""
        tally.stages.add((TOOL_CALL, False))
        tally.calls.add((said.tool, said.rule, said.action, said.enforced and not said.lifted))

    def attachment(self, said: lines.AttachmentLine, tally: Tally) -> None:
        """Count attachments."""
        for kind, amount in said.attachments:
            tally.attachments.add((kind, said.action), amount)

    def release(self, said: lines.ReleaseLine, tally: Tally) -> None:
        """Count values that were released, and those that were not."""
        for kind, amount, _ in said.released:
            tally.released.add((kind, said.to), amount)
        for kind, amount, _ in said.denied:
            tally.denied.add((kind, said.to), amount)
        tally.other.add("kept back", said.kept_back)

    def keeping(self, _: lines.KeepingLine, tally: Tally) -> None:
        """Count texts at rest."""
        tally.stages.add((AT_REST, False))

    def grant(self, said: lines.GrantLine, tally: Tally) -> None:
        """Count what was done with a grant."""
        tally.other.add(f"grant {said.did}")

    def quarantine(self, _: lines.QuarantineLine, tally: Tally) -> None:
        """Count a quarantine."""
        tally.other.add("quarantine")

    def hand_off(self, said: lines.HandOffLine, tally: Tally) -> None:
        """Count a hand-off."""
        tally.other.add(f"hand-off {said.did}")

    def erasure(self, _: lines.ErasureLine, tally: Tally) -> None:
        """Count an erasure."""
        tally.other.add("erasure")

    def retention(self, said: lines.RetentionLine, _: Tally) -> None:
        """Keep a purge."""
        self._found.purges.append(said)

    def policy(self, said: lines.PolicyLine, _: Tally) -> None:
        """Keep a change of the policy."""
        self._found.changes.append(said)

    def shadow(self, said: lines.ShadowLine, tally: Tally) -> None:
        """Count what a policy on trial would change."""
        tally.shadows.add((said.was, said.would_be))

    def degraded(self, said: lines.DegradedLine, tally: Tally) -> None:
        """Keep a time in which something was down."""
        self._found.outages.append(said)
        tally.degraded.add(said.what, max(0.0, said.until - said.since))
        tally.lost.add(said.what, said.lost)

    def traffic(self, said: lines.TrafficLine, tally: Tally) -> None:
        """Count what an application had."""
        tally.traffic.add(said.stage, max(0, said.texts))

    def incident(self, said: lines.IncidentLine, tally: Tally) -> None:
        """Follow the life of an incident."""
        if said.drill:
            return
        incidents = self._found.incidents
        known = incidents.get(said.incident)
        if known is None:
            opened = said.time - max(0.0, said.seconds)
            known = Incident(said.incident, opened, said.rule, said.severity)
            incidents[said.incident] = known
            if len(incidents) > _INCIDENTS:
                incidents.popitem(last=False)
        if said.did == "opened":
            tally.opened.add(said.severity)
        elif said.did == "contained" and known.contained is None:
            known.contained = said.seconds
        elif said.did == "closed":
            known.closed = said.seconds
        elif said.did == "notified":
            known.told += 1
        elif said.did == "not-notified":
            known.not_told += 1

    def drill(self, said: lines.DrillLine, _: Tally) -> None:
        """Keep an exercise."""
        self._found.drills.append(said)

    def appeal(self, said: lines.AppealLine, tally: Tally) -> None:
        """Count an appeal."""
        tally.appeals.add((said.rule, said.verdict))


_METHODS: dict[type, str] = {
    lines.DecisionLine: "decision",
    lines.CallLine: "call",
    lines.AttachmentLine: "attachment",
    lines.ReleaseLine: "release",
    lines.KeepingLine: "keeping",
    lines.GrantLine: "grant",
    lines.QuarantineLine: "quarantine",
    lines.HandOffLine: "hand_off",
    lines.ErasureLine: "erasure",
    lines.RetentionLine: "retention",
    lines.PolicyLine: "policy",
    lines.ShadowLine: "shadow",
    lines.DegradedLine: "degraded",
    lines.TrafficLine: "traffic",
    lines.IncidentLine: "incident",
    lines.DrillLine: "drill",
    lines.AppealLine: "appeal",
}
