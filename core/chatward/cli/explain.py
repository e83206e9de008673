"""``chatward explain``: why a text was decided about as it was, from the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.text import Text

from chatward.action import Action
from chatward.audit.event import AuditEvent
from chatward.audit.reading import read_lines
from chatward.cli import show
from chatward.cli.batches import check_readable
from chatward.cli.memory_options import (
    VAULT_HELP,
    GrantFileOption,
    GrantOption,
    guard_over,
    moment,
)
from chatward.cli.options import USAGE, open_to_read
from chatward.decision import Decision

_Row = tuple[str, "str | Text"]


class _Line(msgspec.Struct):
    """What every line of an audit log has."""

    event: str
    reference: str


@dataclass
class Search:
    """What was found in audit logs.

    Attributes:
        line: The event; None = none has the reference.
        broken: How many lines before it were no events.

    """

    line: bytes | None = field(default=None, repr=False)
    broken: int = 0


def explain(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Reference of the decision.")],
    *,
    audit: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="Audit log to look in; may be given again."),
    ],
    vault: Annotated[str | None, typer.Option("--vault", metavar="URL", help=VAULT_HELP)] = None,
    grant: GrantOption = None,
    grant_file: GrantFileOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")] = False,
) -> None:
    """Tell why a text was decided about as it was.

    With a vault and a grant for read-quarantine, also the text, if it was kept. That the grant
    was used is appended to the audit log, the last one that is named.
    """
    token = _token(vault, grant, grant_file)
    check_readable(audit, "--audit")
    line = event_with(reference, audit, context)
    text = None
    if vault is not None and token is not None:
        text = _kept_text(vault, audit[-1], reference.strip(), token)
    fields = as_fields(line)
    if as_json:
        shown = fields if text is None else {**fields, "text": text}
        typer.echo(json.dumps(shown))
        return
    show_event(line, fields)
    if text is not None:
        typer.echo()
        typer.echo(show.visible(text), nl=not text.endswith("\n"))


def event_with(reference: str, files: list[Path], context: typer.Context) -> bytes:
    """Return the line of the event with a reference; tell about what is no event.

    Raises:
        Exit: There is none.

    """
    found = search(files, reference.strip())
    tell_broken(found.broken, context)
    if found.line is None:
        show.complain("no event in the audit log has this reference", context)
        raise typer.Exit(USAGE)
    return found.line


def tell_broken(broken: int, context: typer.Context) -> None:
    """Say how many lines of a log were no events, if any were."""
    if broken:
        lines = "line was" if broken == 1 else "lines were"
        show.complain(f"{broken} broken {lines} skipped", context)


def search(files: list[Path], reference: str) -> Search:
    """Look for the first event with a reference, in files and what they were rotated into."""
    found = Search()
    for line in read_lines(files):
        try:
            read = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found.broken += 1
            continue
        if read.reference == reference:
            found.line = line
            return found
    return found


def as_fields(line: bytes) -> dict[str, Any]:
    """Return an event as plain values; of a decision also the reason."""
    fields: dict[str, Any] = msgspec.json.decode(line)
    event = decision_in(line)
    if event is not None:
        fields["reason"] = _reason(event)
    return fields


def _token(vault: str | None, grant: str | None, grant_file: Path | None) -> str | None:
    """Return the token of the grant, if there is one.

    Raises:
        BadParameter: Something is missing, or there are two grants.

    """
    given = grant is not None or grant_file is not None
    if given and vault is None:
        msg = "the text is in a vault: add --vault URL"
        raise typer.BadParameter(msg, param_hint="--grant")
    if vault is not None and not given:
        msg = "to read a text takes a grant: add --grant TOKEN or --grant-file FILE"
        raise typer.BadParameter(msg, param_hint="--vault")
    return grant_given(grant, grant_file)


def grant_given(grant: str | None, grant_file: Path | None) -> str | None:
    """Return the token of a grant that was written out or lies in a file; None without either.

    Raises:
        BadParameter: There are two, or the file cannot be read.

    """
    if grant is not None and grant_file is not None:
        msg = "give --grant or --grant-file, not both"
        raise typer.BadParameter(msg, param_hint="--grant")
    if grant_file is None:
        return grant
    with open_to_read(str(grant_file)) as file:
        return file.read().decode("utf-8", "replace")


def _kept_text(vault: str, log: Path, reference: str, token: str) -> str:
    """Return the text that was kept; its reading goes on record.

    Raises:
        BadParameter: The log cannot be appended to.
        GrantError: The grant does not allow it.
        StoreError: The store failed, or no text is kept.

    """
    if not log.is_file() or log.suffix == ".gz":
        msg = "a reading goes on record: name last a log that can be appended to"
        raise typer.BadParameter(msg, param_hint="--audit")
    return guard_over(vault, audit=log).review.text(reference, grant=token)


def decision_in(line: bytes) -> AuditEvent | None:
    """Return the event, if it is a decision of this version of the schema."""
    try:
        event = msgspec.json.decode(line, type=AuditEvent)
    except msgspec.DecodeError:
        return None
    known = event.event == "decision" and event.action in set(Action)
    return event if known else None


def _reason(event: AuditEvent) -> str:
    about = Decision(Action(event.action), event.rule, "", score=event.score, family=event.family)
    return about.reason


def show_event(line: bytes, fields: dict[str, Any]) -> None:
    """Show all that an event says, for people."""
    out = show.console()
    event = decision_in(line)
    if event is None:
        show.facts(out, [(show.visible(name), _cell(each)) for name, each in fields.items()])
        return
    show.facts(out, [(name, value) for name, value in _rows(event) if str(value)])
    if event.findings:
        out.print()
        show.table(out, ["kind", "start", "end", "score", "action", "view"], _cells(event.findings))
    if event.edits:
        out.print()
        show.table(out, ["edited", "start", "end", "chars", "how"], _cells(event.edits))


def _rows(event: AuditEvent) -> list[_Row]:
    """Return what there is to say; what is empty is left out."""
    return [
        ("event", event.event),
        ("when", moment(event.time)),
        ("door", show.visible(event.door)),
        ("origin", show.visible(event.origin)),
        ("conversation", show.visible(event.conversation or "")),
        ("role", show.visible(event.role or "")),
        ("action", show.coloured(Action(event.action))),
        ("enforced", "yes" if event.enforced else "no"),
        ("rule", show.visible(event.rule)),
        ("score", _score(event)),
        ("family", show.visible(event.family)),
        ("reason", _reason(event)),
        ("failed", show.visible(", ".join(event.failed))),
        ("set aside", show.visible(", ".join(event.overridden))),
        ("policy", show.visible("{} {} ({})".format(*event.policy))),
        ("model", show.visible(event.model)),
        ("length", f"{event.text_chars} characters"),
    ]


def _score(event: AuditEvent) -> str:
    """Return the score that led to the action, against the least that the rule speaks about.

    Where that is not the probability of an attack, which every decision has, it is said, too.
    """
    acting = [score for _, _, _, score, action, _ in event.findings if action == event.action]
    if not event.rule or not acting:
        return f"{event.score:g}"
    most = max(acting)
    sign = ">=" if most >= event.threshold else "<"
    against = f"{most:g} {sign} {event.threshold:g}"
    return against if most == event.score else f"{against} (of an attack: {event.score:g})"


def _cells(rows: Iterable[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return [tuple(show.visible(str(each)) for each in row) for row in rows]


def _cell(value: object) -> str:
    return show.visible(value if isinstance(value, str) else json.dumps(value))
