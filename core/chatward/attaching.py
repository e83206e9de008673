"""What a guard says about attachments: images, audio, files, which no detector looks into.

The policy's `attachments` decide by who sent them. What is in them, what they are called and
where they lie is not handed over, so it can be in no record.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from chatward.action import Action
from chatward.audit.attachment_events import AttachmentEvent, kinds_as_written
from chatward.audit.digests import UNAVAILABLE
from chatward.audit.log import Event
from chatward.decision import PYTHON, Decision, Door
from chatward.door import UNENFORCEABLE
from chatward.editing import STORE
from chatward.finding import Finding
from chatward.in_force import InForce
from chatward.memory.conversation import with_result
from chatward.memory.dossier import Dossier
from chatward.memory.memory import Memory
from chatward.passage import Origin, Passage, passage_of
from chatward.pipeline import QUARANTINED, STORE_FAILED
from chatward.policy.attachments import RULE, action_on_attachments
from chatward.policy.model import Policy


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store says about the conversation."""

    dossier: Dossier | None = field(default=None, repr=False)
    failed: bool = False

    @property
    def pseudonym(self) -> str | None:
        if self.failed:
            return UNAVAILABLE
        return None if self.dossier is None else self.dossier.key.pseudonym

    @property
    def quarantined(self) -> bool:
        return self.dossier is not None and bool(self.dossier.state.quarantined)


class Attaching:
    """The part of a guard that is about attachments."""

    _in_force: InForce
    _memory: Memory
    _clock: Callable[[], float]
    _record: Callable[[Event], None]

    def check_attachments(
        self,
        kinds: Mapping[str, int],
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        door: Door = PYTHON,
    ) -> Decision:
        """Decide what is done with the attachments of one message, and record it.

        The decision's action is allow, sanitise (pass the message on without them) or block; its
        `text` is what stands in place of the message when it is blocked, else empty.

        Args:
            kinds: How many there are of each kind, such as ``{"image": 2}``; at least one.
            origin: Who sent them.
            conversation: Id of the conversation; None = private to this call.
            role: Role of the person the bot talks to; for the record.
            door: Where the guard is asked from and what that place can carry out.

        Raises:
            PassageError: The origin is unknown.
            AuditError: The event could not be written and the policy says closed.

        """
        passage = passage_of("", origin, conversation, role)
        known = self._known(passage)
        decision = self._decided(kinds, passage, known, door)
        if not self._remembers(decision, passage, known):
            known = _Known(failed=True)
            decision = self._decided(kinds, passage, known, door)
        bot, now = self._in_force.policy.bot, self._clock()
        self._record(_event(decision, kinds, passage, known, door, now, bot))
        return decision

    def preview_attachments(
        self,
        kinds: Mapping[str, int],
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        door: Door = PYTHON,
    ) -> Decision:
        """Decide like `check_attachments`, but remember and record nothing."""
        passage = passage_of("", origin, conversation, role)
        return self._decided(kinds, passage, self._known(passage), door)

    def _known(self, passage: Passage) -> _Known:
        if passage.conversation is None:
            return _Known()
        try:
            return _Known(self._memory.open(passage.conversation))
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            return _Known(failed=True)

    def _decided(
        self, kinds: Mapping[str, int], passage: Passage, known: _Known, door: Door
    ) -> Decision:
        policy = self._in_force.policy
        action, rule = _verdict(policy, passage.origin, known)
        decision = Decision(
            action=action,
            rule=rule,
            text="",
            findings=tuple(Finding(0, 0, kind, 1.0, action) for kind in kinds_as_written(kinds)),
            policy=policy.stamp,
            failed=(STORE,) if known.failed else (),
            reference=secrets.token_hex(8),
        )
        carried = _carried_out(decision, policy, door)
        if not carried.blocked:
            return carried
        conversing = passage.origin in {Origin.USER, Origin.MODEL}
        return replace(carried, text=policy.says_no(carried.reference, conversing=conversing))

    def _remembers(self, decision: Decision, passage: Passage, known: _Known) -> bool:
        """Remember what has to be; tell whether that went well.

        A document that nobody has looked into taints the conversation, and one that is new gets
        its key now: else its next event would be under another pseudonym.
        """
        dossier = known.dossier
        if dossier is None:
            return True
        passed = decision.action is Action.ALLOW or not decision.enforced
        found = passed and passage.origin is Origin.DOCUMENT
        if dossier.saved and (not found or dossier.state.tainted):
            return True
        taint = str(Origin.DOCUMENT) if found else ""
        try:
            dossier.update(lambda state: with_result(state, taint, private=False))
            self._memory.note(dossier)
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            return False
        return True


def _verdict(policy: Policy, origin: Origin, known: _Known) -> tuple[Action, str]:
    if origin is Origin.USER and known.quarantined:
        return Action.BLOCK, QUARANTINED
    if known.failed and policy.fail.store == "closed":
        return Action.BLOCK, STORE_FAILED
    return action_on_attachments(policy.attachments, origin), RULE


def _carried_out(decision: Decision, policy: Policy, door: Door) -> Decision:
    """Fit a decision to the door, by the policy's mode and `unenforceable`."""
    if decision.action is Action.ALLOW:
        return decision
    if policy.mode == "monitor":
        return replace(decision, enforced=False)
    if door.can_block if decision.action is Action.BLOCK else door.can_edit:
        return decision
    if policy.unenforceable == "block" and door.can_block:
        return replace(decision, action=Action.BLOCK, rule=UNENFORCEABLE)
    return replace(decision, enforced=False)


def _event(
    decision: Decision,
    kinds: Mapping[str, int],
    passage: Passage,
    known: _Known,
    door: Door,
    now: float,
    bot: str,
) -> AttachmentEvent:
    stamp = decision.policy
    return AttachmentEvent(
        time=now,
        reference=decision.reference,
        bot=bot,
        conversation=known.pseudonym,
        role=passage.role,
        door=door.name,
        origin=passage.origin.value,
        attachments=list(kinds_as_written(kinds).items()),
        action=decision.action.value,
        enforced=decision.enforced,
        rule=decision.rule,
        failed=list(decision.failed),
        policy=(stamp.name, stamp.version, stamp.hash),
    )
