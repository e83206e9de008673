"""Events of conversations as they may rest, and whole again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chatward_rasa.declared import Declared
from chatward_rasa.leaves import edit_key

if TYPE_CHECKING:
    from chatward.resting import Resting

Event = dict[str, Any]

# Rasa's own words about an event; everything else in it can hold what somebody has said.
_LEFT = frozenset({"event", "timestamp", "name", "policy", "sender_id", "hide_rule_turn"})
_IDS = frozenset({"message_id", "model_id"})
_ID = re.compile(r"[0-9a-f]{32}")
_WHOLE = re.compile(r"-?[0-9]+")

_NUMBER = "#int"
"""Stands behind the placeholder of a whole number, so that it comes back as one.

Who writes nothing but such a number with this behind it finds a number there, too.
"""

_LONG_NUMBER = 10**6
"""Below that, a whole number is a counter or a year, unless a declared slot has it as value."""


class Keeping:
    """Makes events of one conversation fit to be kept, and whole again."""

    def __init__(self, kept: Resting, declared: Declared) -> None:
        self._kept = kept
        self._declared = declared
        self._done: dict[tuple[str, bool], str] = {}

    def hide(self, event: Event) -> Event:
        """Return an event as it may rest; hidden again it stays as it is.

        Raises:
            ChatwardError: It could not be made fit, and the policy says closed.

        """
        own = event.get("event") == "user"
        return self._edited(event, lambda text: self._hidden(text, own=own))

    def show(self, events: Sequence[Event]) -> list[Event]:
        """Return events with their values, for one question to the store.

        One in which there is nothing to show is the same object.

        Raises:
            StoreError: The store failed and the policy says closed.

        """
        held = [{_without_mark(text) for text in _texts_in(event)} for event in events]
        shown = _changed(set().union(*held), self._kept)
        if not shown:
            return list(events)
        return [
            event if shown.keys().isdisjoint(texts) else _shown(event, shown)
            for event, texts in zip(events, held, strict=True)
        ]

    def _hidden(self, text: str, *, own: bool) -> str:
        done = self._done.get((text, own))
        if done is None:
            also = self._declared.places(text)
            done = self._done[text, own] = self._kept.hide(text, own=own, also=also)
        return done

    def _edited(self, event: Event, edit: Callable[[str], str]) -> Event:
        return {
            key: item if key in _LEFT else self._leaf(key, item, edit)
            for key, item in event.items()
        }

    def _leaf(self, key: str, value: Any, edit: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return value if key in _IDS and _ID.fullmatch(value) else edit(value)
        if isinstance(value, dict):
            return {
                edit_key(name, edit): self._leaf(str(name), item, edit)
                for name, item in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self._leaf("", item, edit) for item in value]
        if isinstance(value, int) and not isinstance(value, bool):
            return self._number(value, edit)
        return value

    def _number(self, number: int, edit: Callable[[str], str]) -> Any:
        digits = str(number)
        if abs(number) < _LONG_NUMBER and digits not in self._declared.values():
            return number
        edited = edit(digits)
        if edited == digits:
            return number
        return edited + _NUMBER if _has_placeholder(edited) else edited


def show_leaves(value: Any, kept: Resting) -> Any:
    """Return a copy of a JSON-like value with the conversation's values in every text.

    Raises:
        StoreError: The store failed and the policy says closed.

    """
    shown = _changed({_without_mark(text) for text in _texts_in(value)}, kept)
    return _shown(value, shown) if shown else value


def _changed(texts: set[str], kept: Resting) -> dict[str, str]:
    """Return what the texts with placeholders in them were."""
    listed = list(texts)
    pairs = zip(listed, kept.show_all(listed), strict=True)
    return {hidden: value for hidden, value in pairs if hidden != value}


def _has_placeholder(text: str) -> bool:
    from chatward.memory.placeholder import PLACEHOLDER  # noqa: PLC0415 (see guards.py)

    return PLACEHOLDER.search(text) is not None


def _without_mark(text: str) -> str:
    return text.removesuffix(_NUMBER)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "_" in value:
            yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts_in(key)
            yield from _texts_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_in(item)


def _shown(value: Any, shown: dict[str, str]) -> Any:
    if isinstance(value, str):
        return _shown_text(value, shown)
    if isinstance(value, dict):
        return {_shown_key(key, shown): _shown(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(item, shown) for item in value]
    return value


def _shown_key(key: Any, shown: dict[str, str]) -> Any:
    if not isinstance(key, str):
        return key
    hidden = _without_mark(key)
    return shown.get(hidden, hidden) + key[len(hidden) :]


def _shown_text(text: str, shown: dict[str, str]) -> Any:
    if not text.endswith(_NUMBER):
        return shown.get(text, text)
    hidden = _without_mark(text)
    value = shown.get(hidden, hidden)
    if value != hidden and _WHOLE.fullmatch(value):
        return int(value)
    return value + _NUMBER
