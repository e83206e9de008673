"""What is written to logs: Rasa's own anonymisation hook, and every other log record."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import Any

from chatward_rasa.leaves import edit_leaves

Scrub = Callable[[str], str]
MakeRecord = Callable[..., logging.LogRecord]


class LogAnonymiser:
    """What Rasa asks for through `get_anonymization_pipeline`."""

    def __init__(self, scrub: Scrub) -> None:
        self._scrub = scrub

    def log_run(self, value: Any) -> Any:
        """Return what a structured log line shows instead of a value."""
        return None if value is None else Redacted(value, self._redacted)

    def _redacted(self, value: Any) -> Any:
        return edit_leaves(_plain(value), self._scrub_item)

    def run(self, event: dict[str, Any]) -> None:
        """Do nothing: Rasa offers each new event here for anonymised event brokers."""

    def _scrub_item(self, text: str) -> str:
        return _scrubbed(text, self._scrub)


class Redacted:
    """A value of a log line, redacted when the line is written; objects as their text.

    Rasa asks for it before it looks whether a line of that level is written at all, and most are
    not.
    """

    __slots__ = ("_redact", "_value")

    def __init__(self, value: Any, redact: Callable[[Any], Any]) -> None:
        self._value = value
        self._redact = redact

    def __structlog__(self) -> Any:
        """Return what structlog renders as JSON."""
        return self._redact(self._value)

    def __repr__(self) -> str:
        """Return what is written on a line of text."""
        shown = self._redact(self._value)
        return shown if isinstance(shown, str) else repr(shown)

    def __reduce__(self) -> Any:
        """Take along what is shown, and not what is behind it."""
        return str, (repr(self),)


class ScrubbingRecordFactory:
    """Makes log records with nothing raw in them.

    A filter on handlers would miss each handler added later, and Sanic's; a record is made once
    for all of them. Tracebacks are turned to text here, because exceptions quote what broke them.
    """

    def __init__(self, make: MakeRecord, scrub: Scrub) -> None:
        self.make = make
        self._scrub = scrub
        self._busy = threading.local()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Make a record."""
        record = self.make(*args, **kwargs)
        # Our own lines hold no text, and what scrubbing itself logs must not be scrubbed again.
        if not record.name.startswith("chatward"):
            self._clean(record)
        return record

    def _clean(self, record: logging.LogRecord) -> None:
        if getattr(self._busy, "now", False):
            record.msg, record.args = "withheld: logged while a log line was being redacted", ()
            return
        self._busy.now = True
        try:
            record.msg, record.args = _scrubbed(_message(record), self._scrub), ()
            if record.exc_info and record.exc_info[0] is not None:
                trace = "".join(traceback.format_exception(*record.exc_info)).rstrip()
                record.exc_text, record.exc_info = _scrubbed(trace, self._scrub), None
        finally:
            self._busy.now = False


def scrub_log_records(scrub: Scrub) -> None:
    """Make every log record of this process fit for a log file, once."""
    make = logging.getLogRecordFactory()
    if isinstance(make, ScrubbingRecordFactory):
        make = make.make
    logging.setLogRecordFactory(ScrubbingRecordFactory(make, scrub))


def stop_scrubbing_log_records() -> None:
    """Put back the record factory that was there before."""
    make = logging.getLogRecordFactory()
    if isinstance(make, ScrubbingRecordFactory):
        logging.setLogRecordFactory(make.make)


def _plain(value: Any) -> Any:
    """Return what the log line will show of a value: events and trackers show as their text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, type(None))) else str(value)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 (a wrong format string must not end the program)
        return f"withheld: a log line that cannot be formatted ({type(error).__name__})"


def _scrubbed(text: str, scrub: Scrub) -> str:
    try:
        return scrub(text)
    except Exception as error:  # noqa: BLE001 (a log line may be lost, but must not leak)
        return f"withheld: a log line that could not be redacted ({type(error).__name__})"
