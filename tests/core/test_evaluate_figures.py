"""Figures from rows: what counts as found, as right, as a false alarm."""

from __future__ import annotations

import doctest

import pytest

from chatward.evaluation import attacks, spans
from chatward.evaluation import row as row_module
from chatward.evaluation.rate import Rate
from chatward.evaluation.report import report
from chatward.evaluation.row import Row, Span, Subject, Truth


def labelled(*places, acted=(), **fields):
    """A row about personal data; places are (start, end) or (start, end, type)."""
    spans_ = tuple(Span(*place) if place[2:] else Span(*place, "PHONE_NUMBER") for place in places)
    fields = {"truth": Truth.POSITIVE if places else Truth.CLEAN, **fields}
    return Row("1", Subject.PII, spans=spans_, acted=tuple(acted), flagged=bool(acted), **fields)


def text(truth, score, *, flagged=False, kind="direct"):
    """A row about injection."""
    return Row("1", Subject.INJECTION, truth, kind=kind, score=score, flagged=flagged)


@pytest.mark.parametrize("module", [attacks, row_module, spans], ids=lambda each: each.__name__)
def test_the_examples_hold(module):
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


# --- places ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("acted", "half", "full"),
    [
        pytest.param([], 0, 0, id="nothing"),
        pytest.param([(10, 14)], 0, 0, id="less than half"),
        pytest.param([(10, 15)], 1, 0, id="just half"),
        pytest.param([(12, 14), (16, 20)], 1, 0, id="in two pieces"),
        pytest.param([(10, 20)], 1, 1, id="all"),
        pytest.param([(0, 40)], 1, 1, id="more than all"),
        pytest.param([(0, 10), (20, 30)], 0, 0, id="beside it"),
    ],
)
def test_a_place_counts_by_how_much_of_it_is_covered(acted, half, full):
    told = spans.figures([labelled((10, 20), acted=acted)])
    assert (told["half"], told["full"]) == (Rate(half, 1), Rate(full, 1))


def test_precision_asks_only_rows_with_places():
    told = spans.figures(
        [
            labelled((10, 20), acted=[(0, 5), (19, 25), (30, 35)]),
            labelled(acted=[(0, 5)]),
            labelled(truth=Truth.UNSURE, acted=[(0, 5)]),
            labelled(truth=Truth.POSITIVE, acted=[(0, 5)]),
        ]
    )
    assert told["precision"] == Rate(1, 3)
    assert told["flagged"] == Rate(1, 1)
    assert told["unsure"] == Rate(1, 1)
    assert told["found"] == Rate(1, 1)


def test_what_was_missed_is_named():
    rows = [
        labelled((0, 4), (10, 14), acted=[(0, 4)]),
        labelled(truth=Truth.POSITIVE),
        labelled((0, 4), acted=[(0, 4)]),
        labelled(truth=Truth.POSITIVE, acted=[(0, 4)]),
        labelled(acted=[(0, 4)]),
    ]
    told = report(rows)[Subject.PII]
    assert (len(told.missed), len(told.flagged)) == (2, 1)


def test_types_are_told_apart_and_so_are_bare_values():
    rows = [
        labelled((0, 5, "PERSON"), (6, 9, "US_SSN"), acted=[(6, 9)]),
        labelled((0, 9, "US_SSN"), running=False),
    ]
    told = report(rows)[Subject.PII]
    assert told.overall["structured"]["half"] == Rate(1, 2)
    assert told.overall["structured, running"]["half"] == Rate(1, 1)
    assert told.overall["unstructured"]["half"] == Rate(0, 1)
    assert told.by["type"]["US_SSN"]["half"] == Rate(1, 2)
    assert told.by["language"]["-"]["structured"] == Rate(1, 2)


def test_groups_follow_what_rows_say_about_themselves():
    rows = [labelled((0, 4), acted=[(0, 4)], lang="de"), labelled((0, 4), lang="", source="shop")]
    told = report(rows)[Subject.PII]
    assert told.by["language"]["de"]["half"] == Rate(1, 1)
    assert told.by["language"]["-"]["half"] == Rate(0, 1)
    assert told.by["source"]["shop"]["half"] == Rate(0, 1)


# --- whole texts ----------------------------------------------------------------------------


def test_harmful_requests_are_no_injection():
    rows = [
        text(Truth.POSITIVE, 0.9, flagged=True),
        text(Truth.POSITIVE, 0.0),
        text(Truth.POSITIVE, 0.0, kind="harmful_request"),
        text(Truth.CLEAN, 0.9, flagged=True),
    ]
    told = report(rows)[Subject.INJECTION]
    everything = told.overall["all"]
    assert everything["caught"] == Rate(1, 2)
    assert everything["flagged"] == Rate(1, 1)
    assert everything["harmful"] == Rate(0, 1)
    assert told.area == 0.25
    assert len(told.missed) == len(told.flagged) == 1


def test_recall_is_told_at_the_least_threshold_that_keeps_false_alarms_rare():
    clean = sorted([0.0] * 97 + [0.6, 0.7, 0.9])
    hostile = sorted([0.0, 0.65, 0.8, 0.95])
    assert attacks.recall_at(0.05, hostile, clean) == (0.6, Rate(3, 4))
    assert attacks.recall_at(0.01, hostile, clean) == (0.8, Rate(2, 4))
    assert attacks.recall_at(0.0, hostile, clean) == (0.95, Rate(1, 4))
    assert attacks.recall_at(0.0, hostile, [*clean, 0.99]) == (None, Rate(0, 4))


def test_there_is_no_curve_without_clean_rows():
    told = report([text(Truth.POSITIVE, 0.9)])[Subject.INJECTION]
    assert told.area is None
    assert told.at == {}


# --- chance ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion" (2001), by hand
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (98, 100, 0.93, 0.9945)],
)
def test_an_interval_says_where_the_true_rate_may_lie(hits, of, low, high):
    assert Rate(hits, of).interval == pytest.approx((low, high), abs=1e-4)


def test_a_rate_of_nothing_is_no_rate():
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval is None
    assert Rate(0, 0).as_fields()["low"] is None
