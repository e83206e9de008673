"""What a test set up in structlog and in logging is undone after it."""

from __future__ import annotations

import logging

import pytest
import structlog


@pytest.fixture(autouse=True)
def logging_as_before():
    """Undo what a test set up in structlog and in logging."""
    root, bot = logging.getLogger(), logging.getLogger("bot")
    handlers, level = root.handlers[:], root.level
    yield
    bot.handlers[:], bot.propagate = [], True
    bot.setLevel(logging.NOTSET)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = handlers
    root.setLevel(level)
