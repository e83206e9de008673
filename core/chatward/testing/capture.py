"""See what was written to the audit log."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from chatward.audit.log import LOGGER


@contextmanager
def capture_audit() -> Generator[list[dict[str, Any]], None, None]:
    """Collect the audit events logged inside the block, as dictionaries.

    >>> from chatward import Guard
    >>> with capture_audit() as events:
    ...     _ = Guard().inspect("hello", origin="user")
    >>> events[0]["action"]
    'allow'
    """
    events: list[dict[str, Any]] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            events.append(json.loads(record.getMessage()))

    logger = logging.getLogger(LOGGER)
    collector = Collector()
    logger.addHandler(collector)
    try:
        yield events
    finally:
        logger.removeHandler(collector)
