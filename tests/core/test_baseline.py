"""What is ordinary for one bot."""

from __future__ import annotations

from dataclasses import asdict
from functools import reduce

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.errors import StoreError
from chatward.memory.baseline import AGES_ABOVE, MOST_INTENTS, OTHER, Baseline, aged, merged
from chatward.memory.features import CHARS, LOOKED_AT, measured
from chatward.memory.histogram import KNOWN_ENOUGH, Histogram, empty

QUESTION = "When will my parcel arrive, please?"

texts = st.lists(
    st.tuples(st.text(max_size=60), st.none() | st.floats(0, 1e9, allow_nan=False)), max_size=12
)
intents = st.lists(st.text(max_size=12), max_size=12)


def known(said, meant=()):
    baseline = reduce(lambda made, each: made.with_text(measured(*each)), said, Baseline())
    return reduce(Baseline.with_intent, meant, baseline)


def with_names(names, times=1):
    return reduce(merged, (Baseline(intents={name: times}) for name in names), Baseline())


baselines = st.builds(known, texts, intents)
crowded = st.lists(st.integers(0, 400), max_size=250, unique=True).map(
    lambda numbers: with_names([f"intent_{number}" for number in numbers])
)


def test_a_short_text_has_no_entropy_and_a_plain_one_is_latin():
    features = measured("ok", None)
    assert (features.chars, features.entropy, features.seconds) == (2, None, None)
    assert features.scripts == (("latin", 1.0),)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Wo bleibt das Päckchen?", "latin"),
        ("Πού είναι το δέμα μου;", "greek"),
        ("Где моя посылка?", "cyrillic"),
        ("איפה החבילה שלי", "hebrew"),
        ("أين طردي", "arabic"),
        ("मेरा पार्सल कहाँ है", "devanagari"),
        ("พัสดุของฉันอยู่ที่ไหน", "thai"),
        ("내 소포는 어디에 있나요", "hangul"),
        ("わたしのにもつはどこですか", "kana"),
        ("我的包裹在哪里", "han"),
    ],
)
def test_letters_stand_in_their_script(text, script):
    assert measured(text, None).scripts == ((script, 1.0),)


def test_shares_of_mixed_scripts_add_up():
    shares = dict(measured("mail почта", None).scripts)
    assert shares == {"latin": 4 / 9, "cyrillic": 5 / 9}


def test_a_text_with_hardly_a_letter_is_in_no_script():
    assert measured("π ≈ 3,14 €", None).scripts == ()


def test_entropy_is_in_bits_per_character():
    assert measured("a" * 64, None).entropy == 0.0
    assert measured("ab" * 32, None).entropy == pytest.approx(1.0)
    assert measured("abcdefgh" * 8, None).entropy == pytest.approx(3.0)


def test_only_the_beginning_of_a_long_text_is_counted_but_all_of_its_length_is_known():
    features = measured("a" * LOOKED_AT + "Где моя посылка?" * 100, None)
    assert features.chars == LOOKED_AT + 1_600
    assert features.entropy == 0.0
    assert features.scripts == (("latin", 1.0),)


def test_a_clock_that_was_set_back_makes_no_negative_interval():
    assert measured(QUESTION, -3_600.0).seconds == 0.0


@given(st.text(), st.none() | st.floats())
def test_anything_can_be_measured_and_counted(text, seconds):
    baseline = Baseline().with_text(measured(text, seconds))
    assert baseline.count == 1
    assert baseline.chars.total == 1
    assert baseline.seconds.total == (seconds is not None)


@given(baselines, baselines)
def test_it_does_not_matter_which_is_added_to_which(one, other):
    assert merged(one, other) == merged(other, one)


@given(baselines, baselines, baselines)
def test_it_does_not_matter_what_is_added_first(one, two, three):
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@given(crowded, crowded, crowded)
def test_nor_does_it_with_more_intents_than_are_kept(one, two, three):
    left, right = merged(merged(one, two), three), merged(one, merged(two, three))
    assert left == right
    assert left == merged(three, merged(two, one))
    assert len(left.intents.keys() - {OTHER}) <= MOST_INTENTS


@given(texts, texts, intents, intents)
def test_two_processes_know_together_what_one_would_know(said, more, meant, meant_too):
    apart = merged(known(said, meant), known(more, meant_too))
    assert apart == known([*said, *more], [*meant, *meant_too])


@given(baselines)
def test_nothing_changes_by_adding_nothing(baseline):
    assert merged(baseline, Baseline()) == baseline


@given(baselines)
def test_a_baseline_is_read_as_it_was_written(baseline):
    assert Baseline.from_bytes(baseline.to_bytes()) == baseline


def test_what_is_old_fades():
    old = Baseline()
    for _ in range(AGES_ABOVE):
        old = old.with_text(measured(QUESTION, 20.0))
    assert old.count == AGES_ABOVE
    new = old.with_text(measured(QUESTION, 20.0))
    assert new.count == new.chars.total == new.seconds.total == (AGES_ABOVE + 1) // 2
    assert new.scripts == {"latin": (AGES_ABOVE + 1) // 2}


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_an_aged_baseline_is_small_and_can_be_written(count, meant):
    chars = Histogram(CHARS, (count, *empty(CHARS).counts[1:]))
    young = aged(Baseline(count=count, chars=chars, intents={"ask": meant}))
    assert young.count <= AGES_ABOVE
    assert sum(young.intents.values()) <= AGES_ABOVE
    assert Baseline.from_bytes(young.to_bytes()) == young


def test_what_is_written_holds_no_word_of_a_text():
    written = known([(QUESTION, 20.0)], [QUESTION, "track_parcel"]).to_bytes().decode()
    assert "track_parcel" in written
    assert not any(word in written for word in ("When", "arrive", "please"))


def test_further_intents_count_under_other():
    baseline = with_names([f"intent_{number:03}" for number in range(MOST_INTENTS + 5)], times=2)
    assert len(baseline.intents) == MOST_INTENTS + 1
    assert baseline.intents[OTHER] == 10


def changed(**fields):
    read = msgspec.json.decode(known([(QUESTION, 20.0)], ["track_parcel"]).to_bytes())
    return msgspec.json.encode({**read, **fields})


def test_an_unchanged_one_is_read():
    assert Baseline.from_bytes(changed()).count == 1


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{}",
        b"null",
        b"\xff\xfe",
        changed()[:-1],
        changed() + b"}",
        changed(version=2),
        changed(more=1),
        changed(count=-1),
        changed(count=1.5),
        changed(count="1"),
        changed(count=0),
        changed(chars=[1]),
        changed(entropy=[0] * 63 + [-1]),
        changed(seconds=[0] * 41),
        changed(scripts={"klingon": 1}),
        changed(scripts={"latin": 2}),
        changed(intents={QUESTION: 1}),
        changed(intents={f"intent_{number}": 1 for number in range(MOST_INTENTS + 1)}),
        changed(intents=None),
        b"[" * 100_000,
    ],
)
def test_a_damaged_one_is_refused_and_not_quoted(written):
    with pytest.raises(StoreError) as refused:
        Baseline.from_bytes(written)
    assert str(refused.value).startswith("baseline: ")
    assert not any(word in str(refused.value) for word in ("klingon", "parcel", "intent_"))
    assert refused.value.__cause__ is None


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(written):
    with pytest.raises(StoreError):
        Baseline.from_bytes(written)


@given(st.integers(0, 1_500), st.integers(0, 255))
def test_one_wrong_byte_is_refused_or_makes_a_baseline(place, byte):
    written = bytearray(changed())
    written[place % len(written)] = byte
    try:
        baseline = Baseline.from_bytes(bytes(written))
    except StoreError:
        return
    assert Baseline.from_bytes(baseline.to_bytes()) == baseline


def test_an_intent_is_rare_once_enough_is_known():
    few = Baseline(intents={"ask": KNOWN_ENOUGH - 1})
    assert few.rarity("refund") == 0.0
    enough = few.with_intent("ask")
    assert enough.rarity("refund") == 1.0
    assert enough.rarity("ask") == 0.0


def test_where_many_intents_are_rare_one_more_is_no_news():
    many = Baseline(intents={"ask": 300, **{f"intent_{number}": 1 for number in range(20)}})
    assert many.rarity("refund") == 0.0


def test_an_intent_without_a_place_of_its_own_is_as_rare_as_the_others_together():
    names = [f"intent_{number:03}" for number in range(MOST_INTENTS)]
    full = with_names(names, times=20)
    assert full.rarity("zzz") == 1.0
    fuller = reduce(Baseline.with_intent, ["zzz"] * 20, full)
    assert fuller.rarity("zzz") == fuller.rarity("zzzz") == 0.0


def test_scripts_are_foreign_where_the_bot_hardly_sees_them():
    english = known([(QUESTION, None)] * KNOWN_ENOUGH)
    mixed = measured("mail почта", None).scripts
    assert english.foreign(mixed) == 5 / 9
    assert known([("Где моя посылка?", None)] * KNOWN_ENOUGH).foreign(mixed) == 4 / 9
    assert Baseline().foreign(mixed) == 0.0


def test_a_baseline_is_a_value():
    before = known([(QUESTION, 20.0)], ["ask"])
    told = asdict(before)
    before.with_text(measured("More.", 1.0)).with_intent("refund")
    assert asdict(before) == told
