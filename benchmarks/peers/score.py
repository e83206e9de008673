"""What a peer's places are worth against the labels."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chatward.cli.labels import read_labelled
from chatward.evaluation.row import Row, Subject
from chatward.evaluation.spans import figures, is_structured, recall


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
    micros_50: float
    micros_500: float
    micros_5000: float
    row_micros_median: float
    row_micros_99th: float
    resident_megabytes: float
    import_seconds: float

    def as_fields(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return asdict(self)


def rows_for(subject: str, files: list[Path]) -> list[dict[str, Any]]:
    """Read the rows labelled for a subject that are one text each."""
    return [
        {**row, "id": f"{path.name}:{number}"}
        for path in files
        for number, row in enumerate(_read(path), 1)
        if "text" in row and _labelled(row, subject) is not None
    ]


def score(peer: str, subject: str, rows: list[dict[str, Any]], measured: dict[str, Any]) -> Score:
    """Hold what a peer found against the labels."""
    judged = [_judged(row, subject, measured["places"][row["id"]]) for row in rows]
    shares = {name: rate.value for name, rate in figures(judged).items()}
    running = [row for row in judged if row.running]
    micros = measured["micros"]
    return Score(
        peer,
        subject,
        len(rows),
        shares["half"],
        shares["full"],
        recall(running, is_structured)["half"].value if subject == "pii" else None,
        shares["precision"],
        shares["flagged"],
        micros["50"],
        micros["500"],
        micros["5000"],
        measured["row_micros_median"],
        measured["row_micros_99th"],
        measured["resident_megabytes"],
        measured["import_seconds"],
    )


def _judged(row: dict[str, Any], subject: str, places: list[list[int]]) -> Row:
    labelled = _labelled(row, subject)
    return Row(
        row["id"],
        labelled.subject,
        labelled.truth,
        spans=labelled.spans,
        running=labelled.running,
        acted=tuple((start, end) for start, end in places),
        flagged=bool(places),
    )


def _labelled(row: dict[str, Any], subject: str) -> Any:
    return read_labelled(json.dumps(row).encode(), Subject(subject))


def _read(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
