"""Shared candidates: what is read into a number, and which words decide."""

import random

import pytest

from chatward import DetectorError, Guard
from chatward.detectors import BUILTIN
from chatward.detectors.detect import detect
from chatward.detectors.detector import Detector
from chatward.detectors.hearing import Ear
from chatward.detectors.personal.persons.shape import read_name
from chatward.detectors.registry import Detectors
from chatward.matching.reading import Reading
from chatward.matching.words import listen, words


def ends_in_seven(compact):
    return compact.endswith("7")


BADGE = Detector(
    "badge-number",
    "personal",
    readings=(
        Reading(
            "badge-number",
            "number",
            r"\d{9}",
            words="badge|dienstausweis*|numero de placa|バッジ番号",
            validate=ends_in_seven,
            score=0.9,
            score_without_context=0.4,
            written=r"\d{3}-\d{3}-\d{3}",
        ),
    ),
)
DETECTORS = Detectors((BADGE,), {"badge-number": "personal"})


def seen(text):
    return [(text[f.start : f.end], f.score) for f in detect(DETECTORS, text).findings.values()]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("badge 123 456 787", id="a word"),
        pytest.param("my Badge: 123.456.787!", id="capitals and punctuation"),
        pytest.param("Dienstausweisnummer 123456787", id="a stem"),
        pytest.param("Número de placa 123456787", id="a phrase with an accent"),
        pytest.param("私のバッジ番号は123456787", id="no blanks between words"),
        pytest.param("order 55, badge 123456787", id="after another number"),
    ],
)
def test_a_number_after_its_word_is_found(text):
    ((value, score),) = seen(text)
    assert value.replace(" ", "").replace(".", "") == "123456787"
    assert score == 0.9


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("badge 123456780", id="wrong check digit"),
        pytest.param("badge 1234567", id="too short"),
        pytest.param("we sell 123456787 of them", id="no word"),
        pytest.param("badge order 123456787", id="another number's word is nearer"),
        pytest.param("badge " + "and so on " * 6 + "123456787", id="word too far away"),
        pytest.param("badger 123456787", id="part of a longer word"),
        pytest.param("badge 1.123.456.787", id="the tail of a longer number"),
    ],
)
def test_a_number_without_its_word_or_form_is_not(text):
    assert seen(text) == []


def test_a_way_of_writing_can_be_worth_something_by_itself():
    assert seen("it says 123-456-787 here") == [("123-456-787", 0.4)]


@pytest.mark.parametrize("text", ["123456787", "  123 456 787.", "\n123-456-787\n"])
def test_a_message_that_is_nothing_but_the_value_answers_a_form(text):
    ((_, score),) = seen(text)
    assert score == 0.9


@pytest.mark.parametrize("text", ["123456787 it is", "yes 123456787"])
def test_a_message_that_says_more_is_no_form_answer(text):
    assert seen(text) == []


def test_what_follows_a_blank_does_not_hide_a_number():
    assert seen("badge 123 456 787 22 Nov") == [("123 456 787", 0.9)]


@pytest.mark.parametrize("size", [1, 2, 5, 11])
@pytest.mark.parametrize(
    "text", ["123 456 787", "badge 123 456 787 22 Nov", "123456787 ok", "badge 123456787"]
)
def test_a_stream_reads_as_the_whole_text_does(text, size):
    guard = Guard(detectors=(BADGE,))
    stream = guard.stream(origin="user")
    streamed = "".join(stream.feed(text[i : i + size]) for i in range(0, len(text), size))
    assert streamed + stream.finish() == guard.inspect(text, origin="user").text


def test_a_reading_of_an_unknown_candidate_is_refused():
    wrong = Detector("x", "personal", readings=(Reading("x", "numbers", r"\d"),))
    with pytest.raises(DetectorError, match="no candidate 'numbers'; use code, number, token"):
        Guard(detectors=(*BUILTIN, wrong))


def test_a_word_cut_by_the_end_of_hearing_is_not_heard():
    text = "smartphone" + "," * 43
    assert not words("phone").near(listen(text, len(text)))
    assert words("phone").near(listen("phone" + "," * 43, 48))


def test_only_the_last_words_turn_a_match_down():
    listed = words("version|numero de version")
    assert listed.last(listen("firmware version is at", 22))
    assert not listed.last(listen("the version that you have is at", 31))


READINGS = [
    pytest.param(each, id=f"{each.kind}-{number}")
    for detector in BUILTIN
    for number, each in enumerate(detector.readings)
    if each.validate is not None
]


@pytest.mark.parametrize("reading", READINGS)
def test_a_check_answers_for_whatever_has_the_form(reading):
    # A check that raises counts as a detector that failed, and blocks the message.
    chance = random.Random(reading.kind)
    low, high = reading.widths
    for _ in range(1500):
        alphabet = chance.choice(("0123456789", "01", "0123456789ABCKTXZ"))
        compact = "".join(chance.choices(alphabet, k=chance.randint(low, high)))
        assert reading.score_of(compact, compact, known=True) in (0.0, reading.score)


def test_what_was_heard_and_read_shows_no_text():
    text = "Planted Annabel is here"
    name = read_name(text, frozenset())
    assert name is not None
    shown = repr([listen(text, len(text)), Ear(text, 9), name]).casefold()
    assert "planted" not in shown
    assert "annabel" not in shown
