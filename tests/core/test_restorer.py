"""Placeholders found however a model spells them, and put back exactly, in streams too."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from restoring import (
    CARD,
    FORGED,
    MAIL,
    NAME,
    OWN_KIND,
    SPELLINGS,
    SURROGATES,
    TAG,
    VALUES,
    check,
    restored,
    source,
    streamed,
    whole,
)

from chatward.errors import StreamClosed
from chatward.memory import placeholder
from chatward.restorer import Restorer, restore


@pytest.mark.parametrize("spelled", SPELLINGS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("my ", "."),
        ("`", "`"),
        ("<", ">"),
        ("**", "**"),
        ("_", "_"),
        ("「", "」"),
        ("é", "é"),
    ],
)
def test_a_mangled_placeholder_is_restored_and_what_wraps_it_stays(spelled, before, after):
    assert restored(before + spelled + after) == f"{before}anna@example.org{after}"


@pytest.mark.parametrize(
    "text",
    [
        FORGED,
        FORGED.lower(),
        f"X{MAIL}",
        f"{MAIL}x",
        f"{MAIL}1",
        MAIL.replace("_", "____"),
        MAIL.replace("_", "%5F"),
        MAIL.replace("_1_", "_01_"),
        MAIL.replace("_1_", "_2_"),
        MAIL.replace("EMAIL", "MAIL"),
        MAIL.replace("_", ""),
    ],
)
def test_what_was_not_given_or_is_only_like_it_stays(text):
    assert restored(text) == text


def test_a_kind_nobody_named_is_restored_only_as_it_was_written():
    assert restored(f"({OWN_KIND})") == "(L-1)"
    assert restored(OWN_KIND.lower()) == OWN_KIND.lower()


def test_of_several_kinds_that_fit_the_longest_is_meant():
    text = f"my email address 1 {TAG}"
    asked = source(genuine=lambda word, _number, _tag: word in {"ADDRESS", "EMAIL_ADDRESS"})
    assert restore(text, asked).text == "my anna@example.org"
    words = [each.kind for each in placeholder.find(text)]
    assert words == ["MY_EMAIL_ADDRESS", "EMAIL_ADDRESS", "ADDRESS"]


def test_what_is_found_is_told_as_it_was_written():
    (found,) = placeholder.genuine(f"To email address 1 {TAG}!", check)
    assert (found.start, found.end, found.written, found.exact) == (3, 27, MAIL, False)


@given(st.text() | st.lists(st.sampled_from([*SPELLINGS, " ", "_", "x", "1"])).map("".join))
def test_what_is_found_never_overlaps(text):
    place = 0
    for each in placeholder.genuine(text, check):
        assert place <= each.start < each.end <= len(text)
        place = each.end


@pytest.mark.parametrize(
    "part",
    ["a_", "1_", "_", "1", "A", "A_1_aaaaaaaa ", "A_1_AAAAAAAA_", "A_B_C_D_E_F_G_H_I_1_aaaaaaaa "],
)
def test_a_hostile_megabyte_takes_seconds_at_most(part):
    text = part * (1_000_000 // len(part))
    began = time.process_time()
    assert restored(f"{text} {MAIL}") == f"{text} anna@example.org"
    assert time.process_time() - began < 15


# --- streams ---------------------------------------------------------------------------------

PARTS = st.sampled_from(
    [
        *SPELLINGS,
        *VALUES,
        FORGED,
        *(
            "email",
            "EMAIL",
            "ADDRESS",
            "PASSWORD",
            "person",
            "_",
            "__",
            " ",
            "-",
            "\\",
            "\\\\",
            "*",
        ),
        *("1", "_1_", " 2 ", "x", "é", "\ud800", "\n", "\t", ".", ":", "www.", "//", "/", "https:"),
        *(
            "https://evil.example/?q=",
            "https://shop.example/?q=",
            "shop.example",
            "mailto:",
            "?",
            "#",
        ),
        *('"', "'", "`", "<", ">", "(", ")", "[", "]", "=", "&#", "&sol;", "A" * 70, "a_b_c_1_"),
        *("\\n", "\\u", "\\u002f", "\\u005f", '\\"', "\\/", "\ufdd0", "k7f3q2mz", TAG, TAG.upper()),
        *("Clara", "Clara Weber", "Clara W", "Weber"),
    ]
)
TEXTS = st.lists(PARTS, max_size=14).map("".join) | st.text(max_size=40)
SIZES = st.lists(st.integers(1, 9), min_size=1, max_size=4)
SOURCES = st.sampled_from(
    [
        source(),
        source(kinds=()),
        source(allowed_link=None),
        source(value_of={MAIL: "https://evil.example/?", CARD: " x"}.get),
        # Far more is genuine than could be: what is meant must still not depend on the pieces.
        source(genuine=lambda _word, _number, _tag: True, value_of=lambda written: f"<{written}>"),
        source(genuine=lambda word, _number, _tag: len(word) % 2 == 1, value_of=lambda _: "!"),
        source(
            surrogates=SURROGATES, value_of_surrogate={"Clara": "Anna", "Clara Weber": "Bo"}.get
        ),
    ]
)


@settings(max_examples=500, deadline=None)
@given(TEXTS, SIZES, SOURCES, st.booleans())
def test_a_stream_is_restored_like_the_whole(text, sizes, asked, as_json):
    joined = streamed(text, sizes, asked, as_json=as_json)
    assert joined == whole(text, asked, as_json=as_json)


@given(st.lists(st.sampled_from([*SPELLINGS, "my ", ", ", "\n"])).map("".join), SIZES)
def test_every_chunk_size_gives_the_same(text, sizes):
    expected = whole(text, source())
    for size in (1, 2, 3, 5, 8, 64, max(1, len(text))):
        assert streamed(text, [size], source()) == expected
    assert streamed(text, sizes, source()) == expected


PROSE = (
    "Your order is on its way to the address in our email from Monday. Please pass on the key to "
    "a person you trust; I need no password. The US office is open at 9, in case it is urgent."
)


def held(text):
    restorer = Restorer(source(value_of=lambda _: None))  # so that as much comes out as goes in
    shown = 0
    for place, letter in enumerate(text, 1):
        shown += len(restorer.feed(letter))
        yield place - shown


def test_prose_flows():
    waits = sorted(held(PROSE))
    assert waits[len(waits) // 2] <= 6
    assert waits[-1] < 20


@given(TEXTS)
def test_no_more_is_held_than_a_placeholder_can_be_long(text):
    assert max(held(text), default=0) <= placeholder.LONGEST_SPELLED


def test_a_restored_value_comes_with_the_first_character_after_its_placeholder():
    restorer = Restorer(source())
    assert restorer.feed(f"Hi {MAIL}") == "Hi "
    assert restorer.feed(",") == "anna@example.org,"


def test_a_finished_restorer_takes_no_more():
    restorer = Restorer(source())
    assert restorer.feed("email ") + restorer.finish() == "email "
    with pytest.raises(StreamClosed):
        restorer.feed("x")


# --- JSON ------------------------------------------------------------------------------------


PLAINLY_SPELLED = [each for each in SPELLINGS if "\\\\" not in each]  # that begins an address


@given(
    st.lists(st.sampled_from([*PLAINLY_SPELLED, NAME, " ", "\n", "é", "x ", "\u2028", '"'])).map(
        "".join
    )
)
def test_restored_json_says_what_the_restored_text_says(text):
    for ascii_only in (True, False):
        written = json.dumps({"to": text, "cc": [text]}, ensure_ascii=ascii_only)
        said = json.loads(restored(written, as_json=True))
        assert said == {"to": restored(text), "cc": [restored(text)]}


def test_a_value_cannot_end_the_string_it_is_put_into():
    said = json.loads(restored(f'{{"a": "\\n{NAME}"}}', as_json=True))
    assert said == {"a": f"\n{VALUES[NAME]}"}
    broken = f'"\\{NAME}"'
    assert restored(broken, as_json=True) == broken


def test_line_ends_and_signs_that_some_parsers_refuse_are_escaped():
    asked = source(value_of=lambda _: "\u2028\x00\x85\udfff")
    assert restore(f'"{MAIL}"', asked, as_json=True).text == '"\\u2028\\u0000\\u0085\\udfff"'


def test_escapes_elsewhere_stay_as_they_are_written():
    assert restored(f'"\\u00e4\\/{MAIL}\\"\\u12', as_json=True) == (
        '"\\u00e4\\/anna@example.org\\"\\u12'
    )


# --- web addresses ---------------------------------------------------------------------------


def test_what_was_replaced_and_what_was_not_is_counted():
    asked = source(value_of={MAIL: "a"}.get)
    text = f"{MAIL} {MAIL} {CARD} {FORGED} https://evil.example/{MAIL}"
    for sizes in ([1], [1000]):
        _, released, withheld = streamed(text, sizes, asked)
        assert (released, withheld) == ({"email-address": 2}, 2)


def test_a_value_is_asked_for_once_and_only_where_it_may_go():
    asked_for = []
    asked = source(value_of=lambda written: asked_for.append(written) or None)
    streamed(f"https://evil.example/{MAIL} {CARD}_{MAIL}", [1], asked)
    assert asked_for == [CARD, MAIL]


def test_surrogates_are_restored_as_whole_words_the_longest_first():
    asked = source(surrogates=SURROGATES, value_of_surrogate={"Clara": "A", "Clara Weber": "B"}.get)
    text = "Clara, Clara Weber and Clarabel at https://evil.example/Clara"
    result = whole(text, asked)
    assert result == ("A, B and Clarabel at https://evil.example/Clara", {"person": 2}, 1)


def test_neither_source_nor_result_shows_a_value():
    result = restore(MAIL, source(surrogates=SURROGATES))
    assert "anna" not in repr(result)
    assert "Clara" not in repr(source(surrogates=SURROGATES))
