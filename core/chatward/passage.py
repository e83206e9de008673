"""A text and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from chatward.errors import PassageError, nearest


class Origin(str, Enum):
    """Who wrote a text."""

    USER = "user"
    MODEL = "model"
    TOOL = "tool"
    DOCUMENT = "document"
    SYSTEM = "system"
    HISTORY = "history"
    TRAINING = "training"

    def __str__(self) -> str:
        """Return the word used in policies and logs."""
        return self.value


def parse_origin(word: str) -> Origin:
    """Read an origin.

    Raises:
        PassageError: The word is no origin.

    """
    try:
        return Origin(word)
    except ValueError:
        known = [origin.value for origin in Origin]
        guess = nearest(str(word), known)
        msg = f"unknown origin; use one of {', '.join(known)}.{guess}"
        raise PassageError(msg) from None


_OWN = frozenset({Origin.USER, Origin.HISTORY})


@dataclass(frozen=True, slots=True)
class Passage:
    """One text on its way through the guard.

    Attributes:
        text: The text, any string; never shown in the repr.
        origin: Who wrote it.
        conversation: Id of the conversation it belongs to; None = private to this one call.
        role: Role of the person the bot talks to, as the application knows it.
        protected: Texts that must not come out again, such as the system prompt.
        bare: Whether the text must stay without marks around it, whatever the policy spotlights.
        own: Whether the user himself brings up what the text holds; None = as the origin says.

    """

    text: str = field(repr=False)
    origin: Origin
    conversation: str | None = None
    role: str | None = None
    protected: tuple[str, ...] = field(default=(), repr=False)
    bare: bool = False
    own: bool | None = None

    @property
    def brings_own(self) -> bool:
        """Whether values in it are the user's own, and can be restored for him."""
        return self.origin in _OWN if self.own is None else self.own

    def __post_init__(self) -> None:
        """Refuse anything but a string, without showing it."""
        if not isinstance(self.text, str):
            msg = f"a passage holds a str, not {type(self.text).__name__}"
            raise PassageError(msg)


def passage_of(
    text: str,
    origin: str | Origin,
    conversation: str | None = None,
    role: str | None = None,
    protected: Sequence[str] = (),
    *,
    bare: bool = False,
    own: bool | None = None,
) -> Passage:
    """Make a passage; the origin may be a word.

    Raises:
        PassageError: The text is no string, or the word is no origin.

    """
    where = origin if isinstance(origin, Origin) else parse_origin(origin)
    return Passage(text, where, conversation, role, tuple(protected), bare, own)
