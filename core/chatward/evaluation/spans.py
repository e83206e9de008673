"""Figures about places in texts: personal data and secrets.

What a finding is called does not count, only where it is: a passport number that is redacted
as a driving licence is redacted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chatward.evaluation.rate import Rate, rate_of
from chatward.evaluation.row import Place, Row, Span, Truth

UNSTRUCTURED = frozenset(
    {
        "ADDRESS",
        "AGE",
        "DATE_TIME",
        "DOMAIN_NAME",
        "GPE",
        "LOCATION",
        "NRP",
        "ORGANIZATION",
        "PERSON",
        "STREET_ADDRESS",
        "TITLE",
        "URL",
        "USERNAME",
    }
)
"""Types that have no form of their own: what they are, only the sentence tells."""

Figures = dict[str, Rate]


def figures(rows: Sequence[Row]) -> Figures:
    """Return all that can be said about rows.

    ``half`` and ``full``: labelled places of which at least half, or all, was acted on.
    ``precision``: acted places that touch a labelled one, on rows that have some.
    ``found``: positive rows without places that were acted on at all.
    ``flagged``: clean rows that were. ``unsure``: rows that count neither way that were.
    """
    return {
        **recall(rows),
        "precision": rate_of(
            any(start < span.end and span.start < end for span in row.spans)
            for row in rows
            if row.spans and row.truth is Truth.POSITIVE
            for start, end in row.acted
        ),
        "found": rate_of(
            row.flagged for row in rows if row.truth is Truth.POSITIVE and not row.spans
        ),
        "flagged": _flagged(rows, Truth.CLEAN),
        "unsure": _flagged(rows, Truth.UNSURE),
    }


def recall(rows: Iterable[Row], chosen: Callable[[Span], bool] = bool) -> Figures:
    """Return how many of the chosen labelled places were half and fully covered."""
    shares = [
        covered(span, row.acted) / (span.end - span.start)
        for row in rows
        for span in row.spans
        if row.truth is Truth.POSITIVE and chosen(span)
    ]
    return {
        "half": rate_of(share >= 0.5 for share in shares),
        "full": rate_of(share == 1.0 for share in shares),
    }


def covered(span: Span, acted: Iterable[Place]) -> int:
    """Return how many characters of a place lie in disjoint others.

    >>> covered(Span(10, 20, "ANY"), [(0, 12), (15, 18), (20, 30)])
    5
    """
    return sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in acted)


def is_structured(span: Span) -> bool:
    """Tell whether the type of a place has a form that can be recognised."""
    return span.type not in UNSTRUCTURED


def is_missed(row: Row) -> bool:
    """Tell whether something labelled in a row was not even half covered."""
    if row.truth is not Truth.POSITIVE:
        return False
    if not row.spans:
        return not row.flagged
    return any(2 * covered(span, row.acted) < span.end - span.start for span in row.spans)


def _flagged(rows: Iterable[Row], truth: Truth) -> Rate:
    return rate_of(row.flagged for row in rows if row.truth is truth)
