"""Clean the messages in an agent's state, so that what is kept and shown is what was passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from langchain.agents.middleware.types import AgentState, PrivateStateAttr
from langchain_core.messages import BaseMessage, HumanMessage
from typing_extensions import NotRequired

from chatward import Decision, GuardBlocked
from chatward.pipeline import STORE_FAILED
from chatward_langchain.agents.marks import Marks
from chatward_langchain.answers import stamp
from chatward_langchain.asking import Steps, Turn
from chatward_langchain.leaves import Reader
from chatward_langchain.messages import guard_message, origins

REFUSED = "chatward_refused"


class GuardState(AgentState[Any]):
    """What the guard keeps in the state of an agent, besides messages; no caller can set it."""

    chatward_refused: NotRequired[Annotated[dict[str, Any] | None, PrivateStateAttr]]


class PlainReader(Reader):
    """Reads prose without wrapping it in marks that say it is untrusted."""

    def read(self, text: str) -> Steps[str]:
        """Return what to pass on instead of a passage of prose."""
        return self.argument(text)


class QuietReader(Reader):
    """Reads what the model said: it was on record when it was said."""

    def argument(self, text: str) -> Steps[str]:
        """Return what to pass on instead of a value that a program will read."""
        return self.glance(text)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is to be changed in a state.

    Attributes:
        messages: Those that take the place of what they came from.
        refused: The decision on a text of the user that must not go on.

    """

    messages: list[BaseMessage] = field(repr=False)
    refused: Decision | None = None


def reader_of(origin: str, *, spotlight: bool) -> Reader:
    """Return who reads the texts of a message."""
    if origin == "history":
        return QuietReader(origin)
    return Reader(origin) if spotlight or origin != "tool" else PlainReader(origin)


def clean(
    messages: Sequence[BaseMessage], turn: Turn, marks: Marks, *, spotlight: bool
) -> Steps[Cleaned]:
    """Guard each message that was not guarded before; marked ones are left alone."""
    new: list[BaseMessage] = []
    refused: Decision | None = None
    for message, origin in zip(messages, origins(messages), strict=True):
        if origin == "system" or message.id is None or marks.genuine(message, turn):
            continue
        reader = reader_of(origin, spotlight=spotlight)
        guarded, blocked = yield from guard_message(marks.off(message), reader)
        if blocked is not None and blocked.rule == STORE_FAILED and origin != "user":
            continue  # the model is not shown it now; it is not lost for when the store is back
        if blocked is not None and origin == "user":
            refused = refused or blocked
            guarded = _withheld(message, blocked, turn)
        new.append(marks.put(guarded, turn))
    return Cleaned(new, refused)


def blocked_by(decision: Decision) -> dict[str, Any]:
    """Return what the state keeps of a refusal that is still to be raised."""
    return {"rule": decision.rule, "kinds": list(decision.kinds)}


def raise_refused(state: Any) -> None:
    """Raise what the state keeps of a refusal.

    Raises:
        GuardBlocked: There is one.

    """
    refused = state.get(REFUSED)
    if refused:
        raise GuardBlocked(refused["rule"], refused["kinds"])


def _withheld(message: BaseMessage, decision: Decision, turn: Turn) -> BaseMessage:
    """Return what the state holds instead of a refused text: nothing of it, but its id."""
    text = turn.guard.policy.says_no(decision.reference, conversing=False)
    return HumanMessage(content=text, id=message.id, response_metadata=stamp(decision))
