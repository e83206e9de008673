"""All audit events there are: to read a line back, and to publish what a line may say."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

import msgspec

from chatward.audit.attachment_events import AttachmentEvent
from chatward.audit.call_events import CallEvent
from chatward.audit.event import SCHEMA_VERSION, AuditEvent
from chatward.audit.incident_events import AppealEvent, DrillEvent, IncidentEvent
from chatward.audit.log import Event
from chatward.audit.memory_events import (
    ErasureEvent,
    GrantEvent,
    HandOffEvent,
    KeepingEvent,
    QuarantineEvent,
    ReleaseEvent,
    RetentionEvent,
)
from chatward.audit.running_events import (
    DegradedEvent,
    PolicyEvent,
    SegmentEvent,
    ShadowEvent,
    TrafficEvent,
)
from chatward.audit.text_features import TextFeatures
from chatward.errors import AuditError

_CLASSES: tuple[type[msgspec.Struct], ...] = (
    AuditEvent,
    CallEvent,
    AttachmentEvent,
    ReleaseEvent,
    KeepingEvent,
    GrantEvent,
    QuarantineEvent,
    HandOffEvent,
    ErasureEvent,
    RetentionEvent,
    PolicyEvent,
    ShadowEvent,
    DegradedEvent,
    SegmentEvent,
    TrafficEvent,
    IncidentEvent,
    DrillEvent,
    AppealEvent,
)

# What a log adds to every event that it keeps in a chain.
_CHAIN: dict[str, dict[str, Any]] = {
    "seq": {
        "type": "integer",
        "minimum": 0,
        "description": "Number of the record in its log; only in a log that is chained.",
    },
    "mac": {
        "type": "string",
        "description": "Chains the record to the one before; only in a log that is chained.",
    },
}
_ALWAYS = {
    "schema": "Version of this schema.",
    "event": "What happened.",
    "time": "Seconds since the epoch.",
    "reference": "Id of the event.",
}
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def _name_of(event: type[msgspec.Struct]) -> str:
    defaults = {each.name: each.default for each in msgspec.structs.fields(event)}
    name: str = defaults["event"]
    return name


EVENTS: dict[str, type[msgspec.Struct]] = {_name_of(each): each for each in _CLASSES}
"""The class of every event, by what its field ``event`` says."""


class _Head(msgspec.Struct):
    event: str
    schema: int = SCHEMA_VERSION


_HEAD = msgspec.json.Decoder(_Head)


def decode(line: bytes) -> Event | None:
    """Read one line of a log back, as the event it was.

    Args:
        line: One JSON object. Fields that this version does not know are left out.

    Returns:
        The event; None where this version does not know it, or knows another version of it.

    Raises:
        AuditError: The line is no event, or a field is missing or of the wrong type.

    """
    try:
        head = _HEAD.decode(line)
        if head.schema > SCHEMA_VERSION or head.event not in EVENTS:
            return None
        event: Event = _decoder(head.event).decode(line)
    except msgspec.ValidationError as error:
        msg = f"audit record: {error}"  # tells types and names of fields, no values
        raise AuditError(msg) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        msg = "audit record: no JSON"
        raise AuditError(msg) from None
    return event


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of an audit log."""
    _, parts = msgspec.json.schema_components(_CLASSES, ref_template="#/$defs/{name}")
    described: tuple[type[msgspec.Struct], ...] = (*_CLASSES, TextFeatures)
    for struct in described:
        _describe(parts[struct.__name__], struct)
    for name, event in EVENTS.items():
        part = parts[event.__name__]
        for field, value in {"schema": SCHEMA_VERSION, "event": name}.items():
            part["properties"][field] = {"const": value}
        for field, about in _ALWAYS.items():
            part["properties"][field]["description"] = about
        part["properties"] |= _CHAIN
        part["required"] = [*_ALWAYS, *(x for x in part["required"] if x not in _ALWAYS)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Chatward audit event, version {SCHEMA_VERSION}",
        "description": "One line of an audit log. What a reader does not know it has to ignore.",
        "oneOf": [{"$ref": f"#/$defs/{event.__name__}"} for event in EVENTS.values()],
        "$defs": parts,
    }


def json_schema_text() -> str:
    """Return the JSON Schema as it is published."""
    written = msgspec.json.encode(json_schema())
    return msgspec.json.format(written, indent=2).decode() + "\n"


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(EVENTS[name])


def _describe(part: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    """Say in a schema what the docstring of a class says."""
    part["description"] = (struct.__doc__ or "").partition("\n")[0]
    for field, about in _said_of(struct).items():
        part["properties"][field]["description"] = about


def _said_of(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Return what the docstring of a class says about each field."""
    found = _ATTRIBUTE.findall(inspect.cleandoc(struct.__doc__ or ""))
    return {field: " ".join(about.replace("``", "").split()) for field, about in found}
