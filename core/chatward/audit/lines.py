"""One event as it stands in a log: a line of JSON, whatever an application put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from chatward.errors import AuditError

_REPLACEMENT = "\ufffd"


def line_of(fields: Mapping[str, Any]) -> bytes:
    """Return an event as one line of JSON, without its line feed.

    Raises:
        AuditError: A field holds what JSON does not know.

    """
    try:
        return msgspec.json.encode(fields)
    except UnicodeEncodeError:  # half a surrogate pair, say in the name of a role
        return line_of(cast("dict[str, Any]", without_surrogates(fields)))
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise AuditError("audit record: a field holds what JSON does not know") from None


def writable(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of an event as they can be written in UTF-8.

    Raises:
        AuditError: As for `line_of`.

    """
    if line_of(fields).isascii():
        return fields
    return cast("dict[str, Any]", without_surrogates(fields))


def without_surrogates(value: object) -> object:
    """Return plain values with U+FFFD for every half of a surrogate pair."""
    if isinstance(value, str):
        if value.isascii():
            return value
        return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in value)
    if isinstance(value, dict):
        pairs = cast("dict[object, object]", value).items()
        return {without_surrogates(name): without_surrogates(each) for name, each in pairs}
    if isinstance(value, list | tuple):
        return [without_surrogates(each) for each in cast("list[object]", value)]
    return value
