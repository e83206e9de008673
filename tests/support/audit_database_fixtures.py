"""An audit log in SQLite."""

from __future__ import annotations

import pytest

from chatward.audit.sqlite_log import SqliteLog


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audit.db"


@pytest.fixture
def log(path):
    log = SqliteLog(path)
    yield log
    log.close()
