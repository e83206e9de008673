"""What the SQLite store does when its process, its disk or its file fails."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from chatward.errors import StoreError
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.sqlite import SqliteStore

LIVES = {"state": FOREVER, "vault": FOREVER}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.db"


def put(store, name, value, was=None, owner="anna"):
    return store.write(owner, [Change("state", name, was, value)], LIVES)


def refused(call, says, path):
    """Return nothing; the call must raise, and tell no path and no value."""
    with pytest.raises(StoreError, match=says) as caught:
        call()
    told = str(caught.value)
    assert path.name in told
    assert str(path.parent) not in told
    assert "anna" not in told


WRITES = """
import sys
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.opening import open_store

store = open_store(sys.argv[1])
number = int(sys.argv[2])
while True:
    changes = [
        Change("state", f"n{number}", None, b"value %d" % number),
        Change("vault", f"n{number}", None, b"value %d" % number),
    ]
    assert store.write("anna", changes, {"state": FOREVER, "vault": FOREVER})
    print(number, flush=True)
    number += 2
"""


# Two writers that never pause can keep each other waiting for long where the disk is slow.
@pytest.mark.parametrize(("fsync", "writes"), [("false", 150), ("true", 15)])
def test_every_acknowledged_write_outlives_the_death_of_its_process(path, fsync, writes):
    command = [sys.executable, "-c", WRITES, f"sqlite:///{path}?timeout_seconds=120&fsync={fsync}"]
    children = [
        subprocess.Popen([*command, start], stdout=subprocess.PIPE, text=True)
        for start in ("0", "1")
    ]
    acknowledged = []
    for child in children:
        acknowledged += [child.stdout.readline() for _ in range(writes)]
    for child in children:
        child.send_signal(signal.SIGKILL)
        rest = child.communicate()[0].splitlines(keepends=True)
        acknowledged += [line for line in rest if line.endswith("\n")]
    numbers = [int(line) for line in acknowledged]
    assert len(numbers) >= 2 * writes
    with closing(SqliteStore(path)) as store:
        state, vault = store.room("anna", "state"), store.room("anna", "vault")
        assert state == vault
        assert all(state[f"n{number}"] == b"value %d" % number for number in numbers)
        assert put(store, "next", b"value")


def test_a_file_locked_for_longer_than_the_timeout_is_an_error_and_can_be_read(path):
    with closing(SqliteStore(path, timeout_seconds=0.2)) as store:
        put(store, "n", b"one")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            refused(lambda: put(store, "n", b"two", b"one"), "locked", path)
            assert 0.15 < time.monotonic() - begun < 2
            assert store.read("anna", [("state", "n")]) == [b"one"]
        assert put(store, "n", b"two", b"one")


def test_a_reader_does_not_hold_up_forgetting(path):
    with closing(SqliteStore(path)) as store:
        put(store, "n", b"one")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM drawers").fetchall()
            begun = time.monotonic()
            assert store.drop("anna") == 1
            assert time.monotonic() - begun < 2
            assert not store.empty_log()
        assert store.empty_log()


def test_a_full_store_is_an_error_and_still_tells_what_it_has(path):
    with closing(SqliteStore(path)) as store:
        put(store, "n", b"one")
        (connection,) = store._file._idle
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        refused(lambda: put(store, "m", b"x" * 100_000), "full", path)
        assert store.room("anna", "state") == {"n": b"one"}
        assert put(store, "n", b"two", b"one")


LIMITED = """
import resource, sys
from chatward.errors import StoreError
from chatward.memory.ports import FOREVER, Change
from chatward.memory.stores.opening import open_store

resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
store = open_store(sys.argv[1])
kept = 0
try:
    for number in range(100):
        store.write("anna", [Change("state", f"n{number}", None, b"x" * 9_000)], {"state": FOREVER})
        kept += 1
except StoreError as error:
    print(error)
print(kept, len(store.room("anna", "state")))
"""


def test_a_full_disk_is_an_error_and_what_was_written_stays(path):
    command = [sys.executable, "-c", LIMITED, f"sqlite:///{path}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    said, counts = ran.stdout.splitlines()
    assert "the disk is full or failing" in said
    kept, readable = map(int, counts.split())
    assert 5 < kept == readable < 100
    with closing(SqliteStore(path)) as store:
        assert len(store.room("anna", "state")) == kept


def test_a_file_that_may_not_be_written_is_an_error(path):
    with closing(SqliteStore(path)) as store:
        put(store, "n", b"one")
        store._file._idle[0].execute("PRAGMA query_only=ON")
        refused(lambda: put(store, "m", b"two"), "read-only", path)


def test_a_missing_folder_or_a_folder_in_its_place_is_an_error(tmp_path):
    for path in (tmp_path / "none" / "memory.db", tmp_path):
        store = SqliteStore(path)
        refused(lambda store=store: store.read("anna", [("state", "n")]), "cannot be opened", path)
    assert tmp_path.stat().st_mode & 0o100


def test_another_kind_of_file_is_an_error_and_left_alone(path):
    path.write_bytes(b"notes of mine\n" * 200)
    with closing(SqliteStore(path)) as store:
        refused(lambda: store.read("anna", [("state", "n")]), "no SQLite file", path)
        refused(lambda: put(store, "n", b"one"), "no SQLite file", path)
    assert path.read_bytes() == b"notes of mine\n" * 200


def test_a_file_of_a_later_version_is_an_error(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version=99")
    with closing(SqliteStore(path)) as store:
        refused(lambda: store.read("anna", [("state", "n")]), "another version", path)


OWNERS = [f"owner{number}" for number in range(30)]


def right(owner, name):
    return f"{owner} {name} ".encode() * 20


@pytest.fixture
def whole(path):
    with closing(SqliteStore(path)) as store:
        for owner in OWNERS:
            for name in "abc":
                put(store, name, right(owner, name), owner=owner)
    return path.read_bytes()


def look_through(path):
    """Read everything; return how many values are right, absent, refused."""
    outcomes = []
    with closing(SqliteStore(path, timeout_seconds=0.1)) as store:
        for owner in OWNERS:
            for name in "abc":
                try:
                    (value,) = store.read(owner, [("state", name)])
                except StoreError:
                    outcomes.append("refused")
                else:
                    assert value in {right(owner, name), None}
                    outcomes.append("absent" if value is None else "right")
        for call in (
            lambda: list(store.drawers()),
            lambda: put(store, "d", b"new", owner=OWNERS[3]),
            lambda: store.drop(OWNERS[4]),
        ):
            try:
                call()
            except StoreError:
                outcomes.append("refused")
    return outcomes


@pytest.mark.slow
def test_a_flipped_byte_never_becomes_a_wrong_value(path, whole):
    chance = random.Random(1)
    outcomes = []
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        path.write_bytes(damaged)
        outcomes += look_through(path)
    assert outcomes.count("refused") > 100
    assert outcomes.count("absent") < len(outcomes) / 100


@pytest.mark.slow
def test_a_file_cut_short_or_partly_overwritten_never_gives_a_wrong_value(path, whole):
    chance = random.Random(2)
    for _ in range(60):
        start = chance.randrange(len(whole))
        path.write_bytes(whole[:start])
        look_through(path)
        noise = chance.randbytes(64)
        path.write_bytes(whole[:start] + noise + whole[start + len(noise) :])
        look_through(path)
