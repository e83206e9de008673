"""The project's own corpus: how it is made, that its labels are right, what is found in it.

The floors below are measured values, a little rounded down: a change that loses something must
say so here. What the figures mean stands in docs/evaluate.md.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from make_corpus.__main__ import contents
from make_corpus.sentences import read_languages

from chatward.cli.labelled import evaluate_piece, pieces_of
from chatward.cli.workers import Setup
from chatward.evaluation.report import report
from chatward.evaluation.row import Subject

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted(CORPUS.glob("*.jsonl.gz"))

LANGUAGES = (
    *("ar", "code", "cs", "da", "de", "en", "es", "fi", "fr", "he", "hi", "id"),
    *("it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh"),
)
BIG = {"de", "en", "es", "fr", "it", "pt"}

# At least so much is found: (subject, group of rows, measure): share.
FOUND = {
    (Subject.PII, "structured", "half"): 0.99,
    (Subject.PII, "all", "precision"): 0.99,
    (Subject.SECRET, "all", "half"): 0.99,
    (Subject.SECRET, "all", "precision"): 0.99,
}
# At least so much is found in every single language, of structured types and of secrets.
LANGUAGE_FLOORS = {Subject.PII: 0.95, Subject.SECRET: 0.95}
# At most so much of what is clean is flagged.
FLAGGED = {Subject.PII: 0.005, Subject.SECRET: 0.002}


@pytest.fixture(scope="module")
def rows():
    """All rows, read once."""
    lines = [line for file in FILES for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def measured():
    """What the shipped policy does with all rows, by subject."""
    setup = Setup(policy=None, audit=None, everything=False)
    done = [evaluate_piece(setup, None, piece) for piece in pieces_of(FILES)]
    assert not [each for piece in done for each in piece.broken]
    return report([row for piece in done for row in piece.rows])


# --- what is in it ----------------------------------------------------------------------------


def test_the_corpus_comes_out_the_same_when_it_is_made_again():
    stored = {file.name: gzip.decompress(file.read_bytes()) for file in FILES}
    made = contents()
    assert list(stored) == sorted(made)
    assert {name for name in stored if stored[name] != made[name]} == set(), "README: make it again"


def test_every_language_has_personal_data_secrets_and_what_looks_like_them(rows):
    kinds = {"pii_chat", "pii_negative", "secret_chat", "secret_lookalike"}
    seen = {(row["lang"], row["kind"]) for row in rows}
    assert seen == {(lang, kind) for lang in LANGUAGES for kind in kinds}


def test_every_language_has_sentences_of_its_own():
    for language in read_languages():
        count = len({each for part in language.sections.values() for each in part})
        assert count >= (50 if language.code in BIG else 30), language.code


def test_labels_are_places_in_the_text(rows):
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        places = [(start, end) for start, end, _ in row["spans"]]
        assert row["label"] == ("positive" if places else "negative"), row["id"]
        assert all(start < end <= len(row["text"]) for start, end in places), row["id"]
        assert all(one[1] <= other[0] for one, other in pairwise(places)), row["id"]
        labelled = [row["text"][start:end] for start, end in places]
        assert all(each == each.strip() for each in labelled), row["id"]


def test_one_row_in_ten_at_most_is_nearly_another(rows):
    texts = [row["text"] for row in rows]
    assert len(near_duplicates(texts)) <= 0.1 * len(texts)


def test_near_duplicates_are_noticed():
    texts = [f"Where is order {n}? It was due on Monday, please look." for n in (48213, 48219)]
    assert near_duplicates([*texts, "Where is it?", texts[0][:25]]) == {1}


def near_duplicates(texts):
    """Texts with a Jaccard similarity of 0.8 or more to one before them, over runs of five.

    Sets that are so alike share one of their rarest fifth, so only those are looked up.
    """
    sets = [{text[at : at + 5] for at in range(max(1, len(text) - 4))} for text in texts]
    common = Counter(run for runs in sets for run in runs)
    found, holders = set(), defaultdict(list)
    for number, runs in enumerate(sets):
        rarest = sorted(runs, key=lambda run: (common[run], run))[: len(runs) // 5 + 1]
        candidates = {other for run in rarest for other in holders[run]}
        if any(len(runs & sets[each]) >= 0.8 * len(runs | sets[each]) for each in candidates):
            found.add(number)
        for run in rarest:
            holders[run].append(number)
    return found


# --- what is found in it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "group", "measure"), FOUND, ids=[" ".join(each) for each in FOUND]
)
def test_nothing_that_was_found_is_lost(measured, subject, group, measure):
    rate = measured[subject].overall[group][measure]
    assert rate.value >= FOUND[subject, group, measure], rate


@pytest.mark.parametrize("subject", FLAGGED)
def test_what_is_clean_stays_clean(measured, subject):
    rate = measured[subject].overall["all"]["flagged"]
    assert rate.value <= FLAGGED[subject], rate


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_is_left_behind(measured, lang):
    personal = measured[Subject.PII].by["language"][lang]["structured"]
    assert personal.value >= LANGUAGE_FLOORS[Subject.PII], personal
    secrets = measured[Subject.SECRET].by["language"][lang]["half"]
    assert secrets.value >= LANGUAGE_FLOORS[Subject.SECRET], secrets
