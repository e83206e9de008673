"""What the fields of an event are called in OpenTelemetry: one table.

Names of the semantic conventions are used where one means the same; sources:
`opentelemetry-semantic-conventions` 0.66b2, and for ``gen_ai.*`` the GenAI conventions, which
have moved to github.com/open-telemetry/semantic-conventions-genai under the same names.
All others are called ``chatward.`` and the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from chatward.audit.lines import writable
from chatward.audit.said import kinds_of

PREFIX = "chatward."

NAMES: dict[str, str] = {
    "bot": "gen_ai.agent.name",
    "conversation": "gen_ai.conversation.id",
    "rule": "security_rule.name",
    "tool": "gen_ai.tool.name",
    "user": "user.hash",
}
"""Fields that the semantic conventions have a name for."""

LISTS: dict[str, str] = {"role": "user.roles"}
"""The same, where the conventions want a list and an event holds one."""

POLICY = ("security_rule.ruleset.name", f"{PREFIX}policy.version", f"{PREFIX}policy.hash")
"""The three parts of the field ``policy``."""

KINDS = f"{PREFIX}kinds"
"""Holds the kinds that an event is about, each once: to be searched and counted by."""

ELSEWHERE = ("event", "time")
"""Fields that a log record has a place of its own for: its event name and its timestamp."""


def attributes_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a log record, by the fields of an event as plain values.

    They are texts, numbers, truth values and lists of texts, because not every version and
    backend takes more. What is None or empty is left out.

    Raises:
        AuditError: A field holds what JSON does not know.

    """
    clean = writable(fields)
    said = {name: each for name, each in _named(clean) if each not in (None, "", [])}
    kinds = kinds_of(clean)
    return {**said, KINDS: kinds} if kinds else said


def event_name(fields: Mapping[str, Any]) -> str:
    """Return the name of a log record."""
    return f"{PREFIX}{fields['event']}"


def _named(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for field, value in fields.items():
        if field in ELSEWHERE:
            continue
        if field in LISTS:
            yield LISTS[field], [value] if value else []
        elif field == "policy":
            yield from zip(POLICY, value, strict=False)
        elif isinstance(value, dict):
            for part, each in cast("dict[str, Any]", value).items():
                yield f"{PREFIX}{field}.{part}", _plain(each)
        else:
            yield NAMES.get(field, PREFIX + field), _plain(value)


def _plain(value: object) -> object:
    """Return a value that any version takes: entries of lists and parts of parts as JSON."""
    if isinstance(value, list | tuple):
        return [_text(each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return [_text(each) for each in cast("dict[str, object]", value).items()]
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
