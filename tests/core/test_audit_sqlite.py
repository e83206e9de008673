"""The log in SQLite: nothing is lost, whoever writes, dies or forks; and it is read back."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from audit_database import references
from audit_samples import DECISION, decision, one_of_each, sample

from chatward import AuditError, Guard
from chatward.audit.reading import read_lines
from chatward.audit.sqlite_log import SqliteLog
from chatward.audit.together import Together

pytest_plugins = ["audit_database_fixtures"]

WRITER = """
import sys
sys.path[:0] = sys.argv[3].split(":")
from audit_samples import decision
from chatward.audit.sqlite_log import SqliteLog

log = SqliteLog(sys.argv[1])
for number in range(int(sys.argv[2])):
    log.write(decision(reference=f"{sys.argv[4]}-{number}"))
    print(number, flush=True)
"""


def writer(path, number, name):
    paths = ":".join(os.path.abspath(each) for each in sys.path if each)  # noqa: PTH100
    arguments = [str(path), str(number), paths, name]
    return subprocess.Popen([sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE)


def test_events_come_back_as_the_lines_that_a_file_would_hold(log, path):
    events = one_of_each()
    for event in events:
        log.write(event)
    assert list(read_lines([path])) == [msgspec.json.encode(each) for each in events]


def test_a_guard_writes_to_it(log, path):
    said = Guard(audit=log).inspect("Mail anna@example.org", origin="user")
    assert references(path) == [said.reference]
    assert b"anna" not in path.read_bytes()


def test_only_the_owner_may_read_it(log, path):
    log.write(DECISION)
    files = sorted(path.parent.glob("audit.db*"))
    assert [each.name for each in files] == ["audit.db", "audit.db-shm", "audit.db-wal"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_columns_can_be_asked_in_sql(log, path):
    log.write(decision(user="u1"))
    log.write(sample("grant", did="refused"))
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT seq, event, reference, conversation, user, door, stage, origin, action, rule,"
            " kinds FROM events ORDER BY seq"
        ).fetchall()
    ours = ("a6b768b744879af7", "5d0c1f6b27a98e43", "u1", "python", "input", "user")
    assert rows[0] == (1, "decision", *ours, "pseudonymise", "personal-data-in", " email-address ")
    assert rows[1][:3] == (2, "grant", "x")
    assert rows[1][8] == "refused"


@pytest.mark.parametrize("role", ["\ud800", "a\udfffb", "ö\x00\n"])
def test_half_a_surrogate_pair_does_not_lose_the_event(log, path, role):
    log.write(decision(role=role, rule=role))
    (line,) = read_lines([path])
    assert json.loads(line)["role"] == "".join(
        "\ufffd" if "\ud800" <= char <= "\udfff" else char for char in role
    )


def test_threads_write_at_once_and_nothing_is_lost(log, path):
    names = [f"{number:04}" for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: log.write(decision(reference=name)), names))
    assert sorted(references(path)) == names


def test_what_waits_is_written_together(log, path):
    """While one transaction is under way, others gather, and go into the next one."""
    log.write(decision(reference="first"))
    before = _transactions(path)
    threads = [
        threading.Thread(target=log.write, args=(decision(reference=f"t{number}"),))
        for number in range(8)
    ]
    with log.turns:
        for each in threads:
            each.start()
        time.sleep(0.2)
    for each in threads:
        each.join()
    assert len(references(path)) == 9
    assert _transactions(path) - before == 2


def _transactions(path):
    """How many the write-ahead log holds: the last frame of each says so."""
    wal = Path(f"{path}-wal").read_bytes()[32:]
    return sum(1 for at in range(0, len(wal), 24 + 4096) if wal[at + 4 : at + 8] != bytes(4))


def test_nobody_waits_for_what_others_write_later():
    """Who has his own written is through, although another thread goes on writing."""
    batches = []

    def keep(items):
        time.sleep(0.02)
        batches.append(list(items))

    together = Together(keep)
    stop = threading.Event()

    def go_on():
        while not stop.is_set():
            together.write("more")

    def write(name):
        together.write(name)
        return len(batches) - next(at for at, batch in enumerate(batches) if name in batch)

    busy = threading.Thread(target=go_on)
    busy.start()
    with ThreadPoolExecutor(7) as pool:
        late = list(pool.map(write, [f"mine{number}" for number in range(7)]))
    stop.set()
    busy.join()
    assert max(late) <= 4
    assert max(map(len, batches)) > 1


def test_when_a_transaction_fails_everybody_in_it_is_told(path):
    log = SqliteLog(path, timeout_seconds=0.1)
    log.write(DECISION)
    failed = []

    def write():
        try:
            log.write(DECISION)
        except AuditError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=write) for _ in range(4)]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        other.execute("ROLLBACK")
    assert len(failed) == 4
    log.write(DECISION)
    assert len(references(path)) == 2
    log.close()


def test_eight_processes_write_at_once_and_nothing_is_lost(path):
    running = [writer(path, 50, f"p{number}") for number in range(8)]
    for each in running:
        each.communicate(timeout=60)
        assert each.returncode == 0
    wanted = {f"p{process}-{number}" for process in range(8) for number in range(50)}
    found = references(path)
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_what_was_acknowledged_survives_kill_nine(path):
    running = writer(path, 100_000, "k")
    acknowledged = [int(running.stdout.readline()) for _ in range(200)]
    running.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in running.stdout.read().splitlines()]
    running.wait()
    running.stdout.close()
    found = references(path)
    assert found[: len(acknowledged)] == [f"k-{number}" for number in acknowledged]
    SqliteLog(path).write(DECISION)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="a fork beside threads is a warning there")
def test_a_fork_and_its_parent_both_write(log, path):
    log.write(decision(reference="before"))
    context = multiprocessing.get_context("fork")

    def write(reference):
        assert log._connection is None  # a connection must not be used on both sides of a fork
        log.write(decision(reference=reference))

    children = [context.Process(target=write, args=(f"child{number}",)) for number in range(3)]
    for each in children:
        each.start()
    log.write(decision(reference="parent"))
    for each in children:
        each.join()
    assert [each.exitcode for each in children] == [0, 0, 0]
    assert sorted(references(path)) == ["before", "child0", "child1", "child2", "parent"]


def test_old_events_are_dropped_and_numbers_are_not_used_again(log, path):
    for number in range(4):
        log.write(decision(time=float(number), reference=f"r{number}"))
    assert log.drop_before(2.0) == 2
    assert references(path) == ["r2", "r3"]
    assert log.drop_before(9.0) == 2
    log.write(decision(reference="new"))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT seq FROM events").fetchall() == [(5,)]
