"""What the log in SQLite, and who reads it, say when something is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from audit_database import references
from audit_samples import DECISION, decision

from chatward import AuditError
from chatward.audit.sqlite_log import SqliteLog

pytest_plugins = ["audit_database_fixtures"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(AuditError, match=r"^audit database 'a\.db': cannot be opened") as raised:
        SqliteLog(tmp_path / "none" / "a.db").write(DECISION)
    assert str(tmp_path) not in str(raised.value)


def test_a_file_that_is_no_database_is_an_error_and_stays_as_it_is(path):
    path.write_bytes(b"{}\n" * 500)
    with pytest.raises(AuditError, match="no SQLite file"):
        SqliteLog(path).write(DECISION)
    assert path.read_bytes() == b"{}\n" * 500


def test_a_database_of_another_version_is_an_error(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version=7")
    with pytest.raises(AuditError, match="another version of Chatward"):
        SqliteLog(path).write(DECISION)


def test_a_locked_database_is_an_error_and_then_works_again(log, path):
    log.close()
    quick = SqliteLog(path, timeout_seconds=0.05)
    quick.write(DECISION)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AuditError, match="locked by another process"):
            quick.write(DECISION)
        other.execute("ROLLBACK")
    quick.write(DECISION)
    assert len(references(path)) == 2


def test_a_full_disk_is_an_error_and_then_works_again(log, path):
    log.write(DECISION)
    log._connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(AuditError, match="full: no space is left"):
        log.write(decision(reference="x" * 100_000))
    log.write(decision(reference="again"))
    assert references(path)[-1] == "again"


def test_an_event_that_is_no_json_is_an_error_and_harms_no_other(log, path):
    class Odd:
        def fields(self):
            return {"time": 1.0, "event": "odd", "what": object()}

    with pytest.raises(AuditError, match="what JSON does not know"):
        log.write(Odd())
    log.write(DECISION)
    assert len(references(path)) == 1


def test_a_database_without_the_table_is_an_error(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other(x)")
    with pytest.raises(AuditError, match="no table of events"):
        references(path)


def test_a_damaged_database_is_an_error(log, path):
    for number in range(50):
        log.write(decision(reference=f"{number}"))
    log.close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xff" * len(content[4096 * 2 :])
    path.write_bytes(content)
    with pytest.raises(AuditError, match=r"audit database 'audit\.db': damaged"):
        references(path)


def test_a_database_in_a_folder_that_nobody_may_write_to_is_read(log, path):
    log.write(DECISION)
    log.close()
    path.parent.chmod(0o500)
    try:
        assert len(references(path)) == 1
    finally:
        path.parent.chmod(0o700)


def test_its_repr_tells_the_name_alone(log, path):
    assert repr(log) == "SqliteLog('audit.db')"
