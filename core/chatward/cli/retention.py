"""``chatward retention``: what has outlived its time goes, and there is proof of it."""

from __future__ import annotations

import secrets

import typer

from chatward.audit.memory_events import RetentionEvent
from chatward.audit.opening import drop_old
from chatward.audit.rotation import DAY_SECONDS
from chatward.audit.signing import sign
from chatward.audit.sqlite_log import SqliteLog
from chatward.cli import show
from chatward.cli.memory_options import VaultOption, guard_over
from chatward.cli.options import AuditOption, PolicyOption
from chatward.guard import Guard
from chatward.memory.retention import Purge, purge

LEFT = 1
"""Exit status where something over its time is still there."""

app = typer.Typer(help="Purge what has outlived its time.")


@app.command()
def run(*, vault: VaultOption, policy: PolicyOption = None, audit: AuditOption = None) -> None:
    """Purge what is older than the policy's days, and read the store again.

    A signed audit event says what went. Exits with 1 if anything over its time is left.
    """
    guard = guard_over(vault, policy, audit)
    done, reference = _purge(guard)
    _show(guard, done, reference, _drop_old_logs(guard))
    if done.left:
        raise typer.Exit(LEFT)


def _purge(guard: Guard) -> tuple[Purge, str]:
    """Purge, put it on record, and return what was done and the reference of the event."""
    review = guard.review
    memory, now, reference = review.memory, review.clock(), secrets.token_hex(8)
    done = purge(memory.store, memory.lifetimes, now)
    review.known_good.purge(now)
    event = RetentionEvent(
        time=now,
        reference=reference,
        purged=list(done.purged.items()),
        left=sum(done.left.values()),
        kept=done.kept,
        signature="",
    )
    review.record(sign(event, memory.keys))
    return done, reference


def _drop_old_logs(guard: Guard) -> int | None:
    """Take away what is over its time of the policy's audit log; return how many files went.

    None where the policy names no file. Of its SQLite database the events go, too.
    """
    plan, review = guard.policy.audit, guard.review
    now = review.clock()
    if plan.sqlite is not None and plan.keep_days is not None:
        SqliteLog(plan.sqlite).drop_before(now - plan.keep_days * DAY_SECONDS)
    if plan.file is None:
        return None
    return drop_old(plan.file, review.memory.keys, plan, now)


def _show(guard: Guard, done: Purge, reference: str, dropped: int | None) -> None:
    out = show.console()
    stamp, days = guard.policy.stamp, guard.policy.retention
    show.facts(
        out,
        [
            ("policy", show.visible(f"{stamp.name} {stamp.version} ({stamp.hash})")),
            ("conversations", f"{days.conversations_days:g} days"),
            ("vault", f"{days.vault_days:g} days"),
            ("quarantine", f"{days.quarantine_days:g} days"),
            ("kept", str(done.kept)),
            *([] if dropped is None else [("audit files", f"{dropped} dropped")]),
            ("reference", reference),
        ],
    )
    rooms = sorted(done.purged.keys() | done.left.keys())
    if rooms:
        rows = [
            (room, str(done.purged.get(room, 0)), str(done.left.get(room, 0))) for room in rooms
        ]
        out.print()
        show.table(out, ["room", "purged", "left"], rows)
