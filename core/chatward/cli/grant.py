"""``chatward grant``: leave to do one thing with one conversation, for minutes."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from chatward.cli import show
from chatward.cli.memory_options import (
    VAULT_HELP,
    TokenArgument,
    VaultOption,
    guard_over,
    moment,
    require_master_key,
    token_from,
)
from chatward.cli.options import AuditOption
from chatward.errors import GrantError
from chatward.memory.grants import PURPOSES, READ_QUARANTINE, Grant, Grants
from chatward.memory.memory import Memory

NO_LONGER_GOOD = 1
"""Exit status of ``show`` for a grant that cannot be used."""

app = typer.Typer(help="Issue, show and revoke grants.")


@app.command()
def issue(
    conversation: Annotated[
        str | None,
        typer.Argument(
            metavar="CONVERSATION", show_default=False, help="Its id; or use --reference."
        ),
    ] = None,
    *,
    vault: VaultOption,
    note: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why; stands in the audit log, so no text of anybody."),
    ],
    purpose: Annotated[
        str | None, typer.Option(metavar="P", help=f"One of {', '.join(PURPOSES)}.")
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Of a blocked text that was kept, to read that."),
    ] = None,
    minutes: Annotated[float, typer.Option(metavar="N", help="How long, 60 at most.")] = 10.0,
    many: Annotated[bool, typer.Option("--many", help="It can be used more than once.")] = False,
    audit: AuditOption = None,
) -> None:
    """Print the token of a new grant, and nothing else."""
    if reference is None:
        about, wanted = _about_conversation(conversation, purpose)
        review = guard_over(vault, audit=audit).review
        token = review.issue_grant(about, wanted, minutes=minutes, once=not many, note=note)
    else:
        _check_reference_alone(conversation, purpose)
        review = guard_over(vault, audit=audit).review
        token = review.issue_grant_for(reference, minutes=minutes, once=not many, note=note)
    typer.echo(token)


@app.command()
def revoke(token: TokenArgument, *, vault: VaultOption, audit: AuditOption = None) -> None:
    """See to it that a grant cannot be used any more."""
    guard = guard_over(vault, audit=audit)
    require_master_key(guard)
    guard.review.revoke_grant(token_from(token))
    typer.echo("revoked")


@app.command("show")
def show_grant(
    token: TokenArgument,
    *,
    vault: Annotated[str | None, typer.Option("--vault", metavar="URL", help=VAULT_HELP)] = None,
) -> None:
    """Show what a grant says, and whether it is still good: exits with 0 or 1.

    Whether it was used or revoked only the vault knows.
    """
    guard = guard_over(vault or "memory:")
    require_master_key(guard)
    memory = guard.review.memory
    grant = Grants(memory).read(token_from(token))
    problem = _problem(memory, grant)
    unknown = "" if vault else ", unless it was used or revoked: --vault tells"
    show.facts(
        show.console(),
        [
            ("grant", show.visible(grant.id)),
            ("purpose", show.visible(grant.purpose)),
            ("until", moment(grant.until)),
            ("uses", "one" if grant.once else "any number"),
            ("note", show.visible(grant.note)),
            ("good", f"no: {problem}" if problem else f"yes{unknown}"),
        ],
    )
    if problem:
        raise typer.Exit(NO_LONGER_GOOD)


def _problem(memory: Memory, grant: Grant) -> str:
    """Return why a grant cannot be used; nothing where it can."""
    try:
        Grants(memory).check(grant, grant.owner, grant.purpose, time.time())
    except GrantError as error:
        return str(error)
    return ""


def _about_conversation(conversation: str | None, purpose: str | None) -> tuple[str, str]:
    """Return for which conversation a grant is, and for what.

    Raises:
        BadParameter: Something is missing.

    """
    if conversation is None:
        msg = "say for which conversation, or with --reference for which kept text"
        raise typer.BadParameter(msg, param_hint="CONVERSATION")
    if purpose is None:
        msg = f"say what for: {', '.join(PURPOSES)}"
        raise typer.BadParameter(msg, param_hint="--purpose")
    return conversation, purpose


def _check_reference_alone(conversation: str | None, purpose: str | None) -> None:
    """Refuse what cannot be meant beside a reference.

    Raises:
        BadParameter: A conversation or another purpose was given.

    """
    if conversation is not None:
        msg = "a reference stands for its conversation: leave the conversation out"
        raise typer.BadParameter(msg, param_hint="--reference")
    if purpose not in {None, READ_QUARANTINE}:
        msg = f"a reference is for {READ_QUARANTINE} only"
        raise typer.BadParameter(msg, param_hint="--purpose")
