"""``chatward restore``: values in place of a conversation's pseudonyms, piece by piece."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from chatward.cli.memory_options import (
    ConversationOption,
    VaultOption,
    guard_over,
    require_store,
)
from chatward.cli.options import AuditOption, PolicyOption, open_to_read
from chatward.cli.redact import FileArgument, Source, pieces, write


def restore(
    file: FileArgument = "-",
    *,
    conversation: ConversationOption,
    vault: VaultOption,
    to: Annotated[
        str, typer.Option("--to", metavar="PLACE", help="user, tool:NAME or tool:NAME.ARGUMENT.")
    ] = "user",
    role: Annotated[str | None, typer.Option(help="Role of the person the bot talks to.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The text is JSON, and stays JSON.")
    ] = False,
    policy: PolicyOption = None,
    audit: AuditOption = None,
) -> None:
    """Put values back in place of a conversation's pseudonyms.

    A filter: text comes out as soon as nothing that follows can change it.
    Pseudonyms of other conversations, and those that the policy does not release there, stay.
    """
    guard = guard_over(vault, policy, audit)
    require_store(guard, conversation)
    restorer = guard.restorer(conversation=conversation, to=to, role=role, as_json=as_json)
    with open_to_read(file) as source:
        for piece in pieces(cast("Source", source)):
            write(restorer.feed(piece))
    write(restorer.finish())
