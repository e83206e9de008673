"""From what a policy says about the audit file to the log that does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chatward.audit.dropping import dropped, unlink_old
from chatward.audit.log import AuditLog, Event, FileAudit
from chatward.audit.signed_file import SignedFile
from chatward.audit.signing import sign
from chatward.audit.spill import Spill
from chatward.errors import KeyringError
from chatward.memory.keys import VARIABLE, Keyring
from chatward.policy.model import AuditPlan, Policy

AUDIT, SQLITE, OTEL = "audit", "sqlite", "otel"
"""What a log is called where it is on record that it failed."""


def file_log(
    plan: AuditPlan, keys: Keyring, clock: Callable[[], float], path: str | Path | None = None
) -> AuditLog:
    """Return the log that writes the file of a plan; nothing is opened yet.

    Args:
        plan: What the policy says.
        keys: The master key.
        clock: Returns seconds since the epoch.
        path: The file, where it is not the plan's.

    Raises:
        KeyringError: It is to be signed, and the master key dies with this process.

    """
    file = path or plan.file
    assert file is not None
    if is_signed(plan, keys):
        return SignedFile(file, keys, plan, clock)
    return FileAudit(
        file,
        rotate_bytes=plan.rotate_bytes,
        keep_days=plan.keep_days,
        fsync=plan.fsync,
        clock=clock,
    )


def guarded_log(
    log: AuditLog,
    policy: Policy,
    clock: Callable[[], float],
    tell: Callable[[Event], None] | None = None,
    what: str = AUDIT,
) -> AuditLog:
    """Return a log that does what the policy says where it fails.

    Closed: it raises `AuditError`. Degraded: events go to the plan's spill file meanwhile, unless
    another log has them. Open: they are counted as lost.

    Args:
        log: Where events belong.
        policy: In force.
        clock: Returns seconds since the epoch.
        tell: Takes the event that says afterwards that it failed; None = the log itself.
        what: Which log it is, as that event calls it: ``"audit"`` is the file.

    """
    if policy.fail.audit == "closed":
        return log
    spills = policy.fail.audit == "degraded" and what == _first(policy.audit)
    spill = policy.audit.spill if spills else None
    return Spill(log, None if spill is None else FileAudit(spill), clock, tell, what)


def _first(plan: AuditPlan) -> str:
    """Return which log of a plan keeps what no other one has."""
    return SQLITE if plan.file is None and plan.sqlite is not None else AUDIT


def drop_old(path: str | Path, keys: Keyring, plan: AuditPlan, now: float) -> int:
    """Take away the files of a log whose last record is older than the plan's days.

    Args:
        path: The file that grows.
        keys: The master key.
        plan: What the policy says; without `keep_days` nothing goes.
        now: Seconds since the epoch.

    Raises:
        AuditError: The log cannot be read or gone on with.
        KeyringError: It is to be signed, and the master key dies with this process.

    """
    if is_signed(plan, keys):
        log = SignedFile(path, keys, plan, lambda: now)
        try:
            return log.drop_old(now)
        finally:
            log.close()
    count = 0 if plan.keep_days is None else unlink_old(Path(path), plan.keep_days, now)
    if count:
        FileAudit(path).write(sign(dropped(count, Path(path), now), keys))
    return count


def is_signed(plan: AuditPlan, keys: Keyring) -> bool:
    """Tell whether the file of a plan is signed.

    Raises:
        KeyringError: It is to be, and the master key dies with this process.

    """
    if plan.signed and keys.ephemeral:
        msg = f"audit, signed: true needs a master key that outlives the process: set {VARIABLE}"
        raise KeyringError(msg)
    return not keys.ephemeral if plan.signed is None else plan.signed
