"""``chatward forget``: a conversation's key goes, and all that lies under it."""

from __future__ import annotations

from typing import Annotated

import typer

from chatward.cli.memory_options import CONVERSATION_HELP, VaultOption, guard_over
from chatward.cli.options import AuditOption


def forget(
    conversation: Annotated[str, typer.Argument(metavar="CONVERSATION", help=CONVERSATION_HELP)],
    *,
    vault: VaultOption,
    audit: AuditOption = None,
) -> None:
    """Drop all that is kept about a conversation, its key first of all."""
    drawers = guard_over(vault, audit=audit).forget(conversation)
    if drawers:
        typer.echo(f"forgotten: {drawers} drawer{'s' if drawers > 1 else ''} of the conversation")
    else:
        typer.echo("nothing was kept about this conversation")
