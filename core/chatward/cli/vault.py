"""``chatward vault``: the keys in a store."""

from __future__ import annotations

import typer

from chatward.cli.memory_options import VaultOption, guard_over

app = typer.Typer(help="Look after the keys in a store.")


@app.command()
def rotate(*, vault: VaultOption) -> None:
    """Wrap all keys anew by the first key in CHATWARD_MASTER_KEY; the others can go then."""
    wrapped = guard_over(vault).review.memory.rotate()
    typer.echo(f"{wrapped} key{'' if wrapped == 1 else 's'} wrapped anew")
