"""``chatward appeal``: a decision was right, or it was a false alarm."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from chatward.appeals.appealing import FALSE_ALARM, KNOWN_DAYS, UPHELD
from chatward.audit.event import AuditEvent
from chatward.cli import show
from chatward.cli.batches import check_readable
from chatward.cli.explain import decision_in, grant_given, search, tell_broken
from chatward.cli.memory_options import (
    VAULT_HELP,
    GrantFileOption,
    GrantOption,
    guard_over,
    moment,
)
from chatward.cli.options import open_to_read
from chatward.memory.known_good import Entry
from chatward.review import Review

LONGEST_TEXT_BYTES = 1 << 26
"""Bytes of the longest text that is read, 64 MiB."""


class Verdict(str, Enum):
    """What a person says about a decision."""

    UPHELD = UPHELD
    FALSE_ALARM = FALSE_ALARM


def appeal(  # noqa: PLR0913 (every one is an option)
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Reference of the decision.")],
    *,
    verdict: Annotated[
        Verdict, typer.Option(help="upheld: it was right; false-alarm: the text is no attack.")
    ],
    audit: Annotated[
        list[Path],
        typer.Option(
            metavar="LOG", help="Audit log to look in; may be given again. The last is written to."
        ),
    ],
    note: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why; stands in the audit log, so no text of anybody."),
    ],
    vault: Annotated[str | None, typer.Option("--vault", metavar="URL", help=VAULT_HELP)] = None,
    text: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="The text, as the reporter has it.")
    ] = None,
    grant: GrantOption = None,
    grant_file: GrantFileOption = None,
    days: Annotated[
        float, typer.Option(metavar="N", help="How long the text is known to be good.")
    ] = KNOWN_DAYS,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Go on where nobody can check the text.")
    ] = False,
) -> None:
    """Put on record that a decision was right, or a false alarm.

    The text of a false alarm is known to be good from then on: what looks like an attack in it
    stops it no more. It comes from the quarantine, by a grant for read-quarantine, or from the
    reporter; then it must be the text that was decided about, to the character.
    """
    token = grant_given(grant, grant_file)
    _check_sources(verdict, vault, text, token)
    check_readable(audit, "--audit")
    check_appendable(audit[-1])
    found = search(audit, reference.strip())
    tell_broken(found.broken, context)
    about = reference.strip() if found.line is None else _decision(found.line)
    review = guard_over(vault or "memory:", audit=audit[-1]).review
    if verdict is Verdict.UPHELD:
        _check_known(about, unchecked=unchecked)
        review.appeals.uphold(about, note=note)
        show.facts(show.console(), [("verdict", verdict.value)])
        return
    _check_lasting(review)
    said = None if text is None else _read(text)
    entry = review.appeals.forgive(
        about, note=note, text=said, grant=token, days=days, unchecked=unchecked
    )
    _show(entry)


def check_appendable(log: Path) -> None:
    """Refuse a log that no line can be appended to.

    Raises:
        BadParameter: Says so.

    """
    if not log.is_file() or log.suffix == ".gz":
        msg = "this goes on record: name last a log that can be appended to"
        raise typer.BadParameter(msg, param_hint="--audit")


def _check_sources(
    verdict: Verdict, vault: str | None, text: str | None, token: str | None
) -> None:
    """Refuse a false alarm of which it is not clear where its text is.

    Raises:
        BadParameter: Something is missing, or too much.

    """
    given = [each for each in (text, token) if each is not None]
    if verdict is Verdict.UPHELD:
        if given:
            msg = "a decision that was right needs no text: leave --text and the grant out"
            raise typer.BadParameter(msg, param_hint="--verdict")
        return
    if vault is None:
        msg = "texts that are known to be good lie in a vault: add --vault URL"
        raise typer.BadParameter(msg, param_hint="--verdict")
    if len(given) != 1:
        msg = "say where the text is: either --text FILE, or a grant to read the one that was kept"
        raise typer.BadParameter(msg, param_hint="--verdict")


def _check_known(about: AuditEvent | str, *, unchecked: bool) -> None:
    """Refuse to judge a decision that no log knows.

    Raises:
        BadParameter: Says so.

    """
    if isinstance(about, str) and not unchecked:
        msg = "no event in the audit log has this reference; --unchecked goes on all the same"
        raise typer.BadParameter(msg, param_hint="REF")


def _check_lasting(review: Review) -> None:
    if not review.memory.store.durable:
        msg = "this store forgets with the process, so nothing would be known to be good"
        raise typer.BadParameter(msg, param_hint="--vault")


def _decision(line: bytes) -> AuditEvent:
    """Return a decision.

    Raises:
        BadParameter: The event is another one, or of another version.

    """
    event = decision_in(line)
    if event is None:
        msg = "the event with this reference is no decision that this version can read"
        raise typer.BadParameter(msg, param_hint="REF")
    return event


def _read(file: str) -> str:
    """Return the reporter's text.

    Raises:
        BadParameter: It cannot be read, or is too long.

    """
    with open_to_read(file) as source:
        read = source.read(LONGEST_TEXT_BYTES + 1)
    if len(read) > LONGEST_TEXT_BYTES:
        msg = f"the text is longer than {LONGEST_TEXT_BYTES} bytes"
        raise typer.BadParameter(msg, param_hint="--text")
    return read.decode("utf-8", "surrogateescape")


def _show(entry: Entry) -> None:
    show.facts(
        show.console(),
        [
            ("verdict", FALSE_ALARM),
            ("rule", show.visible(entry.rule)),
            ("known good", entry.id),
            ("version", str(entry.version)),
            ("until", moment(entry.until)),
        ],
    )
