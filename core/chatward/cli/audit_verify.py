"""``chatward audit verify``: is every record of a log as it was written, and are all there?"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from chatward.audit.public import verify_signature
from chatward.audit.signed_file import public_key
from chatward.audit.verdict import Report
from chatward.audit.verify import verify_log
from chatward.cli import show
from chatward.cli.memory_options import moment
from chatward.memory.keys import keyring_from_environment

NOT_WHOLE = 1
"""Exit status where the log is not as it was written."""

_PUBLIC_KEY_BYTES = 32
_HEAD = ".head"
_PART = re.compile(r"(.+?)(?:\.head|\.\d{6,}(?:\.gz)?)")


def verify(
    log: Annotated[Path, typer.Argument(metavar="FILE", help="The log, without its numbers.")],
    *,
    witness: Annotated[
        Path | None,
        typer.Option("--witness", metavar="FILE", help="What another place was told about it."),
    ] = None,
    public: Annotated[
        str | None,
        typer.Option(
            "--public-key",
            metavar="KEY",
            help="Check the signature only, without the master key.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Verify a signed audit log, with the files that were put aside.

    Exits with 1 if it is not as it was written, and with 2 if nobody can tell: no master key, no
    signed log, no such file. What a crash leaves behind is told, and is no fault.
    """
    _require_whole_name(log)
    if public is not None:
        report, key = _signature_only(log, public, witness), public
    else:
        keys = keyring_from_environment()
        report, key = verify_log(log, keys, witness), "" if keys.ephemeral else public_key(keys)
    if as_json:
        _write(report)
    else:
        _show(report, key, complete=public is None)
    if not report.whole:
        raise typer.Exit(NOT_WHOLE)


def _require_whole_name(log: Path) -> None:
    """Refuse a part of a log: of all but the whole nobody could say that it is whole.

    Raises:
        BadParameter: Says how to name the log.

    """
    named = _PART.fullmatch(log.name)
    if named and any(log.with_name(f"{named[1]}{end}").exists() for end in ("", _HEAD)):
        msg = f"this is a part of a log: name {named[1]!r}, and all its parts are verified"
        raise typer.BadParameter(msg, param_hint="FILE")


def _signature_only(log: Path, public: str, witness: Path | None) -> Report:
    try:
        length = len(base64.b64decode(public, validate=True))
    except (binascii.Error, ValueError):
        length = 0
    if length != _PUBLIC_KEY_BYTES:
        msg = f"write the {_PUBLIC_KEY_BYTES} bytes of an Ed25519 key in base64"
        raise typer.BadParameter(msg, param_hint="--public-key")
    if witness is not None:
        msg = "a witness is compared with the records, which takes the master key"
        raise typer.BadParameter(msg, param_hint="--witness")
    return verify_signature(log, public)


def _write(report: Report) -> None:
    typer.echo(msgspec.json.encode({"whole": report.whole, **msgspec.structs.asdict(report)}))


def _show(report: Report, key: str, *, complete: bool) -> None:
    out = show.console()
    shown = [
        ("log", show.visible(report.log)),
        ("records", _records(report)),
        ("files", str(report.segments)),
        ("head", f"covers record {report.head}" if report.head else "none"),
        ("signed", _signed(report)),
        ("public key", key),
    ]
    if report.witnessed is not None:
        shown.append(("witness", f"{report.witnessed} heads"))
    shown += [("note", show.visible(each)) for each in report.notes]
    shown.append(("whole", _verdict(report, complete=complete)))
    show.facts(out, shown)
    if report.problems:
        rows = [
            (each.what, show.visible(each.file), _number(each.line), _number(each.seq), each.said)
            for each in report.problems
        ]
        out.print()
        show.table(out, ["found", "file", "line", "record", "what"], rows)


def _records(report: Report) -> str:
    if not report.records:
        return "none"
    return f"{report.records}, numbers {report.first} to {report.last}"


def _signed(report: Report) -> str:
    if not report.signed:
        return "nothing yet"
    return f"up to record {report.signed}, at {moment(report.signed_at)}"


def _verdict(report: Report, *, complete: bool) -> str:
    if not report.whole:
        return f"no: {report.found} found"
    if complete:
        return "yes"
    return "nobody can tell: the signature is genuine; the records take the master key"


def _number(number: int) -> str:
    return str(number) if number else ""
