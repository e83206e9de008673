"""Clean an application's own logs: a processor for structlog, a filter for plain logging.

Both are handed what redacts a text, such as `Guard.scrub`. Neither ever raises: what cannot be
cleaned is not shown. Audit events go through as they are, for there is no text in them.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any, cast

from chatward.audit.cleaning import NOT_SHOWN, Cleaner
from chatward.audit.log import LOGGER

Processor = Callable[[Any, str, Any], Any]

# What structlog keeps about a record of plain logging.
_META = frozenset({"_record", "_from_structlog", "_logger", "_name"})
_LEFT = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) - {
    "threadName",
    "processName",
    "taskName",
}


def redacting_processor(redact: Callable[[str], str]) -> Processor:
    """Return a processor for structlog that cleans all that an entry says.

    Put it right before the renderer: what stands behind it can bring texts in again.

    Texts are cleaned in keys and values, however deep in lists, dictionaries, tuples and sets.
    A traceback is rendered here, without local variables, and cleaned. Numbers, truth values,
    dates and UUIDs stay as they are; any other object becomes its cleaned ``repr``.

    Args:
        redact: Returns a text without what must not be in a log, such as ``guard.scrub``.

    """
    cleaner = Cleaner(redact)

    def process(logger: Any, method: str, entry: Any) -> Any:  # noqa: ANN401, ARG001 (structlog's)
        if not isinstance(entry, MutableMapping):
            return cleaner.value(entry)  # a renderer was here before
        fields = cast("MutableMapping[str, Any]", entry)
        record = fields.get("_record")
        if LOGGER in {getattr(record, "name", None), getattr(logger, "name", None)}:
            return fields
        return _clean_entry(fields, cleaner)

    return process


class CleanedTraceback(Exception):  # noqa: N818 (it is raised by nobody)
    """Stands for an exception that was logged; all that there is of it is its cleaned text."""


class RedactingFilter(logging.Filter):
    """Cleans what plain logging is about to write; add it to handlers, not to loggers.

    A record is changed in place, so handlers that come after see it cleaned, too.

    Args:
        redact: As for `redacting_processor`.

    """

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__()
        self._cleaner = Cleaner(redact)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean one record; it is always let through."""
        if record.name != LOGGER:
            self._clean(record)
        return True

    def _clean(self, record: logging.LogRecord) -> None:
        said = vars(record)
        entry: object = record.msg
        if isinstance(entry, dict) and "_logger" in said:  # of structlog
            said["msg"] = _clean_entry(cast("dict[str, Any]", entry), self._cleaner)
        else:
            record.msg = self._cleaner.text(_message(record))
        record.args = ()
        said.pop("message", None)  # a formatter of another handler may have left it
        if record.exc_info or record.exc_text:
            text = self._cleaner.text(record.exc_text or _rendered(record.exc_info))
            record.exc_text = text
            # Formatters of JSON and of structlog render it themselves.
            record.exc_info = (CleanedTraceback, CleanedTraceback(text), None)
        if record.stack_info:
            record.stack_info = self._cleaner.text(record.stack_info)
        for name in [each for each in said if each not in _LEFT and each not in _META]:
            value = said.pop(name)
            said[self._cleaner.name(name)] = self._cleaner.value(value)


def _clean_entry(fields: MutableMapping[str, Any], cleaner: Cleaner) -> MutableMapping[str, Any]:
    """Return an entry of structlog, cleaned; what it keeps for itself stays."""
    kept = {name: fields.pop(name) for name in _META if name in fields}
    arguments = fields.pop("positional_args", None)
    if arguments:
        fields["event"] = _formatted(fields.get("event", ""), arguments)
    raised = fields.pop("exc_info", None)
    if raised:
        fields["exception"] = _rendered(raised)
    record = kept.get("_record")
    if isinstance(record, logging.LogRecord) and record.exc_info:  # a formatter would render it
        record.exc_text = cleaner.text(_rendered(record.exc_info))
        record.exc_info = None
    cleaned = cleaner.mapping(fields)
    fields.clear()
    fields.update(cleaned)
    fields.update(kept)
    return fields


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 (an argument's own code, or too few of them)
        return NOT_SHOWN


def _formatted(event: object, arguments: Any) -> str:  # noqa: ANN401
    """Return a message with its arguments in it: a value may be cut in two between them."""
    one = arguments[0] if len(arguments) == 1 else None
    try:
        return str(event) % (one if isinstance(one, dict) and one else tuple(arguments))
    except Exception:  # noqa: BLE001 (as above)
        return NOT_SHOWN


def _rendered(raised: Any) -> str:  # noqa: ANN401 (an exception, its three parts, or True)
    """Return a traceback as text, without local variables."""
    if isinstance(raised, BaseException):
        parts: Any = (type(raised), raised, raised.__traceback__)
    elif isinstance(raised, tuple):
        parts = raised
    else:
        parts = sys.exc_info()
    try:
        return "".join(traceback.format_exception(*parts)).rstrip("\n")
    except Exception:  # noqa: BLE001 (an exception's own code)
        return NOT_SHOWN
