"""Views: whatever they show can be traced back to where it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.text.decode import decode
from chatward.text.fold import fold, unmask
from chatward.text.views import chars_of_bytes, views_of

ODD = st.sampled_from(
    [
        *("a", "b", "c", " ", "1", ".", "é", "e\u0301", "\u200b", "ﬁ", "\uff21", "①", "ё", "中"),
        *("\U000e0041", "\u0301", "½", "\ufe0f", "👍", "\u00a0", "İ", "\u017f", "㎏", "\u0336"),
        *("\ud800", "\u0915\u094d"),
    ]
)
TEXTS = st.one_of(st.lists(ODD, max_size=24).map("".join), st.text(max_size=24))


@given(TEXTS)
def test_the_map_is_monotone_and_stays_inside(text):
    folded, offsets = fold(text)
    starts = [offsets.start(place) for place in range(len(folded) + 1)]
    ends = [offsets.end(place) for place in range(len(folded) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in starts + ends)


@given(TEXTS)
def test_every_folded_character_comes_from_the_span_it_maps_to(text):
    folded, offsets = fold(text)
    for place, char in enumerate(folded):
        start, end = offsets.start(place), offsets.end(place + 1)
        assert start < end
        assert char in fold(text[start:end])[0]


@given(TEXTS, st.integers(0, 24))
def test_folding_does_not_care_what_stands_further_on(text, cut):
    head = fold(text[:cut])[0]
    settled = head[:-1]  # the last character may still take marks
    assert fold(text)[0].startswith(settled) or not unicodedata.is_normalized("NFKC", text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_ascii_has_one_view(text):
    assert [view.name for view in views_of(text)] == ["plain"]


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("\uff49gnore", "ignore"),
        ("ig\u200bno\u2060re", "ignore"),
        ("\U000e0069\U000e0067n", "ign"),
        ("i\u0336g\u0336n\u0336", "ign"),
        ("\U0001d422\U0001d420\U0001d427", "ign"),
        ("Привет, мир", "Привет, мир"),
        ("naïve café", "naïve café"),
    ],
)
def test_a_disguise_comes_off_and_plain_writing_stays(disguised, plain):
    assert fold(disguised)[0] == plain


def test_look_alikes_of_other_scripts_read_as_latin():
    assert unmask("Ignоrе") == "Ignore"  # noqa: RUF001


@given(TEXTS)
def test_unmasking_keeps_the_length(text):
    assert len(unmask(text)) == len(text)


@pytest.mark.parametrize(
    ("encoding", "segment", "plain"),
    [
        ("base64", "YW5uYUBleGFtcGxlLm9yZw==", "anna@example.org"),
        ("base64", "YW5uYUBleGFtcGxlLm9yZw", "anna@example.org"),
        ("hex", "616e6e61406578616d706c652e6f7267", "anna@example.org"),
        ("base64", "YQBuAG4AYQBAAGUAeABhAG0AcABsAGUALgBvAHIAZwA=", "anna@example.org"),
        ("base32", "MFXG4YKAMV4GC3LQNRSS433SM4======", "anna@example.org"),
        ("base32", "MFXG4YKAMV4GC3LQNRSS433SM4", "anna@example.org"),
        ("hex", "61 6e 6e 61 40 65 78 61 6d 70 6c 65 2e 6f 72 67", "anna@example.org"),
        ("selectors", "\U000e0158\U000e0159\ufe0a\U000e0151", "hi\na"),
    ],
)
def test_an_encoded_segment_is_read(encoding, segment, plain):
    assert decode(encoding, segment) == plain


@pytest.mark.parametrize(
    "segment",
    [
        "0123456789abcdef",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "a" * 17,
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
        "d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_what_decodes_to_noise_is_nothing(segment):
    assert decode("base64", segment) is None
    assert decode("hex", segment) is None


@given(st.text())
def test_byte_offsets_become_code_point_offsets(text):
    data = text.encode("utf-8", "replace")
    ends = [len(text[:place].encode("utf-8", "replace")) for place in range(len(text) + 1)]
    mapped = chars_of_bytes(data, ends)
    assert [mapped[end] for end in ends] == list(range(len(text) + 1))
