"""A planted value is found in every guise, and nothing else is."""

from __future__ import annotations

import base64
import html
import json
import textwrap
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Guard
from chatward.testing import GUISES, disguised, planted
from chatward.testing.guises import search

VALUES = dict(planted(3).items())
TEXTS = st.text(max_size=30)


def guises(value, text):
    return {hit.guise for hit in search(value, text)}


@pytest.mark.parametrize("guise", GUISES)
@pytest.mark.parametrize("name", VALUES)
@given(before=TEXTS, behind=TEXTS)
def test_every_guise_is_seen_through_wherever_it_stands(name, guise, before, behind):
    value = VALUES[name]
    guise = guise if disguised(value, guise) != value else "plain"  # digits have no case
    said = f"{before} {disguised(value, guise)} {behind}"
    assert guise in guises(value, said)
    assert all(hit.count == 1 for hit in search(value, said) if hit.guise == guise)


@given(before=st.binary(max_size=40), behind=st.binary(max_size=40))
def test_base64_and_hex_of_a_text_that_holds_a_value_are_seen_through(before, behind):
    for value in VALUES.values():
        data = before + value.encode() + behind
        for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes):
            assert "base64" in guises(value, encode(data).decode())
        assert "hex" in guises(value, data.hex().upper())


@given(st.data())
def test_a_value_that_json_framing_cuts_is_joined(data):
    value = data.draw(st.sampled_from(sorted(VALUES.values())))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(value) - 1), min_size=1, max_size=5)))
    pieces = [value[a:b] for a, b in zip([0, *cuts], [*cuts, len(value)], strict=True)]
    events = [{"id": n, "delta": {"text": piece}} for n, piece in enumerate(pieces)]
    sent = "\n\n".join(f"data: {json.dumps(event)}" for event in events)
    assert "split" in guises(value, sent)
    assert "split" in guises(value, repr(events))
    assert "split" in guises(value, json.dumps(pieces))


@given(TEXTS, TEXTS)
def test_a_text_that_holds_no_value_has_no_hit(before, behind):
    for value in VALUES.values():
        assert search(value, f"{before}{value[:5]} {behind} {value[-5:]}") == []


@pytest.mark.parametrize(
    ("write", "guise"),
    [
        (lambda value: json.dumps(json.dumps({value: f'"{value}"'})), "plain"),
        (lambda value: quote(value, safe=""), "url"),
        (lambda value: quote_plus(quote_plus(value)), "url"),
        (lambda value: html.escape(value).replace("@", "&#64;"), "escaped"),
        (lambda value: value.encode("utf-16-le").decode("latin-1"), "spaced"),
        ("\u200b".join, "unicode"),
        (lambda value: textwrap.fill(base64.b64encode(value.encode()).decode(), 8), "base64"),
        (lambda value: json.dumps(base64.b64encode(value.encode()).decode()), "base64"),
    ],
)
def test_what_programs_make_of_a_value_is_found(write, guise):
    assert guise in guises(VALUES["mail"], f"so: {write(VALUES['mail'])}.")


def test_a_card_is_found_without_its_separators_and_as_a_number():
    card = VALUES["card"]
    assert guises(card, card.replace(" ", "")) == {"spaced"}
    assert guises(card, card.replace(" ", "-")) == {"spaced"}
    assert "base64" in guises(card, base64.b64encode(card.replace(" ", "").encode()).decode())


def test_a_hit_says_how_often_and_where():
    (hit,) = search("leak@example.org", "so: leak@example.org, leak@example.org")
    assert (hit.guise, hit.count, hit.at) == ("plain", 2, 4)


def test_an_unknown_guise_is_refused():
    with pytest.raises(ValueError, match="no guise 'rot13'; there are plain, escaped"):
        disguised("leak@example.org", "rot13")


def test_neighbouring_seeds_share_no_value_and_a_seed_gives_the_same_again():
    sets = [dict(planted(seed).items()) for seed in range(6)]
    for name in VALUES:
        assert len({each[name] for each in sets}) == 6
    assert planted(3) == planted(3)
    assert not any(value in repr(planted(3)) for value in VALUES.values())


@pytest.mark.parametrize("seed", range(24))
def test_the_guard_takes_planted_values_for_real_ones(seed):
    values = planted(seed)
    text = Guard().preview(values.text, origin="user").text
    assert not [name for name, value in values.items() if value in text]
