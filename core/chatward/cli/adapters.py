"""Commands that other packages add, by the entry point group ``chatward.commands``.

Each entry point names a `typer.Typer`. It is imported when its command is called and not
before: an adapter that is broken, or whose framework is missing, troubles nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

import typer

from chatward.cli.options import USAGE
from chatward.cli.show import complain

GROUP = "chatward.commands"

_PASSED_ON: dict[str, object] = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "help_option_names": [],
}


def add_adapters(app: typer.Typer) -> None:
    """Add a command for every entry point; a name that is taken already stays as it is."""
    taken = {each.name for each in app.registered_commands}
    taken |= {each.name for each in app.registered_groups}
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        if point.name not in taken:
            taken.add(point.name)
            text = f"Commands of {point.module.partition('.')[0]}."
            app.command(point.name, help=text, context_settings=_PASSED_ON)(_command(point))


def _command(point: EntryPoint) -> Callable[[typer.Context], None]:
    """Return a command that hands its arguments to the adapter's own."""

    def command(context: typer.Context) -> None:
        adapter = _load(point, context)
        status = adapter(args=context.args, prog_name=context.command_path, standalone_mode=False)
        raise typer.Exit(status if isinstance(status, int) else 0)

    return command


def _load(point: EntryPoint, context: typer.Context) -> typer.Typer:
    try:
        adapter = point.load()
    except Exception as error:  # noqa: BLE001 (an import can fail in any way)
        problem = f"{point.value} cannot be loaded: {type(error).__name__}: {error}"
        complain(problem, context)
        raise typer.Exit(USAGE) from None
    if not isinstance(adapter, typer.Typer):
        complain(f"{point.value} is no typer.Typer but a {type(adapter).__name__}", context)
        raise typer.Exit(USAGE)
    return adapter
