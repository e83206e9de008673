"""An application's own logs are cleaned in plain logging."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import logging.handlers
import queue

import pytest
from logging_parts import (
    CARD,
    GUARD,
    MAIL,
    assert_clean,
    log_plainly,
)

from chatward.audit import RedactingFilter

pytest_plugins = ["logging_fixtures"]


def handler(formatter=None, stream=None):
    made = logging.StreamHandler(stream or io.StringIO())
    made.setFormatter(formatter)
    made.addFilter(RedactingFilter(GUARD.scrub))
    return made


def plain(*handlers):
    logger = logging.getLogger("bot")
    logger.handlers[:], logger.propagate = handlers, False
    logger.setLevel(logging.INFO)
    return logger


class JsonFormatter(logging.Formatter):
    """Writes all that a record has, as libraries for JSON do."""

    def format(self, record):
        return json.dumps({**vars(record), "all": super().format(record)}, default=repr)


@pytest.mark.parametrize("formatter", [None, logging.Formatter("%(message)s"), JsonFormatter()])
def test_plain_logging_writes_no_planted_value(formatter):
    made = handler(formatter)
    log_plainly(plain(made))
    written = made.stream.getvalue()
    assert_clean(written)
    assert "ValueError: no account for <EMAIL_ADDRESS>" in written
    assert "failed with <CREDIT_CARD>" in written


class ReprFormatter(logging.Formatter):
    """Writes a record as it is."""

    def format(self, record):
        return repr(vars(record))


def test_handlers_one_after_the_other_write_the_same():
    first, second = handler(), handler()
    log_plainly(plain(first, second))
    assert first.stream.getvalue() == second.stream.getvalue()
    assert "<EMAIL_ADDRESS>" in first.stream.getvalue()


def test_a_handler_before_it_leaves_nothing_behind():
    raw = logging.StreamHandler(io.StringIO())
    last = handler(ReprFormatter())
    plain(raw, last).error("order of %s", MAIL)
    assert MAIL in raw.stream.getvalue()
    assert MAIL not in last.stream.getvalue()


def test_records_in_a_queue_are_clean():
    waiting = queue.SimpleQueue()
    sender = logging.handlers.QueueHandler(waiting)
    sender.addFilter(RedactingFilter(GUARD.scrub))
    log_plainly(plain(sender))
    records = [vars(waiting.get()) for _ in range(waiting.qsize())]
    assert len(records) == 7
    assert MAIL not in repr(records)
    assert CARD not in repr(records)


def test_thread_and_stack_are_clean():
    made = handler(logging.Formatter("%(threadName)s %(message)s"))
    record = logging.LogRecord("bot", 20, "p", 1, "x", (), None)
    record.threadName = f"for {MAIL}"
    record.stack_info = f"stack {MAIL}"
    made.handle(record)
    assert made.stream.getvalue() == "for <EMAIL_ADDRESS> x\nstack <EMAIL_ADDRESS>\n"


def test_a_filter_whose_redact_fails_shows_nothing():
    record = logging.LogRecord("bot", 20, "p", 1, "x %s", (MAIL,), None)
    assert RedactingFilter(lambda text: 1 / 0).filter(record)
    assert record.getMessage() == "[not shown]"
