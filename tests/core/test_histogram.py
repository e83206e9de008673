"""Numbers counted in bins, and how far one lies off."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.memory.features import CHARS, ENTROPY, SECONDS
from chatward.memory.histogram import KNOWN_ENOUGH, Histogram, Scale, empty


def histogram(*values):
    return reduce(Histogram.with_one, values, empty(Scale(0.0, 1.0, 100)))


def test_nothing_is_off_before_enough_is_known():
    assert histogram(*[10.5] * (KNOWN_ENOUGH - 1)).off(90.0) == 0.0
    assert histogram(*[10.5] * KNOWN_ENOUGH).off(90.0) > 12.0


def test_a_number_that_never_changes_may_change_by_a_little():
    constant = histogram(*[10.5] * 1_000)
    assert abs(constant.off(12.5)) < 2.0
    assert constant.off(2.0) < 0.0


def test_deviations_are_those_of_a_normal_distribution():
    flat = histogram(*[20.5 + number % 21 for number in range(2_100)])
    # Of whole numbers from 20 to 40 the median is 30 and the median deviation 5.
    assert flat.off(30.5 + 6 * 1.4826 * 5) == pytest.approx(6.0)


def test_what_is_not_rare_is_not_off():
    two_sorts = histogram(*[10.5] * 950, *[80.5] * 50)
    assert two_sorts.off(80.5) == 0.0
    assert two_sorts.off(95.0) > 6.0


@given(st.lists(st.integers(0, 99), min_size=200, max_size=400))
def test_at_most_one_in_five_hundred_of_what_is_known_is_off_on_either_side(values):
    seen = histogram(*(value + 0.5 for value in values))
    assert sum(seen.off(value + 0.5) > 6.0 for value in values) <= 0.002 * len(values)
    assert sum(seen.off(value + 0.5) < -6.0 for value in values) <= 0.002 * len(values)


@pytest.mark.parametrize("scale", [CHARS, ENTROPY, SECONDS])
@given(st.floats())
def test_every_number_has_a_bin(scale, value):
    place = scale.place(value)
    assert 0 <= scale.bin_of(place) < scale.bins
