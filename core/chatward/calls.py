"""Whether a tool may be called: the policy's rules, asked about one conversation at one moment.

What was read and how often tools were called lies in the conversation; a call that is allowed is
judged and counted in one change of it, so that two calls at once cannot both be the last.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chatward.action import Action
from chatward.audit.call_events import CallEvent, arguments_as_written, tool_as_written
from chatward.audit.digests import UNAVAILABLE
from chatward.audit.log import Event
from chatward.editing import STORE
from chatward.errors import AuditError, GrantError, StoreError
from chatward.memory.containment import NOTHING, Contained
from chatward.memory.conversation import OTHER_TOOLS, Conversation, with_call, with_result
from chatward.memory.dossier import Dossier
from chatward.memory.grants import CALL_TOOL
from chatward.memory.memory import Memory
from chatward.pipeline import STORE_FAILED
from chatward.policy.model import Policy
from chatward.policy.tools import (
    UNKNOWN,
    Call,
    Capability,
    Judgement,
    Standing,
    capabilities_of,
    judge_call,
)

TOOL_NAME = "tool-name"
"""The rule behind the block of a call whose tool has no name that could be one."""

ALLOWED = Judgement()
"""Says nothing against a call."""

APPROVAL, GRANT = "approval", "grant"
NOBODY_KNOWS = "unknown"

TOOL_LOCKED = "tool-locked"
"""The rule behind the block of a call whose tool an incident has locked."""

_LOCKED = Judgement(Action.BLOCK, TOOL_LOCKED, "an incident has locked this tool")
_NO_TOOL = Judgement(Action.BLOCK, TOOL_NAME, "this can be no tool's name")


@dataclass(frozen=True, slots=True)
class CallDecision:
    """What to do about one call.

    Attributes:
        action: Allow, ask or block: what the caller has to do.
        rule: What spoke, such as ``"tool:send_mail.roles"`` or ``"tainted"``; also where an
            approval, a grant or the mode has lifted it. Empty = nothing.
        reference: Id of the audit event; safe to show to a user.
        why: The same in a few words, without any value.
        lifted: ``"approval"`` or ``"grant"`` where that let the call through.
        enforced: False where the rules would have stopped the call and the mode did not.

    """

    action: Action
    rule: str
    reference: str
    why: str
    lifted: str = ""
    enforced: bool = True

    @property
    def allowed(self) -> bool:
        """Tell whether the tool may be called now."""
        return self.action is Action.ALLOW


@dataclass(frozen=True, slots=True)
class Asked:
    """A call, and what the caller has to say for it.

    Attributes:
        call: The call.
        conversation: Id of the conversation; None = of none.
        approved: Somebody has agreed to it.
        grant: Token that lets it through; empty = none. Not in the repr.
        also: What the caller's own rules say; the stricter counts.

    """

    call: Call
    conversation: str | None = field(repr=False)
    approved: bool = False
    grant: str = field(default="", repr=False)
    also: Judgement = ALLOWED


@dataclass(frozen=True, slots=True)
class _Answer:
    """A judgement, what has lifted it, and what was known of the conversation."""

    said: Judgement
    lifted: str = ""
    tainted: str = ""
    private: bool = False
    conversation: str | None = None
    failed: bool = False

    @property
    def passes(self) -> bool:
        return self.said.action is Action.ALLOW or bool(self.lifted)


@dataclass(frozen=True)
class Calls:
    """Judges, counts and records calls.

    Attributes:
        policy: What to go by.
        memory: Where conversations are kept.
        clock: Returns seconds since the epoch.
        record: Writes an audit event.
        spend: Uses a grant: its token, the store's name of the conversation, the purpose.
        held: What incidents hold back.

    """

    policy: Policy
    memory: Memory
    clock: Callable[[], float]
    record: Callable[[Event], None]
    spend: Callable[[str, str, str], None]
    held: Contained = NOTHING

    def check(self, asked: Asked) -> CallDecision:
        """Decide about a call, count it where it may be made, and record the decision.

        Raises:
            GrantError: A grant was handed over and needed, and does not allow it.
            AuditError: The event could not be written and the policy says closed.

        """
        answer = self._answer(asked)
        monitored = self.policy.mode == "monitor" and not answer.passes
        event = self._event(asked.call, answer, enforced=not monitored)
        self.record(event)
        return CallDecision(
            action=Action.ALLOW if monitored or answer.passes else answer.said.action,
            rule=answer.said.rule,
            reference=event.reference,
            why=answer.said.why,
            lifted=answer.lifted,
            enforced=not monitored,
        )

    def preview(self, asked: Asked) -> Judgement:
        """Say what would be decided about a call; nothing is counted, recorded or spent."""
        if not tool_as_written(asked.call.tool):
            return _NO_TOOL
        if asked.conversation is None:
            return self._said(asked, UNKNOWN)
        try:
            return self._judged(asked, self.memory.open(asked.conversation).state).said
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            return self._without_store(asked).said

    def note(self, call: Call, conversation: str | None) -> None:
        """Remember what the result of a tool brings into the conversation.

        Raises:
            StoreError: It could not be remembered and the policy says closed.

        """
        brings = self._abilities(call)
        tainted = (
            f"tool:{tool_as_written(call.tool)}" if Capability.READS_UNTRUSTED in brings else ""
        )
        private = Capability.READS_PRIVATE in brings
        if conversation is None or not (tainted or private):
            return
        try:
            dossier = self.memory.open(conversation)
            known = dossier.state
            if with_result(known, tainted, private=private) != known:
                dossier.update(lambda state: with_result(state, tainted, private=private))
                self.memory.note(dossier)
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            if self.policy.fail.store == "closed" and self.policy.mode != "monitor":
                msg = "what a tool's result brings could not be remembered: withhold the result"
                raise StoreError(msg) from None

    def _answer(self, asked: Asked) -> _Answer:
        if not tool_as_written(asked.call.tool):
            return _unknown(_NO_TOOL, asked)
        if asked.conversation is None:
            return self._without_memory(asked)
        try:
            return self._remembering(asked, asked.conversation)
        except (GrantError, AuditError):
            raise
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            return self._without_store(asked)

    def _remembering(self, asked: Asked, conversation: str) -> _Answer:
        dossier = self.memory.open(conversation)
        answer = self._judged(asked, dossier.state)
        if asked.grant and not answer.passes:
            self.spend(asked.grant, dossier.owner, f"{CALL_TOOL}{asked.call.tool}")
            answer = replace(answer, lifted=GRANT)
        if answer.passes or self.policy.mode == "monitor":
            answer = self._counted(asked, dossier, answer)
        return replace(answer, conversation=dossier.key.pseudonym)

    def _counted(self, asked: Asked, dossier: Dossier, answer: _Answer) -> _Answer:
        """Count the call, judged once more on top of what others have done meanwhile."""

        def count(state: Conversation) -> Conversation:
            nonlocal answer
            if answer.lifted != GRANT:
                answer = self._judged(asked, state)
            counts = answer.passes or self.policy.mode == "monitor"
            return with_call(state, asked.call.tool) if counts else state

        dossier.update(count)
        self.memory.note(dossier)
        return answer

    def _judged(self, asked: Asked, state: Conversation) -> _Answer:
        made = dict(state.calls)
        others = made.pop(OTHER_TOOLS, 0)
        standing = Standing(bool(state.tainted), state.private, made, others)
        said = self._said(asked, standing)
        return _Answer(said, _lifted(said, asked), state.tainted, state.private)

    def _without_memory(self, asked: Asked) -> _Answer:
        """Answer where nothing is known of what was read: as if it were the worst."""
        if asked.grant:
            msg = "a grant is for a conversation; say which"
            raise GrantError(msg)
        return _unknown(self._said(asked, UNKNOWN), asked)

    def _without_store(self, asked: Asked) -> _Answer:
        said = self._said(asked, UNKNOWN)
        if self.policy.fail.store == "closed":
            said = Judgement(Action.BLOCK, STORE_FAILED, "the store failed")
        return replace(_unknown(said, asked), failed=True, conversation=UNAVAILABLE)

    def _said(self, asked: Asked, standing: Standing) -> Judgement:
        said = judge_call(self.policy.tools, self.policy.tainted, asked.call, standing)
        locked = _LOCKED if self.held.locks(asked.call.tool) else ALLOWED
        return max(said, asked.also, locked, key=lambda each: each.action.strictness)

    def _event(self, call: Call, answer: _Answer, *, enforced: bool) -> CallEvent:
        stamp = self.policy.stamp
        return CallEvent(
            time=self.clock(),
            reference=secrets.token_hex(8),
            bot=self.policy.bot,
            conversation=answer.conversation,
            role=call.role,
            tool=tool_as_written(call.tool),
            capabilities=sorted(map(str, self._abilities(call))),
            arguments=arguments_as_written(call.arguments),
            action=answer.said.action.value,
            enforced=enforced,
            rule=answer.said.rule,
            lifted=answer.lifted,
            tainted=answer.tainted,
            private=answer.private,
            failed=[STORE] if answer.failed else [],
            policy=(stamp.name, stamp.version, stamp.hash),
        )

    def _abilities(self, call: Call) -> frozenset[Capability]:
        return capabilities_of(self.policy.tools, call.tool, call.declared)


def _unknown(said: Judgement, asked: Asked) -> _Answer:
    return _Answer(said, _lifted(said, asked), NOBODY_KNOWS, private=True)


def _lifted(said: Judgement, asked: Asked) -> str:
    return APPROVAL if asked.approved and said.action is Action.ASK else ""
