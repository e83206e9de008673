"""Every built-in detector keeps the promise its own samples make."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.detect import detect
from chatward.detectors.registry import CONTEXT_REACH, Detectors
from chatward.detectors.samples import fill
from chatward.matching.syntax import max_width

CORPUS = Path(__file__).parents[1] / "corpus"
DETECTORS = Detectors(BUILTIN, FAMILIES)
# What looks at whole texts is asked by the guard: tests/core/test_injection_model.py.
EACH = pytest.mark.parametrize(
    "detector", [each for each in BUILTIN if not each.whole], ids=lambda each: each.kind
)
PATTERNS = [pytest.param(p, id=f"{p.kind}-{i}") for i, p in enumerate(DETECTORS.patterns)]

# What else is rightly seen in the samples: disguises carry hidden characters, attacks carry
# markers, addresses carry names, and what leaks in a link or with a login is a secret.
BESIDE = {
    "data-link": {"secret"},
    "url-credentials": {"personal"},
    "authorization-header": {"personal"},
    "connection-string": {"personal"},
    "password": {"personal"},
    "username": {"secret"},  # "the password for user denise51" may as well give the password
}
ANYWHERE = {"hidden", "injection", "marker"}


def kinds_in(text):
    seen = detect(DETECTORS, text)
    assert not seen.failed, text
    return {finding.kind for finding in seen.findings.values()}


@EACH
def test_its_samples_are_caught_and_trigger_no_other_family_by_accident(detector):
    for number, sample in enumerate(detector.caught):
        text = fill(sample, number)
        kinds = kinds_in(text)
        assert detector.kind in kinds, text
        others = {FAMILIES[kind] for kind in kinds} - {detector.family} - ANYWHERE
        assert others <= BESIDE.get(detector.kind, set()), (text, kinds)


@EACH
def test_its_near_misses_stay_clean(detector):
    for number, sample in enumerate(detector.clean):
        text = fill(sample, number)
        assert detector.kind not in kinds_in(text), text


@EACH
def test_it_has_samples_of_both_sorts(detector):
    assert len(detector.caught) >= 2
    assert len(detector.clean) >= 1


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_has_a_longest_match_and_needs_at_least_one_character(pattern):
    assert 0 < pattern.width <= 20_000
    assert pattern.at_each_start.match("") is None


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_words_that_lead_to_a_value_are_still_there_when_a_stream_reaches_it(pattern):
    words, value, _ = pattern.regex.partition("(?P<value>")
    try:
        reach = max_width(words, pattern.flags)
    except re.error:  # the value stands inside another group
        reach = pattern.width
    assert not value or reach <= 2 * CONTEXT_REACH


def test_no_pattern_is_woken_often_by_texts_that_hold_nothing():
    # The cost of a pattern is how often the database wakes it; a candidate that many readings
    # share may be woken more often than a pattern of one kind.
    texts = [text for file in sorted(CORPUS.glob("*.jsonl.gz")) for text in clean_texts(file)]
    woken = Counter()
    for text in texts:
        for hit in DETECTORS.database.scan(text.encode()):
            woken[hit.pattern] += len(hit.ends)
    chars = sum(map(len, texts))
    assert chars > 50_000
    for number, times in woken.items():
        pattern = DETECTORS.patterns[number]
        assert times / chars * 1000 < (80 if pattern.readings else 35), pattern.kind


def clean_texts(file):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [row["text"] for row in rows if "text" in row and not row.get("spans")]


@given(text=st.text())
def test_offsets_lie_inside_any_text(text):
    for finding in detect(DETECTORS, text).findings.values():
        assert 0 <= finding.start < finding.end <= len(text)
        assert 0.0 <= finding.score <= 1.0
