"""Folding: what a disguise hides is seen, and what is written ordinarily stays."""

# ruff: noqa: RUF001 (look-alikes are the subject)

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.text.fold import fold, unmask
from chatward.text.views import views_of

MARKS = ["\u0301", "\u0336", "\u093c", "\u064e", "\u09be", "\u1161", "\u11a8", "\u3099", "\u20e3"]
LETTERS = [
    *"ae1. -",
    "é",
    "и",
    "क",
    "ে",
    "ب",
    "か",
    "\u1100",
    "Ａ",
    "ﬁ",
    "٣",
    "🏴",
    "\u200d",
    "\ufe0f",
]
TAGS = ["\U000e0067", "\U000e0062", "\U000e007f"]
WRITING = st.lists(st.sampled_from([*MARKS, *LETTERS, *TAGS]), max_size=16).map("".join)


def begins_a_cluster(char):
    """Marks belong to the letter before them, tags to a flag."""
    return unicodedata.category(char)[0] != "M" and char not in {"\u1161", "\u11a8", *TAGS}


@given(st.one_of(WRITING, st.text(max_size=16)), st.integers(0, 16))
def test_folding_in_pieces_is_folding_the_whole(text, cut):
    cut = next((at for at in range(cut, len(text)) if begins_a_cluster(text[at])), len(text))
    assert fold(text[:cut])[0] + fold(text[cut:])[0] == fold(text)[0]


@given(st.one_of(WRITING, st.text(max_size=16)))
def test_the_map_of_odd_writing_is_monotone_and_stays_inside(text):
    folded, offsets = fold(text)
    spans = [offsets.span(place, place + 1) for place in range(len(folded))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        pytest.param("4\ufe0f\u20e31\ufe0f\u20e3", "41", id="keycaps"),
        pytest.param("٤١١١ ۴۱ ४१ 𝟜𝟙", "4111 41 41 41", id="digits of other scripts"),
        pytest.param("030–901820", "030-901820", id="an en dash"),
        pytest.param("“pass”", '"pass"', id="typographic quotes"),
        pytest.param("a\u2800b\u00a0c", "a b c", id="blanks"),
        pytest.param("i\u034f\u0336g\u200d\u0336n", "ign", id="marks behind hidden characters"),
        pytest.param("i\u064eg\u0651n", "ign", id="marks of another script"),
        pytest.param("cafe\u0301", "café", id="a decomposed accent"),
        pytest.param("e\u0302\u0301", "ế", id="two accents that compose"),
        pytest.param("и\u0336\u0316", "и", id="piled on Cyrillic"),
        pytest.param("\u1112\u1161\u11ab", "한", id="decomposed Hangul"),
        pytest.param("か\u3099", "が", id="decomposed kana"),
        pytest.param(
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴", id="flag"
        ),
    ],
)
def test_what_is_disguised_or_written_oddly_reads_plainly(disguised, plain):
    assert fold(disguised)[0] == plain


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("कृपया मुझे ज़्यादा बताएं", id="Hindi"),
        pytest.param("আমি আমার ব্যালেন্স জানতে চাই", id="Bengali"),
        pytest.param("وحوّل المبلغ إلى حسابٍ آخر", id="Arabic"),
        pytest.param("ฉันต้องการทราบยอดเงิน", id="Thai"),
        pytest.param("Tôi muốn biết số dư tài khoản", id="Vietnamese"),
        pytest.param("Zażółć gęślą jaźń", id="Polish"),
        pytest.param("제 계좌 잔액을 알고 싶습니다", id="Korean"),
        pytest.param("שלום לכולם", id="Hebrew"),
        pytest.param("👍🏽 😀 🇩🇪", id="emoji"),
    ],
)
def test_ordinary_writing_stays_as_it_is(text):
    assert fold(text)[0] is text


@pytest.mark.parametrize(
    ("alike", "plain"),
    [
        pytest.param("ɪɢɴᴏʀᴇ", "ignore", id="small capitals"),
        pytest.param("🅸🅶🅽🅾🆁🅴", "IGNORE", id="letters in boxes"),
        pytest.param("ïgñøré", "ignore", id="accents"),
        pytest.param("іgnоrе", "ignore", id="Cyrillic"),
        pytest.param("Ιgnοre", "Ignore", id="Greek"),
        pytest.param("ꓲꓖꓠꓳꓣꓰ", "lGNORE", id="Lisu"),
    ],
)
def test_look_alikes_read_as_what_they_pass_for(alike, plain):
    assert unmask(fold(alike)[0]) == plain


def test_the_unmasked_view_never_replaces_the_text():
    views = {view.name: view.text for view in views_of("Сообщение от Анны")}
    assert views["plain"] == "Сообщение от Анны"


@pytest.mark.parametrize(
    "unit",
    ["a\u200b", "o\u0301\u0316", "Ａ", "\U000e0069", "क\u093c", "e\u0301", "\ufe0f", "\u0336"],
)
def test_folding_takes_time_in_proportion_to_the_text(unit):
    def seconds(times):
        text = unit * times
        began = time.process_time()
        fold(text)
        return time.process_time() - began

    seconds(100)
    short = min(seconds(5_000) for _ in range(3))
    long = min(seconds(40_000) for _ in range(3))
    assert long < 24 * short + 0.005  # eight times the text; quadratic would be 64 times
