"""Every built-in detector keeps the promise its own samples make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.detect import detect
from chatward.detectors.registry import CONTEXT_REACH, Detectors

DETECTORS = Detectors(BUILTIN, FAMILIES)
CAUGHT = [pytest.param(d, s, id=f"{d.KIND}-{i}") for d in BUILTIN for i, s in enumerate(d.CAUGHT)]
CLEAN = [pytest.param(d, s, id=f"{d.KIND}-{i}") for d in BUILTIN for i, s in enumerate(d.CLEAN)]
PATTERNS = [pytest.param(p, id=f"{p.kind}-{i}") for i, p in enumerate(DETECTORS.patterns)]


def kinds_in(text):
    seen = detect(DETECTORS, text)
    assert not seen.failed
    return {finding.kind for finding in seen.findings.values()}


@pytest.mark.parametrize(("detector", "sample"), CAUGHT)
def test_a_sample_is_caught(detector, sample):
    assert detector.KIND in kinds_in(sample)


@pytest.mark.parametrize(("detector", "sample"), CLEAN)
def test_a_near_miss_stays_clean(detector, sample):
    assert detector.KIND not in kinds_in(sample)


@pytest.mark.parametrize(("detector", "sample"), CAUGHT)
def test_a_sample_triggers_no_other_family_by_accident(detector, sample):
    others = {FAMILIES[kind] for kind in kinds_in(sample)} - {detector.FAMILY}
    # An address with a password in it also ends like an e-mail address; samples in disguise
    # carry hidden characters, samples of attacks carry markers.
    assert others <= {"hidden", "injection", "marker"} or detector.KIND == "url-credentials"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_has_a_longest_match_and_needs_at_least_one_character(pattern):
    assert 0 < pattern.width <= 20_000
    assert pattern.at_each_start.match("") is None


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_words_that_lead_to_a_value_are_still_there_when_a_stream_reaches_it(pattern):
    assert "(?P<value>" not in pattern.regex or pattern.width <= 2 * CONTEXT_REACH


@given(text=st.text())
def test_offsets_lie_inside_any_text(text):
    for finding in detect(DETECTORS, text).findings.values():
        assert 0 <= finding.start < finding.end <= len(text)
        assert 0.0 <= finding.score <= 1.0
