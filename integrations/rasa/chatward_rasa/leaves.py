"""Editing every text inside a JSON-like value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Below that, a whole number is a counter or a year, not a card or a phone number.
_LONG_NUMBER = 10**6


def edit_leaves(
    value: Any, edit: Callable[[str], str], *, leave: frozenset[str] = frozenset()
) -> Any:
    """Return a copy with every text, key and long whole number edited.

    Args:
        value: Anything that JSON can hold; other objects are kept as they are.
        edit: What happens to one text.
        leave: Keys whose values are kept whole, such as ``"sender_id"``.

    """
    if isinstance(value, str):
        return edit(value)
    if isinstance(value, dict):
        return {
            _edit_key(key, edit): item if key in leave else edit_leaves(item, edit, leave=leave)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [edit_leaves(item, edit, leave=leave) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LONG_NUMBER:
        return _edit_number(value, edit)
    return value


def _edit_key(key: Any, edit: Callable[[str], str]) -> Any:
    return edit(key) if isinstance(key, str) else key


def _edit_number(number: int, edit: Callable[[str], str]) -> Any:
    digits = str(number)
    edited = edit(digits)
    return number if edited == digits else edited
