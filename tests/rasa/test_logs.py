from __future__ import annotations

import io
import logging
import pickle

import pytest
import structlog

from chatward_rasa.logs import (
    LogAnonymiser,
    ScrubbingRecordFactory,
    scrub_log_records,
    stop_scrubbing_log_records,
)

MAIL = "anna@example.org"


@pytest.fixture
def lines(guard):
    """A logger whose lines are scrubbed, as text."""
    scrub_log_records(guard.scrub)
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    logger = logging.getLogger("somebodys.bot")
    logger.addHandler(handler)
    yield logger, output
    logger.removeHandler(handler)


def test_a_plain_log_line_holds_nothing_raw(lines):
    logger, output = lines

    logger.error("user %s wrote", MAIL)
    logger.error("user " + MAIL)  # noqa: G003

    assert output.getvalue() == "user <EMAIL_ADDRESS> wrote\nuser <EMAIL_ADDRESS>\n"


def test_a_traceback_holds_nothing_raw(lines):
    logger, output = lines

    try:
        raise ValueError(f"cannot read {MAIL}")  # noqa: TRY301
    except ValueError:
        logger.exception("failed")

    assert "ValueError: cannot read <EMAIL_ADDRESS>" in output.getvalue()
    assert MAIL not in output.getvalue()


def test_a_handler_that_comes_later_gets_nothing_raw_either(lines):
    logger, _ = lines
    late = io.StringIO()
    handler = logging.StreamHandler(late)
    logger.addHandler(handler)

    logger.error(MAIL)

    logger.removeHandler(handler)
    assert late.getvalue() == "<EMAIL_ADDRESS>\n"


def test_a_line_that_cannot_be_formatted_does_not_end_the_program(lines):
    logger, output = lines

    logger.error("%d", MAIL)

    assert output.getvalue().startswith("withheld: a log line that cannot be formatted")


def test_a_line_that_cannot_be_redacted_is_withheld():
    def broken(text):
        raise RuntimeError(text)

    scrub_log_records(broken)
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, MAIL, (), None)

    assert record.getMessage().startswith("withheld")


def test_what_redaction_itself_logs_is_withheld_instead_of_going_round_for_ever():
    seen = []

    def talkative(text):
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, text, (), None)
        seen.append(record.getMessage())
        return "clean"

    scrub_log_records(talkative)
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, MAIL, (), None)

    assert record.getMessage() == "clean"
    assert len(seen) == 1
    assert MAIL not in seen[0]


def test_installing_twice_wraps_once_and_can_be_undone(guard):
    before = logging.getLogRecordFactory()

    scrub_log_records(guard.scrub)
    scrub_log_records(guard.scrub)

    factory = logging.getLogRecordFactory()
    assert isinstance(factory, ScrubbingRecordFactory)
    assert factory.make is before
    stop_scrubbing_log_records()
    assert logging.getLogRecordFactory() is before


def test_values_of_structured_lines_are_redacted_whatever_they_are(guard):
    class Event:
        def __str__(self):
            return f"UserUttered({MAIL})"

    anonymiser = LogAnonymiser(guard.scrub)

    assert str(anonymiser.log_run(MAIL)) == "<EMAIL_ADDRESS>"
    shown = anonymiser.log_run({"to a": [MAIL], "n": 3})
    assert repr(shown) == "{'to a': ['<EMAIL_ADDRESS>'], 'n': 3}"
    assert shown.__structlog__() == {"to a": ["<EMAIL_ADDRESS>"], "n": 3}
    assert str(anonymiser.log_run(Event())) == "UserUttered(<EMAIL_ADDRESS>)"
    assert str(anonymiser.log_run([Event()])) == "['UserUttered(<EMAIL_ADDRESS>)']"
    assert pickle.loads(pickle.dumps(anonymiser.log_run(MAIL))) == "<EMAIL_ADDRESS>"
    assert anonymiser.log_run(None) is None


@pytest.mark.parametrize(
    "renderer",
    [structlog.dev.ConsoleRenderer(colors=False), structlog.processors.JSONRenderer()],
    ids=["text", "json"],
)
def test_what_is_written_is_redacted_whoever_writes_it(guard, renderer):
    anonymiser = LogAnonymiser(guard.scrub)
    line = {"event": "e", "text": anonymiser.log_run(MAIL), "more": anonymiser.log_run([MAIL])}

    written = renderer(None, "info", line)

    assert written.count("<EMAIL_ADDRESS>") == 2
    assert MAIL not in written


def test_what_is_not_written_is_not_looked_at():
    looked: list[str] = []
    LogAnonymiser(lambda text: looked.append(text) or text).log_run(MAIL)

    assert looked == []
