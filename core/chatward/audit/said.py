"""What an event says, read out of its fields as plain values, whoever wrote them.

A log may be damaged or of another version, so nothing here relies on the type of a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

# The fields that hold kinds, each first in its entry.
_KINDS = ("findings", "edits", "released", "denied", "hidden", "redacted", "shown")
_REFERENCES = ("reference", "about", "incident")


def did_of(fields: Mapping[str, Any]) -> str:
    """Return the action of an event; of one without an action, what was done."""
    action = fields.get("action", fields.get("did"))
    return action if isinstance(action, str) else ""


def kinds_of(fields: Mapping[str, Any]) -> list[str]:
    """Return the kinds that an event is about, in order, each once."""
    kinds: dict[str, None] = {}
    for name in _KINDS:
        for entry in _entries(fields.get(name)):
            if isinstance(entry, list | tuple):
                first = next(iter(cast("Iterable[object]", entry)), None)
                if isinstance(first, str):
                    kinds[first] = None
    return list(kinds)


def references_of(fields: Mapping[str, Any]) -> set[str]:
    """Return the references that an event has or is about."""
    found = [fields.get(name) for name in _REFERENCES]
    return {each for each in (*found, *_entries(fields.get("references"))) if isinstance(each, str)}


def _entries(value: object) -> Iterable[object]:
    return cast("Iterable[object]", value) if isinstance(value, list | tuple) else ()
