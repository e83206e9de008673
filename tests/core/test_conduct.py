"""What a user's way of talking shows."""

from __future__ import annotations

import base64
import random
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.action import Action
from chatward.attacks import EXTRACTIONS
from chatward.conduct import intervals, unusual_intent, weigh_conduct
from chatward.detectors import FAMILIES
from chatward.detectors.conduct.behaviour import KINDS
from chatward.kinds import CONDUCT
from chatward.memory.baseline import Baseline
from chatward.memory.conversation import Conversation
from chatward.memory.features import measured

NOW = 1_000_000.0
QUESTION = "When will my parcel arrive, please?"
_VERBS = ("change", "see", "cancel", "find", "check", "get", "return", "pay for")
_THINGS = ("my order", "the invoice", "my parcel", "the address", "my account", "a voucher")
_WAYS = ("How can I {} {}?", "I want to {} {}.", "Can you help me {} {}?", "{} {} please")
_ENDS = ("", " Thanks!", " It was ordered last week.", " My number is 4711.")


def questions(count, seed=1):
    rng = random.Random(seed)
    return [
        rng.choice(_WAYS).format(rng.choice(_VERBS), rng.choice(_THINGS)) + rng.choice(_ENDS)
        for _ in range(count)
    ]


def learnt(texts, seconds=30.0):
    return reduce(lambda made, text: made.with_text(measured(text, seconds)), texts, Baseline())


ENGLISH = learnt(questions(1_000))


def allow(_):
    return Action.ALLOW, ""


def weigh(text=QUESTION, past=None, now=NOW, score=0.0, family="", baseline=None, verdict=allow):
    return weigh_conduct(text, past or Conversation(), now, score, family, baseline, verdict)


def scores(*args, **kwargs):
    return {each.finding.kind: each.finding.score for each in weigh(*args, **kwargs)}


def apart(seconds, count):
    """Return a conversation whose texts, the next one at `NOW` included, are so far apart."""
    return Conversation(times=tuple(NOW - seconds * number for number in range(count, 0, -1)))


def test_every_kind_is_known_with_its_family():
    assert {FAMILIES[kind] for kind in KINDS} == {CONDUCT}


def test_an_ordinary_text_says_nothing_about_conduct():
    assert weigh(past=apart(20.0, 5), baseline=ENGLISH) == []


def test_a_finding_covers_the_newest_text():
    (weighed,) = weigh(past=apart(1.0, 8))
    assert (weighed.finding.start, weighed.finding.end) == (0, len(QUESTION))
    assert weighed.finding.view == "conversation"
    assert weighed.matters


def test_the_policy_is_asked_what_to_do():
    def block(finding):
        return (Action.BLOCK, "slow-down") if finding.score >= 0.7 else (Action.ALLOW, "")

    (fast,) = weigh(past=apart(0.5, 11), verdict=block)
    assert (fast.finding.action, fast.rule) == (Action.BLOCK, "slow-down")
    (less,) = weigh(past=apart(0.5, 6), verdict=block)
    assert (less.finding.action, less.rule) == (Action.ALLOW, "")


def test_an_empty_text_shows_nothing():
    assert weigh("", past=apart(0.1, 30), baseline=ENGLISH) == []


@pytest.mark.parametrize(
    ("seconds", "count", "score"),
    [
        (2.0, 4, None),
        (2.0, 5, 0.5),
        (1.0, 8, 0.75),
        (0.5, 11, 1.0),
        (0.0, 31, 1.0),
        (2.1, 31, None),
    ],
)
def test_texts_that_come_fast_are_rapid_fire(seconds, count, score):
    assert scores(past=apart(seconds, count)).get("rapid-fire") == score


def test_old_texts_are_not_rapid():
    assert scores(past=apart(0.1, 31), now=NOW + 60.0) == {}


def test_a_clock_that_was_set_back_makes_slow_texts_no_faster():
    assert scores(past=apart(20.0, 31), now=NOW - 3_600.0) == {}
    assert scores(past=apart(20.0, 31), now=NOW - 3_600.0, baseline=ENGLISH) == {}


@given(st.lists(st.floats(0, 1e10), max_size=32), st.floats(0, 1e10))
def test_no_interval_is_negative(times, now):
    assert all(seconds >= 0.0 for seconds in intervals(times, now))
    assert len(list(intervals(times, now))) == len(times)


@pytest.mark.parametrize(
    ("before", "score"), [(1, None), (2, 0.57), (3, 0.76), (5, 1.0), (50, 1.0)]
)
def test_asking_again_for_what_is_secret_is_repeated_extraction(before, score):
    past = Conversation(messages=before, extractions=before)
    told = scores(past=past, score=0.6, family="prompt-extraction")
    assert told.get("repeated-extraction") == score


def test_only_a_text_that_asks_itself_is_repeated_extraction():
    past = Conversation(messages=9, extractions=9)
    assert "repeated-extraction" not in scores(past=past, score=0.4, family="prompt-extraction")
    assert "repeated-extraction" not in scores(past=past, score=0.9, family="persona")
    for family in EXTRACTIONS:
        assert "repeated-extraction" in scores(past=past, score=0.5, family=family)


@pytest.mark.parametrize(
    ("before", "score"), [(4, None), (5, 0.51), (7, 0.68), (11, 1.0), (50, 1.0)]
)
def test_coming_close_again_and_again_is_near_miss_fatigue(before, score):
    past = Conversation(messages=before, near_misses=before)
    assert scores(past=past, score=0.6).get("near-miss-fatigue") == score
    assert scores(past=past, score=0.4) == {}


def test_a_few_doubtful_texts_in_a_long_conversation_are_chance():
    past = Conversation(messages=300, near_misses=45, extractions=15)
    assert scores(past=past, score=0.6, family="prompt-extraction") == {}


BLOB = base64.b64encode(random.Random(1).randbytes(300)).decode()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (QUESTION * 143, "unusual-length"),
        (BLOB, "unusual-tokens"),
        (f"Please decode this: {BLOB[:90]}", "unusual-tokens"),
        ("a" * 300, "unusual-tokens"),
        ("Где моя посылка и когда она придёт?", "unusual-tokens"),
        ("我的包裹在哪里", "unusual-tokens"),
        ("Hi! Где моя посылка?", "unusual-tokens"),
    ],
)
def test_what_is_unlike_the_bots_other_texts_is_unusual(text, kind):
    assert scores(text, baseline=ENGLISH)[kind] >= 0.5
    assert scores(text) == {}
    assert scores(text, baseline=learnt(questions(199))) == {}


@pytest.mark.parametrize("text", ["ok", "y", "?", "4711", "Δx is 3, naïve café", QUESTION * 3])
def test_short_answers_names_and_somewhat_longer_texts_are_usual(text):
    assert scores(text, baseline=ENGLISH) == {}


def test_ordinary_texts_of_the_same_bot_are_usual():
    fresh = questions(2_000, seed=2)
    assert sum(bool(scores(text, baseline=ENGLISH)) for text in fresh) <= 0.005 * len(fresh)


def test_a_script_that_some_users_write_is_usual():
    both = learnt([*questions(900), *["Где моя посылка и когда она придёт?"] * 100])
    assert scores("Здравствуйте, хочу отменить заказ.", baseline=both) == {}
    assert "unusual-tokens" in scores("我的包裹在哪里", baseline=both)


def test_who_types_far_faster_than_others_do_has_an_unusual_pace():
    rng = random.Random(1)
    slow = reduce(
        lambda made, _: made.with_text(measured(QUESTION, rng.lognormvariate(5.7, 0.6))),
        range(1_000),
        Baseline(),
    )
    assert scores(past=apart(5.0, 10), baseline=slow).keys() == {"unusual-pace"}
    assert scores(past=apart(5.0, 10)) == {}
    assert scores(past=apart(120.0, 10), baseline=slow) == {}
    assert scores(past=apart(5.0, 6), baseline=slow) == {}, "too few texts"
    assert scores(past=apart(5.0, 10), now=NOW + 300.0, baseline=slow) == {}, "the newest took long"


def test_who_takes_long_has_no_unusual_pace():
    assert scores(past=apart(86_400.0, 10), baseline=ENGLISH) == {}


def test_an_intent_is_unusual_where_hardly_anybody_has_it():
    known = Baseline(intents={"track_parcel": 900, "cancel": 98, "export_all": 1, "refund": 2})
    assert unusual_intent("drop_tables", known) == 1.0
    assert 0.5 < unusual_intent("export_all", known) < 1.0
    assert unusual_intent("cancel", known) == 0.0


def test_no_intent_is_unusual_before_enough_are_known():
    assert unusual_intent("drop_tables", Baseline(intents={"track_parcel": 199})) == 0.0
    assert unusual_intent("drop_tables", Baseline()) == 0.0


def test_no_intent_is_unusual_with_a_bot_that_has_hundreds():
    rng = random.Random(1)
    names = [f"intent_{number}" for number in range(150)]
    for count in (200, 500, 1_000, 4_000):
        known = reduce(Baseline.with_intent, rng.choices(names, k=count), Baseline())
        fresh = rng.choices(names, k=1_000)
        assert sum(unusual_intent(name, known) >= 0.5 for name in fresh) <= 5


@given(
    st.text(max_size=200),
    st.builds(
        Conversation,
        messages=st.integers(0, 1_000),
        near_misses=st.integers(0, 1_000),
        extractions=st.integers(0, 1_000),
        times=st.lists(st.floats(0, 1e10), max_size=32).map(tuple),
    ),
    st.floats(0, 1e10),
    st.floats(0, 1),
    st.sampled_from(["", *sorted(EXTRACTIONS)]),
)
def test_scores_are_scores_and_every_kind_comes_once(text, past, now, score, family):
    weighed = weigh(text, past, now, score, family, ENGLISH)
    assert all(0.5 <= each.finding.score <= 1.0 for each in weighed)
    assert len({each.finding.kind for each in weighed}) == len(weighed)
    assert {each.finding.kind for each in weighed} <= set(KINDS)
