"""The guarded model that serves one step of an agent."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from chatward import ChatwardError, Decision, Guard
from chatward_langchain.asking import Ask, Attached, Steps, Turn, passed
from chatward_langchain.binding import DOOR, FIELD, Binding, OnBlock, binding_of, copied
from chatward_langchain.conversations import asked_from
from chatward_langchain.leaves import Reader
from chatward_langchain.messages import guard_message, origins, system_texts
from chatward_langchain.models import GuardedModel, guard_model
from chatward_langchain.whole import dumped

Known: TypeAlias = frozenset[tuple[str, str, Attached] | bytes]
"""Messages that were guarded before: as a whole, or (who wrote it, text, attachments) of each."""


@dataclass(frozen=True, slots=True)
class KnowingTurn(Turn):
    """A turn that does not ask again about what was guarded before.

    Attributes:
        known: What that is.

    """

    known: Known = field(default=frozenset(), repr=False)

    def _seen(self, ask: Ask) -> Decision | None:
        return passed(ask) if _key(ask) in self.known else Turn._seen(self, ask)

    def _passes(self, ask: Ask) -> bool:
        return ask.whole in self.known or Turn._passes(self, ask)

    def _about_attachments(self, ask: Ask) -> Decision:
        """Decide: what the user sent passes as long as it is new, then the word for history is."""
        known = _key(ask) in self.known
        return Turn._about_attachments(self, replace(ask, quiet=True) if known else ask)


@dataclass(frozen=True, slots=True)
class TellingTurn(Turn):
    """A turn that tells what was decided, for a `KnowingTurn` round it.

    Attributes:
        told: What may pass there as it is.

    """

    told: set[tuple[str, str, Attached]] = field(
        default_factory=set[tuple[str, str, Attached]], repr=False
    )

    def _decided(self, decision: Decision, ask: Ask) -> Decision:
        decision = Turn._decided(self, decision, ask)
        self.told.add((ask.origin, decision.text, ()))
        return decision

    def _about_attachments(self, ask: Ask) -> Decision:
        self.told.add(_key(ask))
        return Turn._about_attachments(self, ask)


@dataclass(frozen=True, slots=True)
class AgentBinding(Binding):
    """How the model of an agent is guarded: tools get their values where they are run, not here.

    Attributes:
        known: What was guarded before.

    """

    known: Known = field(default=frozenset(), repr=False)

    def turn(self, messages: Sequence[BaseMessage], config: RunnableConfig | None) -> Turn:
        """Return how the texts of one call are asked about."""
        return KnowingTurn(
            guard=self.guard,
            door=asked_from(DOOR, config),
            conversation=self.conversation if isinstance(self.conversation, str) else None,
            protected=system_texts(messages) if self.protect_system else (),
            role=self.role,
            releases=False,
            known=self.known,
        )


class Models:
    """Guards each model object once, as long as it lives and stays what it is.

    Args:
        guard: The guard.
        on_block: Answer with the refusal, or raise `GuardBlocked`.

    """

    def __init__(self, guard: Guard, on_block: OnBlock) -> None:
        self._guard = guard
        self._on_block: OnBlock = on_block
        # By id: chat models compare by what they hold, and have no hash.
        self._guarded: dict[int, tuple[weakref.ref[BaseChatModel], BaseChatModel]] = {}

    def serving(self, model: BaseChatModel, turn: Turn, known: Known) -> BaseChatModel:
        """Return the guarded model for one step.

        Raises:
            ChatwardError: The model is guarded already, by another guard.

        """
        guarded = self._of(model)
        binding = AgentBinding(
            guard=self._guard,
            conversation=turn.conversation,
            on_block=self._on_block,
            protect_system=binding_of(guarded).protect_system,
            role=turn.role,
            known=known,
        )
        return copied(guarded, type(guarded), **{FIELD: binding})

    def _of(self, model: BaseChatModel) -> BaseChatModel:
        if isinstance(model, GuardedModel):
            if binding_of(model).guard is not self._guard:
                raise ChatwardError(
                    "the agent's model is guarded by another guard than the middleware; "
                    "give the agent the plain model"
                )
            return model
        place = id(model)
        kept = self._guarded.get(place)
        if kept is not None and kept[0]() is model and _still(model, kept[1]):
            return kept[1]
        guarded = guard_model(model, self._guard)
        getattr(guarded, "_serialized", None)  # langchain-core keeps it: no copy dumps it again
        gone = weakref.ref(model, lambda _: self._guarded.pop(place, None))
        self._guarded[place] = gone, guarded
        return guarded


def texts_of(messages: Sequence[BaseMessage], guarded: Sequence[bool]) -> Known:
    """Return the texts of those messages that were guarded before."""
    known: set[tuple[str, str, Attached] | bytes] = set()
    for message, origin, done in zip(messages, origins(messages), guarded, strict=True):
        whole = dumped(message, origin) if done else b""
        if whole:
            known.add(whole)
        elif done:
            known.update(_asked(guard_message(message, Reader(origin))))
    return frozenset(known)


def _key(ask: Ask) -> tuple[str, str, Attached]:
    return ask.origin, ask.text, ask.attached


def _asked(steps: Steps[object]) -> set[tuple[str, str, Attached]]:
    """Walk to the end, letting everything pass; return what was asked about."""
    asked: set[tuple[str, str, Attached]] = set()
    try:
        ask = next(steps)
        while True:
            asked.add(_key(ask))
            ask = steps.send(passed(ask))
    except StopIteration:
        return asked


def _still(model: BaseChatModel, guarded: BaseChatModel) -> bool:
    """Tell whether the model's fields are those that its guarded copy was made with."""
    copy = vars(guarded)
    return all(copy.get(key) is value for key, value in vars(model).items() if key[0] != "_")
