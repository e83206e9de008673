"""Everything that is told about rows, sorted into groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from chatward.evaluation import attacks, spans
from chatward.evaluation.rate import Rate
from chatward.evaluation.row import Row, Span, Subject, Truth

_LENGTHS = ((100, "    1 to 100"), (1_000, "  101 to 1k"), (10_000, "   1k to 10k"))
_LONGEST = "  over 10k"
"""Groups of rows by the length of their texts, in code points."""

Groups = dict[str, dict[str, Rate]]
"""Figures by the name of a group of rows."""


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to tell about one subject.

    Attributes:
        overall: Figures of all rows and of the big groups.
        by: The same by ``type``, ``source``, ``language`` and ``kind``; of injection also by
            ``family``, ``origin``, ``length`` and ``disguise``.
        area: Area under the curve of true against false alarms; None without scores.
        at: Threshold and recall by rate of false alarms; empty without scores.
        curve: (false alarms, recall) along the thresholds; empty without scores.
        missed: Names of rows in which something was missed.
        flagged: Names of clean rows that were flagged.

    """

    overall: Groups
    by: dict[str, Groups]
    area: float | None = None
    at: dict[float, attacks.Threshold] = field(default_factory=dict)
    curve: tuple[tuple[float, float], ...] = ()
    missed: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()

    def as_fields(self, *, names: bool) -> dict[str, object]:
        """Return plain values for JSON, with the names of rows if asked for."""
        told: dict[str, object] = {"overall": _fields(self.overall)}
        told |= {f"by_{name}": _fields(groups) for name, groups in self.by.items()}
        if self.area is not None:
            told["area_under_curve"] = round(self.area, 4)
            told["recall_at"] = {
                str(alarms): {"threshold": threshold, **rate.as_fields()}
                for alarms, (threshold, rate) in self.at.items()
            }
        if names:
            told |= {"missed": list(self.missed), "flagged": list(self.flagged)}
        return told


def report(rows: Sequence[Row]) -> dict[Subject, Report]:
    """Return what there is to tell about each subject that rows are labelled for."""
    told: dict[Subject, Report] = {}
    for subject in Subject:
        own = [row for row in rows if row.subject is subject]
        if own:
            told[subject] = (_attacks if subject is Subject.INJECTION else _spans)(own)
    return told


def _spans(rows: list[Row]) -> Report:
    running = [row for row in rows if row.running]
    overall = {"all": spans.figures(rows), "running text": spans.figures(running)}
    if rows[0].subject is Subject.PII:
        overall |= {
            "structured": spans.recall(rows, spans.is_structured),
            "structured, running": spans.recall(running, spans.is_structured),
            "unstructured": spans.recall(rows, lambda span: not spans.is_structured(span)),
        }
    types = sorted({span.type for row in rows for span in row.spans})
    by_type = {name: spans.recall(rows, partial(_has_type, name)) for name in types}
    return Report(
        overall,
        {"type": by_type, **_grouped(rows, _figures)},
        missed=_names(rows, spans.is_missed),
        flagged=_names(rows, _is_false_alarm),
    )


def _figures(rows: Sequence[Row]) -> dict[str, Rate]:
    """Return all figures; for personal data, of structured types apart."""
    figures = spans.figures(rows)
    if rows[0].subject is Subject.PII:
        figures["structured"] = spans.recall(rows, spans.is_structured)["half"]
    return figures


def _attacks(rows: list[Row]) -> Report:
    scores = attacks.scores(rows)
    at = {rate: attacks.recall_at(rate, *scores) for rate in attacks.FALSE_ALARMS}
    return Report(
        {"all": attacks.figures(rows)},
        {**_grouped(rows, attacks.figures), **_told_apart(rows)},
        area=attacks.area_under_curve(*scores),
        at=at if all(scores) else {},
        curve=attacks.curve(*scores),
        missed=_names(rows, attacks.is_missed),
        flagged=_names(rows, _is_false_alarm),
    )


def _grouped(
    rows: Sequence[Row], figures: Callable[[Sequence[Row]], dict[str, Rate]]
) -> dict[str, Groups]:
    """Return figures by what rows say about themselves."""
    keys: dict[str, Callable[[Row], str]] = {
        "source": lambda row: row.source,
        "language": lambda row: row.lang,
        "kind": lambda row: row.kind,
    }
    return {
        name: {
            group or "-": figures([row for row in rows if key(row) == group])
            for group in sorted({key(row) for row in rows})
        }
        for name, key in keys.items()
    }


def _told_apart(rows: Sequence[Row]) -> dict[str, Groups]:
    """Return figures of attacks by what only some corpora say; what no row says is left out."""
    keys: dict[str, Callable[[Row], str]] = {
        "family": lambda row: row.family,
        "origin": lambda row: row.origin,
        "length": lambda row: _length(row.chars),
        "disguise": lambda row: row.disguise,
    }
    told = {
        name: {group: attacks.figures(own) for group, own in _sorted_by(key, rows).items()}
        for name, key in keys.items()
    }
    return {name: groups for name, groups in told.items() if groups}


def _sorted_by(key: Callable[[Row], str], rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by a word about them; those about which there is none are left out."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if key(row):
            groups.setdefault(key(row), []).append(row)
    return dict(sorted(groups.items()))


def _length(chars: int) -> str:
    """Return a group of lengths; they sort as words as they do as numbers."""
    return next((name for most, name in _LENGTHS if chars <= most), _LONGEST)


def _has_type(name: str, span: Span) -> bool:
    return span.type == name


def _is_false_alarm(row: Row) -> bool:
    return row.truth is Truth.CLEAN and row.flagged


def _names(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> tuple[str, ...]:
    return tuple(row.name for row in rows if wanted(row))


def _fields(groups: Groups) -> dict[str, object]:
    """Return figures as plain values; rates of nothing are left out."""
    return {
        group: {name: rate.as_fields() for name, rate in figures.items() if rate.of}
        for group, figures in groups.items()
    }
