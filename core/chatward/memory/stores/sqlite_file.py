"""The connections to one SQLite file: opened when needed, lent to one call each, none in a fork."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from chatward.errors import StoreError
from chatward.memory.stores.forking import Turns, watch

CONNECTIONS = 8
"""So many calls of one process are under way at once; more wait their turn."""

_VERSION = 1
_CHECKPOINT_WAITS_MS = 250

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS drawers(
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, room TEXT NOT NULL,
    touched REAL NOT NULL, expires REAL NOT NULL, UNIQUE(owner, room)
);
CREATE TABLE IF NOT EXISTS fields(
    drawer INTEGER NOT NULL REFERENCES drawers(id) ON DELETE CASCADE,
    name TEXT NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY(drawer, name)
) WITHOUT ROWID;
PRAGMA user_version={_VERSION};
COMMIT;
"""

# A damaged schema can make its module stumble over its own error message.
_FAILS = (sqlite3.Error, UnicodeDecodeError)

# What SQLite and the system say, and what that means to whoever runs the bot.
_SAYS = (
    ("locked", "locked by another process for longer than the timeout"),
    ("full", "full: no space is left on the disk"),
    ("No space", "full: no space is left on the disk"),
    ("malformed", "damaged"),
    ("decode", "damaged"),
    ("not a database", "damaged, or no SQLite file"),
    ("readonly", "read-only"),
    ("unable to open", "cannot be opened: is its folder there and writable?"),
    ("No such file", "cannot be opened: is its folder there and writable?"),
    ("Permission denied", "cannot be opened: permission denied"),
    ("not permitted", "open to other users, and its mode cannot be set to 0600"),
    ("I/O", "cannot be read or written: the disk is full or failing"),
)


class SqliteFile:
    """Lends connections to an SQLite file that only its owner may read.

    Args:
        path: The file; made where there is none.
        timeout_seconds: How long to wait for other writers, more than 0.
        fsync: Whether every write waits for the disk.

    """

    def __init__(self, path: Path, timeout_seconds: float, *, fsync: bool) -> None:
        self.name = path.name
        self._path = path.absolute()
        self._timeout = timeout_seconds
        self._synchronous = "FULL" if fsync else "NORMAL"
        self.start()
        watch(self)

    def __del__(self) -> None:
        """Close what nobody can use any more."""
        self.close()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend a connection that may write; what it wrote is kept unless an error ends the lease.

        Raises:
            StoreError: The file cannot be used, or others wrote for longer than the timeout.

        """
        # Threads queue here, in order; SQLite's own waiting is by sleeping and trying again.
        if not self._writing.acquire(timeout=self._timeout):
            raise self.error("locked")
        try:
            with self.connection() as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        finally:
            self._writing.release()

    @contextmanager
    def connection(self) -> Generator[sqlite3.Connection, None, None]:
        """Lend a connection; after an error it is closed, which undoes what it began.

        Raises:
            StoreError: The file cannot be used.

        """
        with self.turns:
            try:
                connection = self._idle.pop() if self._idle else self._open()
            except (*_FAILS, OSError) as error:
                raise self.error(str(error)) from None
            try:
                yield connection
            except _FAILS as error:
                connection.close()
                raise self.error(str(error)) from None
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def empty_log(self) -> bool:
        """Move the write-ahead log into the file and cut it to nothing; tell whether that worked.

        Raises:
            StoreError: The file cannot be used.

        """
        with self.connection() as connection:
            connection.execute(f"PRAGMA busy_timeout={_CHECKPOINT_WAITS_MS}")
            row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout={int(self._timeout * 1000)}")
        return bool(row[0] == 0)

    def close(self) -> None:
        """Close the connections that are not lent; the next call opens them again."""
        while self._idle:
            self._idle.pop().close()

    def start(self) -> None:
        """Begin with no connection."""
        self._idle: list[sqlite3.Connection] = []
        self.turns = Turns(CONNECTIONS, self._timeout)
        self._writing = threading.Lock()

    def error(self, said: str) -> StoreError:
        """Return the error for what SQLite said; never its own text, which may name the path."""
        means = next((means for word, means in _SAYS if word in said), "cannot be used")
        return StoreError(f"SQLite store {self.name!r}: {means}")

    def _open(self) -> sqlite3.Connection:
        _create(self._path)
        connection = sqlite3.connect(
            self._path, timeout=self._timeout, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self._keep_a_log(connection)
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        for pragma in ("secure_delete", "foreign_keys", "cell_size_check"):
            connection.execute(f"PRAGMA {pragma}=ON")
        if self._version(connection) == 0:
            connection.executescript(_SCHEMA)

    def _keep_a_log(self, connection: sqlite3.Connection) -> None:
        # SQLite does not wait its timeout where several processes make the file at once.
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.005)
            else:
                return

    def _version(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in {0, _VERSION}:
            raise StoreError(f"SQLite store {self.name!r}: made by another version of Chatward")
        return version


def _create(path: Path) -> None:
    # Never opened and closed where it exists: that would take away SQLite's locks on the file.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) and stat.S_IMODE(mode) != 0o600:
        path.chmod(0o600)
