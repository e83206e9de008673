"""Editing every text inside a JSON-like value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

# Below that, a whole number is a counter or a year, not a card or a phone number.
_LONG_NUMBER = 10**6

# A field's name such as `quick_replies`: nothing that anybody would look for is spelled like that.
_OWN_KEY = re.compile(r"(?=[a-z_]{1,30}\Z)[a-z]+(?:_[a-z]+)*")


def edit_leaves(
    value: Any, edit: Callable[[str], str], *, leave: frozenset[str] = frozenset()
) -> Any:
    """Return a copy with every text, long whole number and key that is no plain word edited.

    Args:
        value: Anything that JSON can hold; other objects are kept as they are.
        edit: What happens to one text.
        leave: Keys whose values are kept whole, such as ``"sender_id"``.

    """
    if isinstance(value, str):
        return edit(value)
    if isinstance(value, dict):
        return {
            edit_key(key, edit): item if key in leave else edit_leaves(item, edit, leave=leave)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [edit_leaves(item, edit, leave=leave) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LONG_NUMBER:
        return _edit_number(value, edit)
    return value


def edit_key(key: Any, edit: Callable[[str], str]) -> Any:
    """Return a key edited where it is no plain name of a field."""
    return key if not isinstance(key, str) or _OWN_KEY.fullmatch(key) else edit(key)


def _edit_number(number: int, edit: Callable[[str], str]) -> Any:
    digits = str(number)
    edited = edit(digits)
    return number if edited == digits else edited
