"""What decides on the messages of this process: the intake of the model loaded last.

Input channels and response generators are built before a model is loaded, and know nothing of it;
here they find what stands under its Guardrails line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatward_rasa.intake import Intake


@dataclass
class Admitted:
    """A text that was decided on, and what the bot takes it for.

    Attributes:
        text: As it passes on.
        intent: What the model said about it; None = it was not asked.

    """

    text: str | None = field(repr=False)
    intent: Any = None


_admitted: ContextVar[Admitted | None] = ContextVar("chatward_admitted", default=None)


class _InForce:
    """Holds the intake; one of a kind."""

    intake: Intake | None = None


def put_in_force(intake: Intake) -> None:
    """Let an intake decide from now on."""
    _InForce.intake = intake


def nothing_in_force() -> None:
    """Take it back; for programs that load more than one bot."""
    _InForce.intake = None


def intake_in_force() -> Intake | None:
    """Return what decides; None where no model with a Guardrails line is loaded."""
    return _InForce.intake


@contextmanager
def admitted(text: str | None) -> Iterator[Admitted]:
    """Say that a text was decided on, to what this task goes on to do with it."""
    said = Admitted(text)
    token = _admitted.set(said)
    try:
        yield said
    finally:
        _admitted.reset(token)


def was_admitted(text: str | None) -> bool:
    """Tell whether this task is about a text that was decided on."""
    said = _admitted.get()
    return text is not None and said is not None and said.text == text


def note_understood(intent: Any) -> None:
    """Tell who let the text in what it was understood as."""
    said = _admitted.get()
    if said is not None:
        said.intent = intent
