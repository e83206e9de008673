"""What the bot said last, and which language is spoken: what a tracker tells about a message.

The guarded converter sees a message and no tracker; whoever has one leaves this with the task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.constants import EXTERNAL_MESSAGE_PREFIX
from rasa.shared.core.events import BotUttered, UserUttered

from chatward_rasa.payload import UNKNOWN, read_typed_intent
from chatward_rasa.refusal_texts import known_language

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker


@dataclass(frozen=True)
class Talk:
    """What is known of the conversation that a message belongs to.

    Attributes:
        payloads: What the buttons of the bot's last answers send.
        language: What is spoken; ``"-"`` where it is not known.

    """

    payloads: tuple[str, ...] = field(default=(), repr=False)
    language: str = UNKNOWN

    def has(self, text: str, as_sent: Callable[[str], str] = str) -> bool:
        """Tell whether a text is what one of the buttons sends."""
        return any(_same(text, as_sent(payload)) for payload in self.payloads)


_NOTHING = Talk()
_talk: ContextVar[Talk] = ContextVar("chatward_talk", default=_NOTHING)


def talk() -> Talk:
    """Return what is known now."""
    return _talk.get()


@contextmanager
def during(tracker: DialogueStateTracker | None, language_key: str | None) -> Iterator[None]:
    """Let this task know of a conversation."""
    token = _talk.set(_NOTHING if tracker is None else _read(tracker, language_key))
    try:
        yield
    finally:
        _talk.reset(token)


def _read(tracker: DialogueStateTracker, language_key: str | None) -> Talk:
    slot = tracker.slots.get(language_key) if language_key else None
    language = UNKNOWN if slot is None else known_language(slot.value)
    return Talk(tuple(_payloads(tracker)), language)


def _payloads(tracker: DialogueStateTracker) -> Iterator[str]:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and not _is_external(event):
            return
        if isinstance(event, BotUttered):
            yield from _typed(event.data)


def _is_external(event: UserUttered) -> bool:
    """Tell whether a reminder or a program said it: the buttons are still there for the user."""
    return (event.text or "").startswith(EXTERNAL_MESSAGE_PREFIX)


def _typed(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip().startswith(INTENT_MESSAGE_PREFIX):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _typed(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _typed(item)


def _same(text: str, payload: str) -> bool:
    if text.strip() == payload.strip():
        return True
    said, offered = read_typed_intent(text), read_typed_intent(payload)
    if said is None or offered is None or said.entities is None:
        return False
    return (said.intent, said.entities) == (offered.intent, offered.entities)
