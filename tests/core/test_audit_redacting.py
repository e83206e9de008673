"""An application's own logs are cleaned in structlog, over plain logging or not."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import json
import logging
import logging.config
import logging.handlers
import uuid

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from logging_parts import (
    GUARD,
    MAIL,
    VALUES,
    Hurt,
    Told,
    assert_clean,
    log_everything,
    log_plainly,
)

from chatward import Guard
from chatward.audit import RedactingFilter, redacting_processor
from chatward.audit.cleaning import DEEPEST

pytest_plugins = ["logging_fixtures"]

PROCESSOR = redacting_processor(GUARD.scrub)


# --- structlog --------------------------------------------------------------------------------


def usual(*renderers):
    """Configure structlog as its documentation does; return what it writes to."""
    out = io.StringIO()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.TimeStamper(fmt="iso"),
            *renderers,
        ],
        logger_factory=structlog.PrintLoggerFactory(out),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    return out


PLAIN = structlog.dev.plain_traceback  # others expect to see the exception itself
CONSOLE = functools.partial(structlog.dev.ConsoleRenderer, exception_formatter=PLAIN)
CHAINS = {
    "json": [structlog.processors.format_exc_info, PROCESSOR, structlog.processors.JSONRenderer()],
    "json, unformatted": [PROCESSOR, structlog.processors.JSONRenderer()],
    "json, traceback as data": [
        structlog.processors.dict_tracebacks,
        PROCESSOR,
        structlog.processors.JSONRenderer(),
    ],
    "console": [PROCESSOR, CONSOLE(colors=False)],
    "console, coloured": [PROCESSOR, CONSOLE(colors=True)],
    "key=value": [PROCESSOR, structlog.processors.KeyValueRenderer()],
    "logfmt": [
        lambda _, __, entry: {key: entry[key] for key in entry if key.isidentifier()},
        PROCESSOR,
        structlog.processors.LogfmtRenderer(bool_as_flag=False),
    ],
}


@pytest.mark.parametrize("chain", CHAINS)
def test_structlog_writes_no_planted_value(chain):
    out = usual(*CHAINS[chain])
    structlog.contextvars.bind_contextvars(customer=MAIL)
    log_everything(structlog.get_logger().bind(session=MAIL))
    written = out.getvalue()
    assert_clean(written)
    assert "7" in written
    if chain != "json, traceback as data":
        assert "no account for <EMAIL_ADDRESS>" in written


def test_fields_that_nobody_has_to_clean_stay_as_they_are():
    plain = {
        "event": "done",
        "level": "info",
        "n": 7,
        "share": 0.5,
        "ok": True,
        "nothing": None,
        "day": dt.date(2026, 11, 29),
        "id": uuid.UUID(int=7),
        "deep": {"a": [1, (2, 3)]},
    }
    assert redacting_processor(GUARD.scrub)(None, "info", dict(plain)) == plain


def test_keys_that_become_the_same_are_told_apart():
    said = redacting_processor(GUARD.scrub)(None, "info", {MAIL: 1, VALUES.name: 2, f"{MAIL} ": 3})
    assert sorted(said.values()) == [1, 2, 3]
    assert MAIL not in repr(said)


def test_what_a_renderer_left_is_cleaned_as_text():
    assert redacting_processor(GUARD.scrub)(None, "info", f"x {MAIL}") == "x <EMAIL_ADDRESS>"


ENTRIES = st.recursive(
    st.none() | st.integers() | st.text() | st.binary() | st.builds(Told) | st.builds(Hurt),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
        | st.tuples(inner, inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "redact",
    [
        lambda text: 1 / 0,
        lambda text: None,
        lambda text: text.swapcase(),
        lambda text: structlog.get_logger().info(text) or "logged",
    ],
    ids=["raises", "returns nothing", "works", "logs itself"],
)
@given(entry=st.dictionaries(st.text(), ENTRIES, max_size=4))
def test_nothing_that_is_logged_makes_it_raise(redact, entry):
    process = redacting_processor(redact)
    with contextlib.redirect_stdout(io.StringIO()):
        structlog.configure(processors=[process, structlog.processors.KeyValueRenderer()])
        said = process(None, "info", {"event": "x", **entry})
    json.dumps(said, default=repr)
    assert MAIL not in repr(said)


def test_what_cannot_be_cleaned_is_not_shown():
    said = redacting_processor(lambda text: 1 / 0)(
        None, "info", {"event": MAIL, "a": [MAIL], "n": 1}
    )
    assert said == {"event": "[not shown]", "[not shown]": ["[not shown]"], "[not shown] 2": 1}


def test_what_redacts_may_log_itself():
    asked = []

    def redact(text):
        asked.append(text)
        process(None, "info", {"event": f"about to redact {text}"})
        return "redacted"

    process = redacting_processor(redact)
    assert process(None, "info", {"event": MAIL}) == {"event": "redacted"}
    assert asked == [MAIL]


def test_what_has_no_end_is_cut_off():
    endless: list = []
    endless.append(endless)
    deep = MAIL
    for _ in range(99):
        deep = [deep]
    said = redacting_processor(GUARD.scrub)(None, "info", {"event": "x", "e": endless, "d": deep})
    assert repr(said).count("[not shown]") == 2
    assert repr(said["e"]).count("[") == DEEPEST


# --- both together ----------------------------------------------------------------------------


def through_stdlib(*processors, filters=(), **options):
    """Configure structlog over logging with one formatter for both, as its documentation does."""
    made = logging.StreamHandler(io.StringIO())
    for each in filters:
        made.addFilter(each)
    shared = [structlog.stdlib.add_log_level, structlog.stdlib.ExtraAdder()]
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                *processors,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(default=repr),
            ],
            **options,
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    root = logging.getLogger()
    root.handlers[:] = [made]
    root.setLevel(logging.INFO)
    return made.stream


@pytest.mark.parametrize("options", [{}, {"keep_exc_info": True}, {"pass_foreign_args": True}])
@pytest.mark.parametrize("where", ["processor", "filter", "both"])
def test_structlog_over_logging_writes_no_planted_value(where, options):
    processors = [PROCESSOR] if where != "filter" else []
    filters = [RedactingFilter(GUARD.scrub)] if where != "processor" else []
    out = through_stdlib(*processors, filters=filters, **options)
    log_everything(structlog.get_logger("bot"))
    log_plainly(logging.getLogger("bot.plain"))
    written = out.getvalue()
    assert_clean(written)
    assert written.count("no account for <EMAIL_ADDRESS>") >= 4


def test_audit_events_go_through_as_they_are():
    out = through_stdlib(PROCESSOR, filters=[RedactingFilter(lambda text: "gone")])
    said = Guard().inspect(f"Mail {MAIL}", origin="user")
    (line,) = out.getvalue().splitlines()
    event = json.loads(json.loads(line)["event"])
    assert (event["event"], event["reference"]) == ("decision", said.reference)
