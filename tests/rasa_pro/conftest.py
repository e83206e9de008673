"""Rasa Pro as a library: nothing here is trained or served, which would take a licence."""

from __future__ import annotations

import pytest

from chatward_rasa.in_force import nothing_in_force
from chatward_rasa.logs import stop_scrubbing_log_records


def pytest_configure(config):
    """Let Rasa's dependencies warn about each other; our own modules must not."""
    config.addinivalue_line("filterwarnings", "ignore")
    config.addinivalue_line("filterwarnings", "error:::chatward")


@pytest.fixture(autouse=True)
def _as_if_no_bot_was_loaded():
    yield
    nothing_in_force()
    stop_scrubbing_log_records()
