"""``chatward retention``: what has outlived its time goes, and there is proof of it."""

from __future__ import annotations

import secrets

import typer

from chatward.audit.memory_events import RetentionEvent
from chatward.audit.signing import sign
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
    _show(guard, done, reference)
    if done.left:
        raise typer.Exit(LEFT)


def _purge(guard: Guard) -> tuple[Purge, str]:
    """Purge, put it on record, and return what was done and the reference of the event."""
    review = guard.review
    memory, now, reference = review.memory, review.clock(), secrets.token_hex(8)
    done = purge(memory.store, memory.lifetimes, now)
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


def _show(guard: Guard, done: Purge, reference: str) -> None:
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
