"""The command ``chatward``: the same decisions as behind every other door, in a shell.

Exit status of every command: 0 done (``check``: allowed), 1 the text was blocked (``retention
run``: something over its time is left; ``grant show``: the grant is no longer good; ``audit
verify``: the log is not as it was written; ``policy lint``: a warning; ``incident drill``: a
channel did not take the message; ``prompt test``: something leaked), 2 it could not be done as
asked (bad option, bad policy, unreadable file, store that is down), 3 ``scan``, ``evaluate``,
``policy replay`` or ``prompt test`` met broken lines.
Trouble is one line on standard error, never a traceback, and never holds text.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import Annotated

import typer

from chatward import __version__
from chatward.cli import (
    appeal,
    audit,
    check,
    demo,
    evaluate,
    explain,
    forget,
    grant,
    incident,
    known_good,
    policy,
    prompt,
    redact,
    restore,
    retention,
    scan,
    train,
    vault,
    warm,
)
from chatward.cli.adapters import add_adapters
from chatward.cli.options import USAGE
from chatward.cli.show import complain
from chatward.errors import ChatwardError


def main() -> None:
    """Run the command line of this process and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # any text can be shown anywhere
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        status = make_app()(args=arguments, prog_name="chatward", standalone_mode=False)
    except typer.TyperException as error:
        complain(error.format_message(), getattr(error, "ctx", None))
        return USAGE
    except typer.Abort:
        complain("given up")
        return USAGE
    except ChatwardError as error:
        complain(str(error))
        return USAGE
    except BrokenProcessPool:
        complain("a process was killed, perhaps for want of memory")
        return USAGE
    except OSError as error:
        name = "" if error.filename is None else f"{error.filename}: "
        complain(f"{name}{error.strerror or type(error).__name__}")
        return USAGE
    return status if isinstance(status, int) else 0


def make_app() -> typer.Typer:
    """Return the commands, those that the adapters add included."""
    app = typer.Typer(
        name="chatward",
        add_completion=False,
        pretty_exceptions_enable=False,  # they show local variables: texts
        context_settings={"help_option_names": ["-h", "--help"]},
        invoke_without_command=True,
    )
    app.callback()(_start)
    app.command("check")(check.check)
    app.command("redact")(redact.redact)
    app.command("restore")(restore.restore)
    app.command("scan")(scan.scan)
    app.command("evaluate")(evaluate.evaluate)
    app.add_typer(policy.app, name="policy")
    app.add_typer(audit.app, name="audit")
    app.add_typer(incident.app, name="incident")
    app.command("explain")(explain.explain)
    app.command("appeal")(appeal.appeal)
    app.add_typer(known_good.app, name="known-good")
    app.add_typer(prompt.app, name="prompt")
    app.add_typer(grant.app, name="grant")
    app.command("forget")(forget.forget)
    app.add_typer(retention.app, name="retention")
    app.add_typer(vault.app, name="vault")
    app.command("train")(train.train)
    app.command("warm")(warm.warm)
    app.command("demo")(demo.demo)
    add_adapters(app)
    return app


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it)
    if wanted:
        typer.echo(f"chatward {__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 (its callback has done the work)
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None:
    """Guardrails for chatbots: look at texts and decide about them."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(USAGE)
