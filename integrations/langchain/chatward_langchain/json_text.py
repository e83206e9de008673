"""Read a text that may be JSON."""

from __future__ import annotations

import json
from typing import Any

from langchain_core.utils.json import parse_partial_json


def parsed(text: str) -> tuple[Any, bool]:
    """Return the value, and whether it says everything that the text says."""
    try:
        return json.loads(text, strict=False, object_pairs_hook=_members), True
    except (ValueError, RecursionError):
        pass
    try:
        return parse_partial_json(text), False
    except (ValueError, RecursionError):
        return None, False


def parsed_members(text: str) -> dict[str, Any] | None:
    """Return the JSON object that a text says in full; None when it says none."""
    value, whole = parsed(text)
    return value if whole and isinstance(value, dict) else None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a repeated key: the parsed value would hide the text of the first one."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("repeated key")
    return members
