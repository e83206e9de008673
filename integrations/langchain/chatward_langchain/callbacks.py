"""`GuardCallback`: the one line for a chain that exists already.

A callback can look, it can raise, and it can write into the objects it is shown. So this handler
blocks and audits in every call mode, and changes input messages in place. It cannot take back
what was streamed, and it cannot change messages whose content is a list, because langchain-core
may show it copies of those; there the policy's `unenforceable` says what happens.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, Generation, LLMResult
from langchain_core.runnables import RunnableConfig

from chatward import Action, Decision, Guard, GuardBlocked
from chatward.decision import Door
from chatward_langchain.answers import guard_answer
from chatward_langchain.asking import Turn
from chatward_langchain.attached import without
from chatward_langchain.conversations import Conversing, conversation_of, role_in, user_in
from chatward_langchain.leaves import Reader
from chatward_langchain.media import attachments_in
from chatward_langchain.messages import (
    guard_message,
    last_answer,
    origins,
    system_texts,
    text_of,
)
from chatward_langchain.runs import Run, Runs
from chatward_langchain.written import Written

_EDITS = Door("langchain-callback")
_LOOKS = Door("langchain-callback", can_edit=False)


class GuardCallback(BaseCallbackHandler):
    """Guard the model calls of a chain from its callbacks; put it first in the list.

    Args:
        guard: The guard.
        in_place: Whether messages are changed in place, the caller's own objects and the history
            among them. False touches nothing: what would need a change follows the policy's
            `unenforceable`.
        conversation: Id of the conversation, or what returns it for a config; by default
            `thread_id` or `session_id` in the config's `metadata`. That is all callbacks are
            shown: a function finds the same values as `configurable`.
        role: Role of the person the bot talks to; by default `role` in the config's `metadata`.

    Raises:
        GuardBlocked: From the call that is refused.

    """

    # An async handler is swallowed under invoke, and an error that is not raised lets all pass.
    raise_error = True

    def __init__(
        self,
        guard: Guard,
        *,
        in_place: bool = True,
        conversation: Conversing | None = None,
        role: str | None = None,
    ) -> None:
        self._guard = guard
        self._in_place = in_place
        self._conversation = conversation
        self._role = role
        self._written = Written()
        self._runs = Runs()

    @property
    def run_inline(self) -> bool:  # type: ignore[override]
        """Run before tracers, and in the caller's own thread.

        Except where an event loop would have to wait for the store: langchain-core asks once to
        put handlers in order, and once more, under this name, whether to call this one on the
        loop or to await it in a thread. Should that name change, the loop waits, that is all.
        """
        asking = inspect.currentframe()
        asking = asking.f_back if asking is not None else None
        calls = asking is not None and asking.f_code.co_name == "_ahandle_event_for_handler"
        return not (calls and self._waits)

    def on_chat_model_start(
        self,
        serialized: dict[str, Any],
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Guard the messages before the model reads them."""
        for one in messages:
            run = self._run(metadata, system_texts(one))
            self._runs.open(run_id, run)
            whose = origins(one)
            answered = last_answer(whose)
            for at, (message, origin) in enumerate(zip(one, whose, strict=True)):
                if origin != "system":
                    self._guard_message(message, origin, run, earlier=at < answered)

    def on_llm_start(
        self,
        serialized: dict[str, Any],
        prompts: list[str],
        *,
        run_id: UUID,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Guard the prompts of a text model, which a callback cannot change."""
        run = self._run(metadata)
        self._runs.open(run_id, run)
        turn = run.turn(_LOOKS)
        for prompt in prompts:
            reader = Reader("user")
            turn.run(reader.read(prompt))
            _raise_if(reader.blocked)

    def on_llm_new_token(self, token: Any, *, run_id: UUID, **kwargs: Any) -> None:
        """Watch a streamed answer; end the stream where it holds what must not pass."""
        self._watch(run_id, text_of(token), "tokens")

    def on_stream_event(self, event: Mapping[str, Any], *, run_id: UUID, **kwargs: Any) -> None:
        """Watch an answer that is streamed as events of version 3."""
        delta: Mapping[str, Any] = event.get("delta") or {}
        self._watch(run_id, str(delta.get("text") or ""), "events")

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        """Guard the answer: in place when it came whole, for the record when it was streamed."""
        run = self._runs.close(run_id) or self._run(None)
        editable = self._in_place and not run.streamed
        turn = run.turn(_EDITS if editable else _LOOKS)
        for choices in response.generations:
            for generation in choices:
                self._guard_generation(generation, run, turn)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """Put on record what was streamed until then."""
        run = self._runs.close(run_id)
        if run is not None:
            run.conclude()

    def _run(self, metadata: dict[str, Any] | None, protected: tuple[str, ...] = ()) -> Run:
        known = metadata or {}
        shown: RunnableConfig = {"metadata": known, "configurable": known}
        conversation = conversation_of(self._conversation, shown)
        role = self._role or role_in(metadata)
        return Run(self._guard, conversation, role, protected, user=user_in(known))

    def _watch(self, run_id: UUID, text: str, source: str) -> None:
        run = self._runs.get(run_id)
        if run is not None and run.watch(text, source) and self._stops:
            self._raise_if_delivered(run.conclude())

    def _raise_if_delivered(self, decision: Decision) -> None:
        """Raise on an answer that went out as it was, where the policy wants that."""
        if self._stops and not decision.enforced:
            rule = decision.rule if decision.blocked else "unenforceable"
            raise GuardBlocked(rule, decision.kinds)

    @property
    def _waits(self) -> bool:
        # Which conversation is not known yet: whether the store waits is the same for all.
        return self._guard.waits("")

    @property
    def _stops(self) -> bool:
        policy = self._guard.policy
        return policy.mode == "enforce" and policy.unenforceable == "block"

    def _guard_message(self, message: BaseMessage, origin: str, run: Run, *, earlier: bool) -> None:
        editable = self._in_place and isinstance(message.content, str)
        conversation = run.conversation
        turn = replace(run.turn(_EDITS if editable else _LOOKS), protected=())
        reader = Reader(origin)
        text = text_of(message.content)
        if editable and self._written.knows(text, conversation, tool=origin == "tool"):
            reader.remember(text, _as_it_is(text))
        guarded, blocked = turn.run(guard_message(message, reader, earlier=earlier))
        if origin == "user" or not editable:
            _raise_if(blocked)
        if editable and guarded is not message:
            _write(guarded, message)
            written = text_of(message.content)
            self._written.add(written, conversation, tool=origin == "tool")

    def _guard_generation(self, generation: Generation, run: Run, turn: Turn) -> None:
        reader = Reader("model")
        if run.streamed:
            self._raise_if_delivered(run.conclude())
            reader.remember(run.text, _as_it_is(run.text))
        if isinstance(generation, ChatGeneration):
            answer = self._attached(generation.message, run)
            message = turn.run(guard_answer(answer, reader))
            _raise_if(reader.blocked)
            if turn.door.can_edit:
                _write(message, generation.message)
                generation.text = text_of(message.content)
        else:
            text = turn.run(reader.read(generation.text))
            _raise_if(reader.blocked)
            if turn.door.can_edit:
                generation.text = text

    def _attached(self, answer: BaseMessage, run: Run) -> BaseMessage:
        """Return the answer without what was decided about: attachments that were delivered."""
        if not run.streamed:
            return answer
        found = attachments_in(answer.content, answer.additional_kwargs)
        if not found:
            return answer
        self._raise_if_delivered(run.attached(found))
        return without(answer)

    def __copy__(self) -> GuardCallback:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> GuardCallback:
        return self

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError("GuardCallback cannot be pickled; build it again with its guard")


def _write(guarded: BaseMessage, message: BaseMessage) -> None:
    """Write what changed into the message itself: replacing it in the list has no effect."""
    for name in type(message).model_fields:
        if name == "artifact":
            continue  # the application's own, and no model reads it
        new = getattr(guarded, name)
        if new is not getattr(message, name):
            setattr(message, name, new)


def _as_it_is(text: str) -> Decision:
    """Return the decision for a text that was decided about before."""
    return Decision(Action.ALLOW, "", text)


def _raise_if(decision: Decision | None) -> None:
    if decision is not None:
        raise GuardBlocked(decision.rule, decision.kinds)
