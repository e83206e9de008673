"""Options that several commands share, and what becomes of them."""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from chatward.audit.head import head_path
from chatward.audit.log import AllOf, AuditLog
from chatward.audit.opening import file_log
from chatward.audit.sqlite_log import SqliteLog
from chatward.audit.sqlite_reading import is_database, read_rows
from chatward.decision import Door
from chatward.errors import KeyringError
from chatward.guard import Guard
from chatward.memory.keys import VARIABLE, keyring_from_environment
from chatward.passage import Origin
from chatward.policy.entries import PROFILES
from chatward.policy.file import load_policy, load_profile
from chatward.policy.model import AuditPlan, Policy

DOOR = Door("command-line")

BLOCKED, USAGE, BROKEN_LINES = 1, 2, 3
"""Exit statuses besides 0; `chatward.cli` says what they mean."""

OriginOption = Annotated[
    Origin, typer.Option(metavar="ORIGIN", help=f"Who wrote it: {', '.join(Origin)}.")
]
PolicyOption = Annotated[
    str | None,
    typer.Option("--policy", metavar="FILE", help=f"Policy file, or {', '.join(PROFILES)}."),
]
AuditOption = Annotated[
    Path | None,
    typer.Option("--audit", metavar="FILE", help="Append audit events to this file."),
]


def policy_named(written: str | None) -> Policy:
    """Return the policy that an option names: a profile, else a file; balanced by default.

    Raises:
        PolicyError: The file cannot be read or says what no policy may say.

    """
    if written is None or written in PROFILES:
        return load_profile(written or "balanced")
    return load_policy(written)


def guard_from(policy: str | None, audit: Path | None, store: str = "memory:") -> Guard:
    """Return the guard that the options ask for; what it remembers stays in the process.

    Raises:
        PolicyError: The policy cannot be read or carried out.
        BadParameter: The audit file cannot be written.

    """
    chosen = at_hand(policy)
    if audit is None:
        return Guard(chosen, store=store)
    logs = [audit_file(audit)]
    if chosen.audit.file is not None:
        logs.append(file_log(chosen.audit, keyring_from_environment(), time.time))
    return Guard(chosen, store=store, audit=AllOf(logs))


def at_hand(written: str | None) -> Policy:
    """Return the policy that an option names, for a command: no incident comes of what it does.

    Raises:
        PolicyError: As for `policy_named`.

    """
    return replace(policy_named(written), incidents=None, shadow=None)


def audit_file(path: Path) -> AuditLog:
    """Return the log that appends to a file; tell at once if that is impossible.

    A log that is signed is gone on with, and one in SQLite, too; a new one is not signed, as
    nobody said so.

    Raises:
        BadParameter: The file cannot be written, or is no audit log.
        AuditError: It is a database of something else.
        KeyringError: It is signed, and there is no master key.

    """
    if is_database(path):
        next(read_rows(path, "0"), None)  # tells of a database that has no events
        return SqliteLog(path)
    _require_lines(path)
    keys, signed = keyring_from_environment(), head_path(path).exists()
    if signed and keys.ephemeral:
        msg = f"{path}: is signed, so its next event takes its master key: set {VARIABLE}"
        raise KeyringError(msg)
    return file_log(AuditPlan(str(path), signed=signed), keys, time.time)


def _require_lines(path: Path) -> None:
    """Refuse a file that cannot be appended to, or is certainly no log: a slip in a name.

    Raises:
        BadParameter: Says so.

    """
    problem = "is packed: name the log that grows" if path.suffix == ".gz" else ""
    try:
        if not problem:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
            problem = "" if _first_byte(path) in b"{" else "is no audit log"
    except OSError as error:
        problem = error.strerror or type(error).__name__
    if problem:
        msg = f"{path}: {problem}"
        raise typer.BadParameter(msg, param_hint="--audit")


def _first_byte(path: Path) -> bytes:
    """Return the first byte of a file; none where it is empty, a pipe, or may not be read."""
    if not path.is_file() or not os.access(path, os.R_OK):
        return b""
    with path.open("rb") as file:
        return file.read(1)


def open_to_read(written: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for ``-``.

    Raises:
        BadParameter: There is nothing to read.

    """
    if written == "-":
        return nullcontext(standard_input())
    try:
        return Path(written).open("rb")
    except OSError as error:
        raise typer.BadParameter(_told(written, error), param_hint="FILE") from None


def standard_input() -> BinaryIO:
    """Return the bytes of standard input.

    Raises:
        BadParameter: It is closed.

    """
    if sys.stdin is None:
        msg = "standard input is closed"
        raise typer.BadParameter(msg, param_hint="-")
    return sys.stdin.buffer


def _told(path: str | Path, error: OSError) -> str:
    return f"{path}: {error.strerror or type(error).__name__}"
