"""Audit events in an SQLite database, to be searched; many processes write to it at once.

What threads want to write while another one writes goes into one transaction. When `write`
returns, the operating system has the record, so that it survives the death of the process.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from chatward.audit.lines import line_of
from chatward.audit.log import Event
from chatward.audit.said import did_of, kinds_of
from chatward.audit.sqlite_reading import failed
from chatward.audit.together import Together
from chatward.errors import AuditError
from chatward.memory.stores.forking import Turns, watch

_VERSION = 1
_CHECKPOINT_PAGES = 4_000
"""So many pages of 4 KiB gather before one event waits for them to be moved into the file."""
_WORDS = ("reference", "conversation", "user", "door", "stage", "origin", "rule")

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS events(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, event TEXT NOT NULL,
    reference TEXT, conversation TEXT, user TEXT, door TEXT, stage TEXT, origin TEXT, rule TEXT,
    action TEXT NOT NULL, kinds TEXT NOT NULL, line BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_time ON events(time);
CREATE INDEX IF NOT EXISTS by_reference ON events(reference);
CREATE INDEX IF NOT EXISTS by_conversation ON events(conversation) WHERE conversation IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_user ON events(user) WHERE user IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_event ON events(event) WHERE event <> 'decision';
PRAGMA user_version={_VERSION};
COMMIT;
"""

_INSERT = (
    "INSERT INTO events(time, event, reference, conversation, user, door, stage, origin, rule,"
    " action, kinds, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_Row = tuple[object, ...]
_FAILS = (sqlite3.Error, UnicodeDecodeError, OSError)


class SqliteLog:
    """Keeps events in an SQLite file that only its owner may read.

    Args:
        path: The file; made where there is none. Its folder must exist.
        timeout_seconds: How long a write waits for other processes, more than 0.
        fsync: Whether every write waits for the disk. Without it the last events may be lost
            with the power, not with the process.

    """

    _connection: sqlite3.Connection | None

    def __init__(
        self, path: str | Path, *, timeout_seconds: float = 5.0, fsync: bool = False
    ) -> None:
        self._path = Path(path).absolute()
        self._timeout = timeout_seconds
        self._synchronous = "FULL" if fsync else "NORMAL"
        self.start()
        watch(self)

    def __del__(self) -> None:
        """Close what nobody can use any more."""
        self.close()

    def __repr__(self) -> str:
        """Tell which file, not where it lies."""
        return f"SqliteLog({self._path.name!r})"

    def write(self, event: Event) -> None:
        """Keep one event; returns once the operating system has it.

        Raises:
            AuditError: It could not be kept.

        """
        self._together.write(_row_of(event.fields()))

    def drop_before(self, moment: float) -> int:
        """Delete the events from before a clock time; return how many there were.

        Raises:
            AuditError: The file cannot be written.

        """
        with self.turns:
            try:
                query = "DELETE FROM events WHERE time < ?"
                return self._connected().execute(query, (moment,)).rowcount
            except (*_FAILS, AuditError) as error:
                raise self._failed(error) from None

    def close(self) -> None:
        """Close the connection; the next event opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def start(self) -> None:
        """Begin with no connection."""
        self._connection = None
        self._together = Together[_Row](self._write_all)
        self.turns = Turns(1, self._timeout)

    def _write_all(self, rows: Sequence[_Row]) -> None:
        """Write rows in one transaction: all of them, or none."""
        with self.turns:
            try:
                self._insert(rows)
            except (*_FAILS, AuditError) as error:
                raise self._failed(error) from None

    def _insert(self, rows: Sequence[_Row]) -> None:
        connection = self._connected()
        if len(rows) == 1:
            connection.execute(_INSERT, rows[0])  # a transaction of its own
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")

    def _failed(self, error: Exception) -> AuditError:
        """Return the error to raise, and begin with a new connection next time."""
        self.close()
        return error if isinstance(error, AuditError) else failed(self._path, error)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

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
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        connection.execute("PRAGMA cell_size_check=ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(_SCHEMA)
        elif version != _VERSION:
            msg = f"audit database {self._path.name!r}: made by another version of Chatward"
            raise AuditError(msg)

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


def _row_of(fields: dict[str, Any]) -> _Row:
    words = [_word(fields.get(name)) for name in _WORDS]
    kinds = kinds_of(fields)
    return (
        fields["time"],
        fields["event"],
        *words,
        _word(did_of(fields)),
        _word(f" {' '.join(kinds)} ") if kinds else "",
        line_of(fields),
    )


def _word(value: object) -> str | None:
    """Return what stands in a column; SQLite knows no halves of surrogate pairs."""
    if not isinstance(value, str):
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _create(path: Path) -> None:
    # Never opened and closed where it exists: that would take away SQLite's locks on the file.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) and stat.S_IMODE(mode) != 0o600:
        path.chmod(0o600)
