"""What a guard says about the calls of tools, and learns from their results."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping

from chatward.audit.log import Event
from chatward.calls import ALLOWED, Asked, CallDecision, Calls
from chatward.in_force import InForce
from chatward.memory.containment import Contained
from chatward.memory.memory import Memory
from chatward.policy.tools import Judgement, call_of


class Calling:
    """The part of a guard that is about tools."""

    _in_force: InForce
    _memory: Memory
    _clock: Callable[[], float]
    _record: Callable[[Event], None]
    _held: Callable[[], Contained]
    waits: Callable[[str | None], bool]

    def check_call(
        self,
        tool: str,
        arguments: Mapping[str, object],
        *,
        conversation: str | None,
        role: str | None = None,
        approved: bool = False,
        capabilities: Collection[str] | None = None,
        grant: str = "",
        also: Judgement = ALLOWED,
    ) -> CallDecision:
        """Decide whether a tool may be called; a call that may is counted, each is on record.

        Args:
            tool: Its name.
            arguments: Values by name, as the tool will get them; none of them is recorded.
            conversation: Id of the conversation; None = nobody knows what was read, so as if
                untrusted texts and private data had been, and no budget is kept.
            role: Role of the person the bot talks to.
            approved: Somebody has agreed to this very call; a block holds all the same.
            capabilities: What the tool declares itself; the policy's word is worth more.
            grant: Token of a grant ``call-tool:NAME``; lets through what is else stopped.
            also: What the caller's own rules say; the stricter counts.

        Raises:
            PassageError: The tool's name is no string, or the arguments are no mapping.
            PolicyError: A capability is none.
            GrantError: The grant was needed and does not allow the call.
            AuditError: The event could not be written and the policy says closed.

        """
        call = call_of(tool, arguments, role, capabilities)
        return self._calls.check(Asked(call, conversation, approved, grant, also))

    def preview_call(
        self,
        tool: str,
        arguments: Mapping[str, object],
        *,
        conversation: str | None,
        role: str | None = None,
        capabilities: Collection[str] | None = None,
        also: Judgement = ALLOWED,
    ) -> Judgement:
        """Say what `check_call` would, but count and record nothing; arguments as there.

        For where somebody has to be asked before anything is done. In monitor mode a call passes
        all the same: ask nobody then.

        Raises:
            PassageError: The tool's name is no string, or the arguments are no mapping.
            PolicyError: A capability is none.

        """
        call = call_of(tool, arguments, role, capabilities)
        return self._calls.preview(Asked(call, conversation, also=also))

    async def acheck_call(
        self,
        tool: str,
        arguments: Mapping[str, object],
        *,
        conversation: str | None,
        role: str | None = None,
        approved: bool = False,
        capabilities: Collection[str] | None = None,
        grant: str = "",
        also: Judgement = ALLOWED,
    ) -> CallDecision:
        """Decide like `check_call`, off the event loop where a store is asked that may wait."""
        call = call_of(tool, arguments, role, capabilities)
        asked = Asked(call, conversation, approved, grant, also)
        if self.waits(conversation):
            return await asyncio.to_thread(lambda: self._calls.check(asked))
        return self._calls.check(asked)

    def note_result(
        self,
        tool: str,
        *,
        conversation: str | None,
        capabilities: Collection[str] | None = None,
    ) -> None:
        """Remember that the model is about to read the result of a tool.

        From then on the conversation is tainted, where the tool reads what cannot be trusted,
        and private, where it reads private data; both for as long as it is remembered.

        Args:
            tool: Its name.
            conversation: Id of the conversation; None = nothing is remembered.
            capabilities: What the tool declares itself; the policy's word is worth more.

        Raises:
            PassageError: The tool's name is no string.
            PolicyError: A capability is none.
            StoreError: It could not be remembered, and the policy says closed: withhold the
                result.

        """
        self._calls.note(call_of(tool, {}, None, capabilities), conversation)

    @property
    def _calls(self) -> Calls:
        from chatward.review import Review  # noqa: PLC0415 (loaded by who calls tools only)

        spend = Review(self._memory, self._clock, self._record).spend
        policy = self._in_force.policy
        return Calls(policy, self._memory, self._clock, self._record, spend, self._held())
