"""Take away the files of a log that are too old, and say so."""

from __future__ import annotations

import secrets
from pathlib import Path

from chatward.audit.memory_events import RetentionEvent
from chatward.audit.rotation import kept, too_old, trouble
from chatward.errors import AuditError

ROOM = "audit"


def unlink_old(path: Path, keep_days: float, now: float) -> int:
    """Delete the files put aside whose last record is older than so many days; return how many.

    Raises:
        AuditError: One cannot be read or deleted.

    """
    segments = kept(path)
    old = too_old(segments, keep_days, now)
    return unlink([segments[number] for number in old])


def unlink(files: list[Path]) -> int:
    """Delete files; return how many.

    Raises:
        AuditError: One cannot be deleted.

    """
    for each in files:
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            raise AuditError(trouble(each, error)) from None
    return len(files)


def dropped(count: int, path: Path, now: float) -> RetentionEvent:
    """Return the event that says that so many files of a log went; still to be signed."""
    return RetentionEvent(
        time=now,
        reference=secrets.token_hex(8),
        purged=[(ROOM, count)],
        left=0,
        kept=len(kept(path)),
        signature="",
    )
