"""A guard that keeps what it blocks, its clock and its log."""

from __future__ import annotations

import pytest
from appeal_guards import Clock, Log, guard_by


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def guard(clock, log):
    return guard_by("extends: balanced\nquarantine: true", clock, log)
