"""What a guarded model carries, and the copies of it that serve one call each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from chatward import ChatwardError, Decision, Guard, GuardBlocked
from chatward.decision import Door
from chatward_langchain.asking import Turn
from chatward_langchain.conversations import (
    Conversing,
    asked_from,
    conversation_of,
    role_of,
)
from chatward_langchain.messages import guard_messages, system_texts

OnBlock = Literal["answer", "raise"]
M = TypeVar("M", bound=BaseChatModel)

DOOR = Door("langchain-model")
FIELD = "chatward"
# Where pydantic keeps what an instance is made of; the first is shared with the plain view.
_SLOTS = ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")


@dataclass(frozen=True, slots=True)
class Call:
    """One call being served.

    Attributes:
        turn: How its texts are asked about.
        plain: The model without the guard, on the same state.
        refused: The decision on an input that must not reach the model.

    """

    turn: Turn
    plain: Any = field(repr=False)
    refused: Decision | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """How a model is guarded.

    Attributes:
        guard: The guard.
        conversation: Id of the conversation; None = from the config of each call.
        role: Role of the person the bot talks to; None = from the config of each call.
        on_block: Answer with the refusal, or raise `GuardBlocked`.
        protect_system: Whether system messages must not come out again.
        structured: Whether the answer's text is JSON that will be parsed.
        call: The call this copy of the model serves; None on the model the user holds.

    """

    guard: Guard
    conversation: Conversing | None = None
    on_block: OnBlock = "answer"
    protect_system: bool = True
    structured: bool = False
    call: Call | None = None
    role: str | None = None

    def turn(self, messages: Sequence[BaseMessage], config: RunnableConfig | None) -> Turn:
        """Return how the texts of one call are asked about."""
        return Turn(
            guard=self.guard,
            door=asked_from(DOOR, config),
            conversation=conversation_of(self.conversation, config),
            protected=system_texts(messages) if self.protect_system else (),
            role=role_of(self.role, config),
        )

    def refuse(self, decision: Decision) -> None:
        """Raise when refusals are raised; else let the refusal be the answer."""
        if self.on_block == "raise":
            raise GuardBlocked(decision.rule, decision.kinds)

    def __deepcopy__(self, memo: dict[int, Any]) -> Binding:
        """A guard is immutable and shared."""
        return self

    def __reduce__(self) -> Any:
        """Refuse: a guard holds keys, which must not end up in a pickle."""
        raise TypeError("a guarded model cannot be pickled; build it again with guard_model")


def checked_on_block(given: Any, *words: str) -> Any:
    """Return what is done with a refusal.

    Raises:
        ValueError: It is none of the words.

    """
    if given not in words:
        known = " or ".join(map(repr, words))
        raise ValueError(f"on_block={given!r}: use {known}")
    return given


def binding_of(model: BaseChatModel) -> Binding:
    """Return how a model is guarded.

    Raises:
        ChatwardError: The model was built from the guarded class directly, without a guard.

    """
    binding = getattr(model, FIELD, None)
    if not isinstance(binding, Binding):
        raise ChatwardError(f"this {type(model).__name__} has no guard; build it with guard_model")
    return binding


def call_of(model: BaseChatModel) -> Call | None:
    """Return the call a model serves; None on the model the user holds."""
    return binding_of(model).call


def turn_of(model: BaseChatModel) -> Turn:
    """Return how the texts of the call are asked about that a copy serves."""
    call = call_of(model)
    assert call is not None
    return call.turn


def copied(model: M, cls: type[M], **fields: Any) -> M:
    """Return a shallow copy as an instance of a class, with these fields, not validated."""
    new = cls.__new__(cls)
    state = {**vars(model), **fields}
    if cls is not type(model):
        state.pop("_serialized", None)  # langchain-core keeps what it dumped as the other class
    _fill(new, model, state)
    return new


def admit(
    model: M, messages: list[BaseMessage], config: RunnableConfig | None
) -> tuple[M, list[BaseMessage]]:
    """Guard the input of a call; return the copy that serves it and the messages to use.

    Raises:
        GuardBlocked: The input is refused, and refusals are raised.

    """
    turn = binding_of(model).turn(messages, config)
    guarded, refused = turn.run(guard_messages(messages))
    return _serving(model, turn, refused), guarded


async def aadmit(
    model: M, messages: list[BaseMessage], config: RunnableConfig | None
) -> tuple[M, list[BaseMessage]]:
    """Guard the input of a call; long texts leave the event loop. Otherwise like `admit`."""
    turn = binding_of(model).turn(messages, config)
    guarded, refused = await turn.arun(guard_messages(messages))
    return _serving(model, turn, refused), guarded


def _serving(model: M, turn: Turn, refused: Decision | None) -> M:
    binding = binding_of(model)
    getattr(model, "_serialized", None)  # kept on the model, so that no copy has to dump it again
    fields: dict[str, Any] = {}
    if refused is not None:
        binding.refuse(refused)
        fields = {"cache": False, "rate_limiter": None}  # no model is called
    call = Call(turn=turn, plain=_plain_view(model), refused=refused)
    return copied(model, type(model), **{FIELD: replace(binding, call=call)}, **fields)


def _plain_view(model: BaseChatModel) -> BaseChatModel:
    """Return the model as an instance of its original class, sharing all state.

    What the original methods call among themselves, such as a `_stream` built on `_generate`, is
    then not guarded twice, and what they count on the model stays counted.
    """
    guarded: Any = type(model)
    base: type[BaseChatModel] = guarded.chatward_base
    plain = base.__new__(base)
    _fill(plain, model, vars(model))
    return plain


def _fill(new: BaseChatModel, model: BaseChatModel, state: dict[str, Any]) -> None:
    object.__setattr__(new, "__dict__", state)
    for slot in _SLOTS:
        object.__setattr__(new, slot, getattr(model, slot, None))
