"""Decide about labelled lines and keep what labels and findings have to say to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatward import kinds
from chatward.action import Action
from chatward.cli.batches import Batch, read_batches
from chatward.cli.labels import Labelled, read_labelled
from chatward.cli.options import DOOR
from chatward.cli.rows import BrokenLine, let_go
from chatward.cli.workers import Setup, guard_of
from chatward.decision import Decision
from chatward.detectors import FAMILIES
from chatward.errors import ChatwardError
from chatward.evaluation.row import Row, Subject, merged
from chatward.finding import Finding
from chatward.guard import Guard

_FAMILIES = {
    Subject.PII: frozenset({kinds.PERSONAL}),
    Subject.SECRET: frozenset({kinds.SECRET}),
    Subject.INJECTION: frozenset({kinds.INJECTION, kinds.HIDDEN, kinds.MARKER, kinds.LINK}),
}
"""Families whose findings count for a subject."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one file.

    Attributes:
        path: The file.
        batch: Lines in a row, numbered from 0 within the file.

    """

    path: Path
    batch: Batch


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What became of a piece.

    Attributes:
        rows: Those that are labelled for what is wanted.
        lines: How many lines it had.
        broken: For each broken line (its place, what is wrong with it).

    """

    rows: tuple[Row, ...]
    lines: int
    broken: tuple[tuple[str, str], ...]


def pieces_of(files: Sequence[Path]) -> Iterator[Piece]:
    """Read the files one after the other."""
    for path in files:
        for batch in read_batches([path]):
            yield Piece(path, batch)


def evaluate_piece(setup: Setup, wanted: Subject | None, piece: Piece) -> Evaluated:
    """Decide about the lines of a piece with this process's guard."""
    return evaluate_lines(guard_of(setup), wanted, piece)


def evaluate_lines(guard: Guard, wanted: Subject | None, piece: Piece) -> Evaluated:
    """Decide about the lines of a piece.

    Args:
        guard: What decides.
        wanted: What to measure; None = whatever a row is labelled for.
        piece: The lines.

    """
    rows: list[Row] = []
    broken: list[tuple[str, str]] = []
    for number, line in enumerate(piece.batch.lines, piece.batch.first + 1):
        place = f"{piece.path}:{number}"
        try:
            labelled = read_labelled(line, wanted)
            if labelled is not None:
                rows.append(_row(labelled, _decide(guard, labelled, place), place))
        except BrokenLine as error:
            broken.append((place, str(error)))
    return Evaluated(tuple(rows), len(piece.batch.lines), tuple(broken))


def _decide(guard: Guard, labelled: Labelled, conversation: str) -> list[Decision]:
    """Decide about the turns in order, as one conversation that is forgotten afterwards."""
    try:
        decisions = [
            guard.inspect(turn.text, origin=turn.origin, conversation=conversation, door=DOOR)
            for turn in labelled.row.turns
        ]
    except Exception as error:  # noqa: BLE001 (whatever happens to one row, others follow)
        what = str(error) if isinstance(error, ChatwardError) else type(error).__name__
        msg = f"the guard failed: {what}"
        raise BrokenLine(msg) from None
    finally:
        let_go(guard, conversation)
    failed = sorted({name for decision in decisions for name in decision.failed})
    if failed:
        msg = f"the guard failed: {', '.join(failed)}"
        raise BrokenLine(msg)
    return decisions


def _row(labelled: Labelled, decisions: Sequence[Decision], place: str) -> Row:
    acted = [_acted(decision, labelled.subject) for decision in decisions]
    places = [] if labelled.row.numbered else [(each.start, each.end) for each in acted[0]]
    flagged = [each for turn in acted for each in turn]
    if labelled.subject is Subject.INJECTION:
        flagged = [each for each in flagged if each.action.stops]
    return Row(
        place if labelled.row.id is None else str(labelled.row.id),
        labelled.subject,
        labelled.truth,
        labelled.kind,
        labelled.lang,
        labelled.source,
        labelled.family,
        labelled.disguise,
        "turns" if labelled.row.numbered else labelled.row.turns[0].origin.value,
        sum(len(turn.text) for turn in labelled.row.turns),
        labelled.spans,
        running=labelled.running,
        acted=merged(places),
        flagged=bool(flagged),
        score=max((each.score for each in decisions), default=0.0),
    )


def _acted(decision: Decision, subject: Subject) -> list[Finding]:
    """Return what the policy acts on, of the families that count for the subject."""
    wanted = _FAMILIES[subject]
    return [
        each
        for each in decision.findings
        if each.action is not Action.ALLOW and FAMILIES.get(each.kind) in wanted
    ]
