"""Decide again by another policy about what is on record, without the text.

What rules go by is on record: kind, score, origin, role, what a grant has set aside and what
failed. So the policy that decided says the same again. What another one would have said cannot
always be told for certain; `chatward.replay.doubts` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chatward.action import Action
from chatward.appeals.pardoning import pardoned_policy as pardoned
from chatward.audit.event import AuditEvent
from chatward.detectors.injection.prompt_injection import KIND as MODEL
from chatward.door import UNENFORCEABLE
from chatward.editing import REDACTOR, STORE
from chatward.kinds import LINK
from chatward.pipeline import DETECTOR_FAILED, QUARANTINED, REDACTOR_FAILED, STORE_FAILED
from chatward.policy.model import Policy
from chatward.replay.doubts import Doubts
from chatward.replay.record import Found, Recorded, as_recorded
from chatward.replay.verdicts import Verdict, Verdicts

_ALLOWED: Verdict = (Action.ALLOW, "")
_ACTIONS = {action.value: action for action in Action}
_FAILURES = frozenset({STORE_FAILED, DETECTOR_FAILED, REDACTOR_FAILED})
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a policy says to a decision on record.

    Attributes:
        action: What it would do.
        rule: The rule behind it; empty = none.
        certain: Whether a guard that goes by it would have decided so about the text, too.
        why: A key of `chatward.replay.doubts.WHY`; empty where it is certain.

    """

    action: Action
    rule: str
    certain: bool = True
    why: str = ""


class Replayer:
    """Decides again by one policy."""

    def __init__(
        self, policy: Policy, families: Mapping[str, str], model: str | None = None
    ) -> None:
        """Prepare to decide.

        Args:
            policy: What to go by.
            families: Which family each kind belongs to.
            model: Version and hash of the injection model that the policy asks, as in events;
                None = not known.

        """
        # A stream that must not begin has one of these in place of a finding.
        known = {**families, QUARANTINED: "", **dict.fromkeys(_FAILURES, "")}
        self._policy = policy
        self._families = families
        self._spotlit = frozenset(origin.value for origin in policy.spotlight)
        self._verdicts = Verdicts(policy, families)
        self._pardoned = Verdicts(pardoned(policy, families), families)
        self._doubts = Doubts(policy, known, self._verdicts, model)

    def replay(self, event: Recorded) -> Replayed:
        """Decide again about one decision.

        Raises:
            ValueError: It has an origin or an action that is none.

        """
        aside = frozenset(event.overridden) if event.overridden else _NONE
        own = event.policy[2] == self._policy.stamp.hash
        verdicts = self._going_by(event, aside, own=own) if event.known_good else self._verdicts
        options = self._options(event, self._said(event, aside, verdicts, own=own))
        on_record = (_action(event.action), event.rule)
        # Where several rules are equally strict, the one on record is as good as any.
        chosen = on_record if on_record in options else options[0]
        if own and on_record[0] in dict(options) and _may_be_covered(event, aside, verdicts):
            chosen = on_record
        why = next(self._doubts.about(event, chosen[0], aside, own=own), "")
        return Replayed(*chosen, certain=not why, why=why)

    def actions(self, event: Recorded) -> Iterator[tuple[str, Action]]:
        """Yield the kind of every finding on record and what would be done about it."""
        aside = frozenset(event.overridden)
        own = event.policy[2] == self._policy.stamp.hash
        verdicts = self._going_by(event, aside, own=own)
        for found in event.findings:
            yield found[0], self._about(found, event, aside, verdicts)[0]

    def _going_by(self, event: Recorded, aside: frozenset[str], *, own: bool) -> Verdicts:
        """Return what gives verdicts: of a text known to be good, once it would be stopped."""
        if not event.known_good:
            return self._verdicts
        said = self._said(event, aside, self._verdicts, own=own)
        return self._pardoned if own or any(each.stops for each, _ in said) else self._verdicts

    def _said(
        self, event: Recorded, aside: frozenset[str], verdicts: Verdicts, *, own: bool
    ) -> list[Verdict]:
        """Return what the policy says to each finding, and to the text as a whole."""
        said = [self._about(found, event, aside, verdicts) for found in event.findings]
        if not own:
            score = self._doubts.unlisted_score(event)
            if score is not None:
                said.append(verdicts.of(MODEL, score, event.origin, event.role, aside))
        if event.origin in self._spotlit and not event.streamed and _can_wrap(event, own=own):
            said.append((Action.SPOTLIGHT, "spotlight"))
        if event.rule == QUARANTINED:
            said.append((Action.BLOCK, QUARANTINED))
        return said

    def _about(
        self, found: Found, event: Recorded, aside: frozenset[str], verdicts: Verdicts
    ) -> Verdict:
        kind, _, _, score, was, _ = found
        if kind in _FAILURES:
            return _ALLOWED
        action, rule = verdicts.of(kind, score, event.origin, event.role, aside)
        if action is Action.ALLOW:
            return _ALLOWED
        if was == "allow" and self._policy.allowed_domains and self._families.get(kind) == LINK:
            return _ALLOWED  # where it leads is allowed, as far as anybody can tell
        if action is Action.PSEUDONYMISE and event.private:
            action = Action.REDACT
        return action, rule

    def _options(self, event: Recorded, said: list[Verdict]) -> list[Verdict]:
        """Return what the policy may say, the likeliest first; several where rules are equal."""
        most = max((action.strictness for action, _ in said), default=0)
        strictest = [each for each in said if each[0].strictness == most] if most else [_ALLOWED]
        if strictest[0][0].stops:
            return strictest
        refused = self._unenforceable(event, said)
        if event.failed:
            # A store may fail when all is decided: a policy that only watches leaves it at that.
            late = strictest if self._policy.mode == "monitor" else refused
            failures = list(self._failures(event.failed))
            if failures:
                return [*failures, *late] if STORE in event.failed else failures
        return refused or strictest

    def _failures(self, failed: list[str]) -> Iterator[Verdict]:
        modes = self._policy.fail
        if STORE in failed and modes.store == "closed":
            yield Action.BLOCK, STORE_FAILED
        if modes.detect == "closed" and any(each != STORE for each in failed):
            yield Action.BLOCK, REDACTOR_FAILED if REDACTOR in failed else DETECTOR_FAILED

    def _unenforceable(self, event: Recorded, said: list[Verdict]) -> list[Verdict]:
        """Return that a door cannot edit what is to be edited, where it has to block then."""
        policy = self._policy
        blocks = policy.mode == "enforce" and policy.unenforceable == "block"
        edited = any(action.edits for action, _ in said if action is not Action.SPOTLIGHT)
        if not blocks or not edited or event.streamed:
            return []
        cannot = event.cannot
        if cannot is None:  # not on record
            cannot = ["edit"] if event.rule == UNENFORCEABLE else []
        return [(Action.BLOCK, UNENFORCEABLE)] if "edit" in cannot and "block" not in cannot else []


def replay(
    event: AuditEvent, policy: Policy, families: Mapping[str, str], model: str | None = None
) -> Replayed:
    """Decide again about one event; who has many makes a `Replayer`.

    Raises:
        ValueError: It has an origin or an action that is none.

    """
    return Replayer(policy, families, model).replay(as_recorded(event))


def _action(word: str) -> Action:
    action = _ACTIONS.get(word)
    if action is None:
        msg = "the action is none"
        raise ValueError(msg)
    return action


def _can_wrap(event: Recorded, *, own: bool) -> bool:
    if event.cannot is not None:
        return "wrap" not in event.cannot
    # Not on record: what the policy did not mark although it marks the origin had no marks.
    return not own or _action(event.action).strictness >= Action.SPOTLIGHT.strictness


def _may_be_covered(event: Recorded, aside: frozenset[str], verdicts: Verdicts) -> bool:
    """Tell whether the rule on record spoke about what another finding covers."""
    action = _action(event.action)
    milder = Action.PSEUDONYMISE if action is Action.REDACT and event.private else action
    return any(
        rule.name == event.rule and rule.action in {action, milder}
        for rule in verdicts.policy.rules
        if rule.name not in aside
    )
