"""Options that the commands about what is remembered share, and what becomes of them."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

import typer

from chatward.cli.options import guard_from, standard_input
from chatward.errors import KeyringError
from chatward.guard import Guard
from chatward.memory.keys import VARIABLE
from chatward.memory.stores.opening import KEYS, real_url

CONVERSATION_HELP = "Id of the conversation."
VAULT_HELP = "Store: sqlite:///FILE, redis://HOST or memory:; env:NAME reads it from a variable."

ConversationOption = Annotated[
    str, typer.Option("--conversation", metavar="ID", help=CONVERSATION_HELP)
]
VaultOption = Annotated[str, typer.Option("--vault", metavar="URL", help=VAULT_HELP)]
GrantOption = Annotated[
    str | None,
    typer.Option("--grant", metavar="TOKEN", help="Grant to read the text that was kept."),
]
GrantFileOption = Annotated[
    Path | None, typer.Option("--grant-file", metavar="FILE|-", help="File that holds the grant.")
]
TokenArgument = Annotated[
    str, typer.Argument(metavar="TOKEN|-", help="A grant; with - it is read from standard input.")
]

_SQLITE = "sqlite:///"


def guard_over(
    vault: str, policy: str | None = None, audit: Path | None = None, *, new: bool = False
) -> Guard:
    """Return the guard that the options ask for, over the store that they name.

    Args:
        vault: URL of the store, or ``env:NAME``.
        policy: As for `guard_from`.
        audit: As for `guard_from`.
        new: The store may be made; else a file that is not there is an error, because a slip in
            its name would look like a store that remembers nothing.

    Raises:
        BadParameter: There is no such file.
        StoreError: The URL names no store, or a variable that holds none.
        KeyringError: The store outlives the process, and there is no master key.

    """
    url = real_url(vault)
    if not new:
        _require_file(url)
    return guard_from(policy, audit, url)


def require_store(guard: Guard, conversation: str) -> None:
    """Ask the store for a conversation, so that a store that is down is an error at once.

    A guard itself goes on without its store, as its policy says.

    Raises:
        StoreError: The store failed.
        KeyringError: The conversation was kept under another master key.

    """
    guard.review.memory.open(conversation)


def require_master_key(guard: Guard) -> None:
    """Refuse to go on with a master key that was made up for this process.

    Raises:
        KeyringError: There is no master key.

    """
    if guard.review.memory.keys.ephemeral:
        msg = f"a grant can be read only with the master key it was issued under: set {VARIABLE}"
        raise KeyringError(msg)


def token_from(written: str) -> str:
    """Return the token of a grant; ``-`` reads it from standard input."""
    return standard_input().read().decode("utf-8", "replace") if written == "-" else written


def moment(seconds: float) -> str:
    """Return a clock time for people, in UTC; one that no calendar has as the number it is."""
    try:
        return datetime.fromtimestamp(math.floor(seconds), timezone.utc).isoformat(sep=" ")
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def _require_file(url: str) -> None:
    for each in url.split(KEYS):
        path = Path(unquote(each.removeprefix(_SQLITE).partition("?")[0]))
        if each.startswith(_SQLITE) and not path.exists():
            msg = f"{path.name}: no such file"
            raise typer.BadParameter(msg, param_hint="--vault")
