"""`GuardCallback`: the one line for a chain that exists already.

A callback can look, it can raise, and it can write into the objects it is shown. So this handler
blocks and audits in every call mode, and changes input messages in place. It cannot take back
what was streamed, and it cannot change messages whose content is a list, because langchain-core
may show it copies of those; there the policy's `unenforceable` says what happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGeneration, Generation, LLMResult

from chatward import Action, Decision, Guard, GuardBlocked
from chatward.decision import Door
from chatward_langchain.answers import guard_answer
from chatward_langchain.asking import Turn
from chatward_langchain.conversations import conversation_in
from chatward_langchain.leaves import Reader
from chatward_langchain.messages import guard_message, origins, system_texts, text_of
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
        conversation: Id of the conversation; by default `thread_id` or `session_id` in the
            config's `metadata`, which is all that callbacks are shown.

    Raises:
        GuardBlocked: From the call that is refused.

    """

    # An async handler is swallowed under invoke, and an error that is not raised lets all pass.
    raise_error = True
    # Before tracers, and in the caller's own thread.
    run_inline = True

    def __init__(
        self, guard: Guard, *, in_place: bool = True, conversation: str | None = None
    ) -> None:
        self._guard = guard
        self._in_place = in_place
        self._conversation = conversation
        self._written = Written()
        self._runs = Runs()

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
            conversation = self._conversation or conversation_in(metadata)
            self._runs.open(run_id, Run(self._guard, conversation, system_texts(one)))
            for message, origin in zip(one, origins(one), strict=True):
                if origin != "system":
                    self._guard_message(message, origin, conversation)

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
        conversation = self._conversation or conversation_in(metadata)
        self._runs.open(run_id, Run(self._guard, conversation))
        turn = Turn(self._guard, _LOOKS, conversation)
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
        run = self._runs.close(run_id) or Run(self._guard, self._conversation)
        editable = self._in_place and not run.streamed
        turn = Turn(self._guard, _EDITS if editable else _LOOKS, run.conversation, run.protected)
        for choices in response.generations:
            for generation in choices:
                self._guard_generation(generation, run, turn)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """Put on record what was streamed until then."""
        run = self._runs.close(run_id)
        if run is not None:
            run.conclude()

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
    def _stops(self) -> bool:
        policy = self._guard.policy
        return policy.mode == "enforce" and policy.unenforceable == "block"

    def _guard_message(self, message: BaseMessage, origin: str, conversation: str | None) -> None:
        editable = self._in_place and isinstance(message.content, str)
        turn = Turn(self._guard, _EDITS if editable else _LOOKS, conversation)
        reader = Reader(origin)
        text = text_of(message.content)
        if editable and self._written.knows(text, conversation, tool=origin == "tool"):
            reader.remember(text, _as_it_is(text))
        guarded, blocked = turn.run(guard_message(message, reader))
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
            message = turn.run(guard_answer(generation.message, reader))
            _raise_if(reader.blocked)
            if turn.door.can_edit:
                _write(message, generation.message)
                generation.text = text_of(message.content)
        else:
            text = turn.run(reader.read(generation.text))
            _raise_if(reader.blocked)
            if turn.door.can_edit:
                generation.text = text

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
