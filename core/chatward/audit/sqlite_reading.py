"""Read the SQLite database that audit events were written to, by other processes, too."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from chatward.errors import AuditError

_PAGE = 1_000
_LEAST_BYTES = 512
"""No database is smaller than its smallest page."""

# What SQLite and the system say, and what that means to whoever runs the bot.
_SAYS = (
    ("locked", "locked by another process for longer than the timeout"),
    ("full", "full: no space is left on the disk"),
    ("readonly", "read-only"),
    ("no such table", "no audit log: it has no table of events"),
    ("no such column", "made by another version of Chatward"),
    ("unable to open", "cannot be opened: is its folder there and writable?"),
    ("No such file", "cannot be opened: is its folder there and writable?"),
    ("Permission denied", "cannot be opened: permission denied"),
    ("I/O", "cannot be read or written: the disk is full or failing"),
    ("malformed", "damaged"),
    ("decode", "damaged"),
    ("not a database", "damaged, or no SQLite file"),
)


def is_database(path: Path) -> bool:
    """Tell whether a file is an SQLite database.

    SQLite itself is asked: whoever opens and closes a database behind its back takes away the
    locks that this process holds on it.
    """
    try:
        about = path.stat()
    except OSError:
        return False
    if not stat.S_ISREG(about.st_mode) or about.st_size < _LEAST_BYTES:
        return False
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        return "not a database" not in str(error) and "unable to open" not in str(error)
    return True


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads."""
    address = f"file:{quote(str(path.absolute()))}"
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        # In a folder that cannot be written to; without a log beside it nobody else writes.
        if Path(f"{path}-wal").exists():
            raise
        return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
    except BaseException:
        connection.close()
        raise
    return connection


def read_rows(
    path: Path,
    where: str = "1",
    values: Sequence[object] = (),
    *,
    newest_first: bool = False,
    after: int = 0,
) -> Iterator[bytes]:
    """Return the lines of a database.

    Args:
        path: The file.
        where: SQL over the columns of the table of events.
        values: What stands in it as ``?``.
        newest_first: Whether to begin with the one written last.
        after: Only those with a greater number.

    Raises:
        AuditError: The file cannot be read.

    """
    for _, line in read_numbered(path, where, values, newest_first=newest_first, after=after):
        yield line


def read_numbered(
    path: Path,
    where: str = "1",
    values: Sequence[object] = (),
    *,
    newest_first: bool = False,
    after: int = 0,
) -> Iterator[tuple[int, bytes]]:
    """Return the numbers and lines of a database; otherwise as `read_rows`."""
    order = "DESC" if newest_first else "ASC"
    query = f"SELECT seq, line FROM events WHERE seq > ? AND ({where}) ORDER BY seq {order}"  # noqa: S608
    try:
        with closing(connect(path)) as connection:
            for number, line in connection.execute(query, (after, *values)):
                yield number, line if isinstance(line, bytes) else str(line).encode()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise failed(path, error) from None


def failed(path: Path, error: Exception) -> AuditError:
    """Return the error for what SQLite said; never its own text, which may name the path."""
    means = next((means for word, means in _SAYS if word in str(error)), "cannot be used")
    return AuditError(f"audit database {path.name!r}: {means}")
