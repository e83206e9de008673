"""Arguments of tools: as JSON holds them, and back where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from chatward_langchain.leaves import PLAIN, is_items, is_mapping


def placed(
    values: Mapping[str, Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return arguments with new values, where the old ones stood."""
    named = {name: values.get(name, value) for name, value in kwargs.items()}
    first = tuple(value for name, value in values.items() if name not in named)
    return first + args[len(first) :], named


def opened(value: Any) -> Any:
    """Return a value as JSON would hold it; None in the place of what holds no placeholder."""
    if isinstance(value, BaseModel):
        return {name: opened(member) for name, member in value}
    if is_mapping(value):
        return {key: opened(member) for key, member in value.items()}
    if is_items(value):
        return [opened(item) for item in value]
    return value if isinstance(value, (str, *PLAIN)) else None


def closed(old: Any, new: Any) -> Any:
    """Return the old value with what is new in it."""
    if isinstance(old, BaseModel):
        members: Mapping[str, Any] = {name: closed(member, new[name]) for name, member in old}
        return old.model_copy(update=members)
    if is_mapping(old):
        return {key: closed(member, new[key]) for key, member in old.items()}
    if is_items(old):
        items = [closed(item, each) for item, each in zip(old, new, strict=True)]
        return tuple(items) if isinstance(old, tuple) else items
    return new if isinstance(old, str) else old
