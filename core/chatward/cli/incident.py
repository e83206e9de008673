"""``chatward incident``: list and close incidents, exercise a playbook, watch a log by one."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from chatward.audit.growing import follow, growing
from chatward.audit.log import Event
from chatward.audit.reading import lines_of, rotated_of
from chatward.cli import show
from chatward.cli.memory_options import VaultOption, guard_over, moment
from chatward.cli.options import AuditOption
from chatward.errors import StoreError, nearest
from chatward.guard import Guard
from chatward.incidents.attending import Attended, Attending
from chatward.incidents.closing import Closing
from chatward.incidents.containing import Containing
from chatward.incidents.drilling import drill
from chatward.incidents.file import STANDARD, load_playbook
from chatward.incidents.incident import NOTE_CHARS, Incident
from chatward.incidents.keeping import Incidents
from chatward.incidents.playbook import Playbook
from chatward.incidents.recording import Recording
from chatward.incidents.responder import Responder
from chatward.memory.containment import Containment

NOT_TOLD = 1
"""Exit status of ``drill`` where a channel did not take the message."""

app = typer.Typer(help="List and close incidents, exercise a playbook, watch a log by one.")

IncidentArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of the incident.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Show JSON instead of a table.")]
PlaybookOption = Annotated[
    str, typer.Option("--playbook", metavar="FILE", help=f"Playbook file, or {STANDARD}.")
]


@app.command("list")
def list_incidents(
    *,
    vault: VaultOption,
    is_open: Annotated[bool, typer.Option("--open", help="Only those that are open.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List incidents, the newest first."""
    found = _incidents(guard_over(vault)).all()
    chosen = [each for each in found if not (is_open and each.closed is not None)]
    if as_json:
        typer.echo(json.dumps([_fields(each) for each in chosen]))
        return
    if not chosen:
        typer.echo("no incident is open" if is_open else "no incident is kept")
        return
    columns = ["incident", "severity", "rule", "opened", "events", "state", "contained"]
    show.table(show.console(), columns, [_row(each) for each in chosen])


@app.command("show")
def show_incident(
    incident: IncidentArgument, *, vault: VaultOption, as_json: JsonOption = False
) -> None:
    """Show one incident, and what the playbook says that people do."""
    found = _found(_incidents(guard_over(vault)), incident)
    if as_json:
        typer.echo(json.dumps(_fields(found)))
        return
    out = show.console()
    show.facts(out, _facts(found))
    if found.steps:
        out.print()
        rows = [(show.visible(role), show.visible(what)) for role, what in found.steps]
        show.table(out, ["who", "does"], rows)


@app.command()
def close(
    incident: IncidentArgument,
    *,
    vault: VaultOption,
    note: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why; stands in the audit log, so no text of anybody."),
    ],
    keep: Annotated[bool, typer.Option("--keep", help="Leave contained what is.")] = False,
    audit: AuditOption = None,
) -> None:
    """Close an incident and let go what it holds back.

    One that was closed with --keep lets go when it is closed again.
    """
    if not 0 < len(note.strip()) <= NOTE_CHARS:
        msg = f"a note has 1 to {NOTE_CHARS} characters"
        raise typer.BadParameter(msg, param_hint="--note")
    guard = guard_over(vault, audit=audit)
    memory = guard.review.memory
    containing = Containing(memory, Containment(memory.store))
    done = Closing(Incidents(memory.store), containing, _recording(guard)).close(
        incident, note, keep=keep
    )
    show.facts(
        show.console(),
        [
            ("closed", show.visible(done.id)),
            ("time to contain", _contained_after(done)),
            ("still contained", show.visible(", ".join(done.held)) or "nothing"),
        ],
    )


@app.command("drill")
def drill_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Rule of the playbook.")],
    *,
    playbook: PlaybookOption,
    vault: VaultOption,
    audit: AuditOption = None,
) -> None:
    """Exercise a rule: tell all its channels, contain nothing. Exits with 1 if one did not answer.

    The incident is marked as a drill and stays open until somebody closes it.
    """
    book = load_playbook(playbook)
    chosen = book.rule(rule)
    if chosen is None:
        names = [each.name for each in book.rules]
        known = ", ".join(names) or "none"
        msg = f"the playbook has no rule {rule!r}; use one of {known}.{nearest(rule, names)}"
        raise typer.BadParameter(msg, param_hint="RULE")
    guard = guard_over(vault, audit=audit)
    incident, event = drill(book, chosen, _incidents(guard), _recording(guard))
    show.facts(
        show.console(),
        [
            ("incident", incident.id),
            ("told", show.visible(", ".join(event.told)) or "nobody"),
            ("not told", show.visible(", ".join(event.failed)) or "nobody"),
            ("seconds", f"{event.seconds:.1f}"),
        ],
    )
    if event.failed:
        raise typer.Exit(NOT_TOLD)


@app.command()
def watch(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="Audit log that others write.")],
    *,
    playbook: PlaybookOption,
    vault: VaultOption,
    audit: AuditOption = None,
) -> None:
    """Watch an audit log as it grows, and do what the playbook says, until interrupted.

    Goes on where it stopped; the first time it begins with what is written from then on.
    """
    guard = guard_over(vault, audit=audit)
    book = load_playbook(playbook)
    attended = _watch(log, book, guard)
    typer.echo(f"{attended.events} events looked at")
    if attended.unreadable:
        typer.echo(f"{attended.unreadable} lines are no events of an audit log", err=True)


def _watch(log: Path, playbook: Playbook, guard: Guard) -> Attended:
    memory, incidents = guard.review.memory, _incidents(guard)
    responder = Responder(playbook, memory, _Log(guard), guard.review.clock)
    attending = Attending(str(log.resolve()), responder, incidents, guard.review.clock)
    attended = attending.begin()
    stopped = _stopped_by_signals()
    before = [each for each in rotated_of(log) if each.stat().st_mtime >= attended.until]
    growing_log = growing(log)
    typer.echo(f"watching {log.name}", err=True)

    def lines() -> Iterator[bytes]:
        for each in before:
            yield from lines_of(each)
        yield from follow(growing_log, stop=stopped.is_set)

    try:
        attending.attend(lines(), attended)
    finally:
        growing_log.close()
        responder.finish()
    return attended


class _Log:
    """The audit log of a guard, which goes by what its policy says about one that fails."""

    def __init__(self, guard: Guard) -> None:
        self._record = guard.review.record

    def write(self, event: Event) -> None:
        """Write one event."""
        self._record(event)


def _stopped_by_signals() -> threading.Event:
    """Return what is set by the first signal to end; the second ends the process at once."""
    stopped = threading.Event()

    def stop(number: int, _frame: object) -> None:
        stopped.set()
        signal.signal(number, signal.SIG_DFL)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
    return stopped


def _incidents(guard: Guard) -> Incidents:
    return Incidents(guard.review.memory.store)


def _recording(guard: Guard) -> Recording:
    return Recording(guard.review.record, time.time)


def _found(incidents: Incidents, name: str) -> Incident:
    found = incidents.find(name)
    if found is None:
        msg = f"no incident {name!r} is kept; `chatward incident list` tells which are"
        raise StoreError(msg)
    return found


def _fields(incident: Incident) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(incident)
    return {**fields, "seconds_to_contain": incident.seconds_to_contain}


def _row(incident: Incident) -> tuple[str, ...]:
    return (
        show.visible(incident.id),
        incident.severity,
        show.visible(incident.rule),
        moment(incident.opened),
        str(incident.count),
        _state(incident),
        _contained_after(incident),
    )


def _facts(incident: Incident) -> list[tuple[str, str]]:
    closed = "" if incident.closed is None else moment(incident.closed)
    rows = [
        ("incident", incident.id),
        ("rule", incident.rule),
        ("severity", incident.severity),
        ("state", _state(incident)),
        ("bot", incident.bot),
        ("conversation", incident.conversation or ""),
        ("opened", moment(incident.opened)),
        ("events", str(incident.count)),
        ("references", ", ".join(incident.references)),
        ("told", ", ".join(incident.told)),
        ("contained", ", ".join(incident.held)),
        ("time to contain", _contained_after(incident)),
        ("closed", closed),
        ("note", incident.note),
    ]
    return [(name, show.visible(value)) for name, value in rows if value]


def _state(incident: Incident) -> str:
    state = "open" if incident.closed is None else "closed"
    return f"{state}, drill" if incident.drill else state


def _contained_after(incident: Incident) -> str:
    seconds = incident.seconds_to_contain
    return "not contained" if seconds is None else f"{seconds:.1f} s"
