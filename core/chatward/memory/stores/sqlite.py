"""Memory in one SQLite file: shared by all processes of a machine, kept over restarts.

Every value carries a checksum, because SQLite itself would hand a flipped bit on unseen.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from chatward.memory.ports import FOREVER, Change, Drawer
from chatward.memory.stores.sqlite_file import SqliteFile

_PAGE = 500


class SqliteStore:
    """Drawers in an SQLite file that only its owner may read.

    Args:
        path: The file; made where there is none. Its folder must exist.
        clock: Tells seconds since the epoch.
        timeout_seconds: How long a call waits for other writers, more than 0.
        fsync: Whether every write waits for the disk. Without it a write survives the death of
            the process, but the last ones may be lost with the power.

    """

    blocking = True
    durable = True

    def __init__(
        self,
        path: str | Path,
        *,
        clock: Callable[[], float] = time.time,
        timeout_seconds: float = 5.0,
        fsync: bool = False,
    ) -> None:
        self._file = SqliteFile(Path(path), timeout_seconds, fsync=fsync)
        self._clock = clock

    def __repr__(self) -> str:
        """Tell which file, not where it lies."""
        return f"SqliteStore({self._file.name!r})"

    def read(self, owner: str, fields: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Return fields by (room, name), None where there is none or its life is over."""
        if not fields:
            return []
        # One statement, so that all fields are of one moment; put together of numbers and marks.
        asked = ",".join(f"({number},?,?)" for number in range(len(fields)))
        query = (
            f"WITH asked(at, room, name) AS (VALUES {asked})"  # noqa: S608
            " SELECT at, f.drawer, f.name, f.value, f.checksum FROM asked"
            " CROSS JOIN drawers d ON d.owner=? AND d.room=asked.room AND d.expires>?"
            " CROSS JOIN fields f ON f.drawer=d.id AND f.name=asked.name"
        )
        values = [part for pair in fields for part in pair]
        with self._file.connection() as connection:
            rows = connection.execute(query, (*values, owner, self._clock())).fetchall()
        found: list[bytes | None] = [None] * len(fields)
        for at, *row in rows:
            found[at] = self._checked(*row)
        return found

    def write(self, owner: str, changes: Sequence[Change], lives: Mapping[str, float]) -> bool:
        """Make all changes, or none where a field is not what it was; tell which."""
        now = self._clock()
        with self._file.transaction() as connection:
            drawers = _drawers_of(connection, owner, now)
            for change in changes:
                if self._stands(connection, drawers.get(change.room), change.name) != change.was:
                    return False
            for room in dict.fromkeys(each.room for each in changes if each.now != each.was):
                drawers[room] = _touch(connection, owner, room, now, drawers.get(room))
            _make(connection, drawers, changes)
            query = "UPDATE drawers SET touched=?, expires=? WHERE id=?"
            ends = [(now, now + lives[room], drawers[room]) for room in lives if room in drawers]
            connection.executemany(query, ends)
            return True

    def room(self, owner: str, room: str) -> dict[str, bytes]:
        """Return all fields of a drawer; empty where there is none."""
        query = (
            "SELECT f.drawer, f.name, f.value, f.checksum"
            " FROM drawers d JOIN fields f ON f.drawer=d.id"
            " WHERE d.owner=? AND d.room=? AND d.expires>?"
        )
        with self._file.connection() as connection:
            rows = connection.execute(query, (owner, room, self._clock())).fetchall()
        return {row[1]: self._checked(*row) for row in rows}

    def drop(self, owner: str, room: str | None = None) -> int:
        """Drop a drawer, or all of an owner's; return how many lay there."""
        query = "DELETE FROM drawers WHERE owner=? AND room=coalesce(?, room)"
        with self._file.transaction() as connection:
            dropped = connection.execute(query, (owner, room)).rowcount
        if dropped:
            self.empty_log()
        return dropped

    def drawers(self) -> Iterator[Drawer]:
        """Return every drawer, those included whose life is over but that still lie there."""
        query = "SELECT id, owner, room, touched FROM drawers WHERE id>? ORDER BY id LIMIT ?"
        last = -1
        while True:
            with self._file.connection() as connection:
                rows = connection.execute(query, (last, _PAGE)).fetchall()
            for last, *row in rows:  # noqa: B007 (the next page begins behind the last one)
                yield Drawer(*row)
            if len(rows) < _PAGE:
                return

    def empty_log(self) -> bool:
        """Move the write-ahead log into the file and cut it to nothing; tell whether that worked.

        What was dropped is gone from the file at once, but its old pages may stay in the log
        until then. It does not work while another process reads; the next call makes up for it.
        """
        return self._file.empty_log()

    def close(self) -> None:
        """Close the connections; the next call opens them again."""
        self._file.close()

    def _stands(
        self, connection: sqlite3.Connection, drawer: int | None, name: str
    ) -> bytes | None:
        if drawer is None:
            return None
        query = "SELECT value, checksum FROM fields WHERE drawer=? AND name=?"
        row = connection.execute(query, (drawer, name)).fetchone()
        return None if row is None else self._checked(drawer, name, *row)

    def _checked(self, drawer: int, name: str, value: object, checksum: object) -> bytes:
        if not isinstance(value, bytes) or _checksum(drawer, name, value) != checksum:
            raise self._file.error("malformed")
        return value


def _checksum(drawer: int, name: str, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(f"{drawer} {name}".encode()))


def _drawers_of(connection: sqlite3.Connection, owner: str, now: float) -> dict[str, int]:
    query = "SELECT room, id FROM drawers WHERE owner=? AND expires>?"
    return dict(connection.execute(query, (owner, now)).fetchall())


def _touch(
    connection: sqlite3.Connection, owner: str, room: str, now: float, drawer: int | None
) -> int:
    """Return the id of a drawer just touched; one whose life is over starts anew."""
    if drawer is not None:
        connection.execute("UPDATE drawers SET touched=? WHERE id=?", (now, drawer))
        return drawer
    connection.execute("DELETE FROM drawers WHERE owner=? AND room=?", (owner, room))
    query = "INSERT INTO drawers(owner, room, touched, expires) VALUES (?, ?, ?, ?)"
    made = connection.execute(query, (owner, room, now, FOREVER)).lastrowid
    assert made is not None
    return made


def _make(
    connection: sqlite3.Connection, drawers: Mapping[str, int], changes: Sequence[Change]
) -> None:
    """Write what changes; a drawer left empty is gone."""
    emptier: set[int] = set()
    for change in changes:
        if change.now == change.was:
            continue
        drawer = drawers[change.room]
        if change.now is None:
            query = "DELETE FROM fields WHERE drawer=? AND name=?"
            connection.execute(query, (drawer, change.name))
            emptier.add(drawer)
        else:
            query = "REPLACE INTO fields(drawer, name, value, checksum) VALUES (?, ?, ?, ?)"
            checksum = _checksum(drawer, change.name, change.now)
            connection.execute(query, (drawer, change.name, change.now, checksum))
    query = "DELETE FROM drawers WHERE id=? AND NOT EXISTS (SELECT 1 FROM fields WHERE drawer=id)"
    connection.executemany(query, [(drawer,) for drawer in emptier])
