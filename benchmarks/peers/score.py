"""What a peer's places are worth against the labels."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cost import Cost, cost_of

from chatward.cli.labels import read_labelled
from chatward.evaluation.row import Row, Subject, Truth
from chatward.evaluation.spans import figures, is_structured, recall

_WHOLE = frozenset({"attack", "benign"})
"""Labels of rows that say whether a text attacks; others were not read for that."""


@dataclass(frozen=True)
class Score:
    """One line of the table; shares are 0.0 to 1.0, None of nothing."""

    peer: str
    subject: str
    rows: int
    half: float | None
    full: float | None
    structured: float | None
    precision: float | None
    flagged: float | None
    cost: Cost

    def as_fields(self) -> dict[str, object]:
        """Return plain values for JSON."""
        fields = asdict(self)
        cost = fields.pop("cost")
        return {**fields, **cost}


def rows_for(subject: str, files: list[Path]) -> list[dict[str, Any]]:
    """Read the rows labelled for a subject that are one text each."""
    return [
        {**row, "id": f"{path.name}:{number}"}
        for path in files
        for number, row in enumerate(_read(path), 1)
        if "text" in row and _is_for(row, subject)
    ]


def has_positives(rows: list[dict[str, Any]], subject: str) -> bool:
    """Tell whether there is anything to find."""
    return any(labelled(row, subject).truth is Truth.POSITIVE for row in rows)


def score(peer: str, subject: str, rows: list[dict[str, Any]], measured: dict[str, Any]) -> Score:
    """Hold what a peer found against the labels."""
    judged = [_judged(row, subject, measured["answers"][row["id"]]) for row in rows]
    shares = {name: rate.value for name, rate in figures(judged).items()}
    running = [row for row in judged if row.running]
    return Score(
        peer,
        subject,
        len(rows),
        shares["half"],
        shares["full"],
        recall(running, is_structured)["half"].value if subject == "pii" else None,
        shares["precision"],
        shares["flagged"],
        cost_of(measured),
    )


def labelled(row: dict[str, Any], subject: str) -> Any:
    """Return what a row says about itself; None if nothing about the subject."""
    return read_labelled(json.dumps(row).encode(), Subject(subject))


def _is_for(row: dict[str, Any], subject: str) -> bool:
    if subject == "injection" and row.get("label") not in _WHOLE:
        return False
    return labelled(row, subject) is not None


def _judged(row: dict[str, Any], subject: str, places: list[list[int]]) -> Row:
    label = labelled(row, subject)
    return Row(
        row["id"],
        label.subject,
        label.truth,
        spans=label.spans,
        running=label.running,
        acted=tuple((start, end) for start, end in places),
        flagged=bool(places),
    )


def _read(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
