"""Surrogates keep the form of what they stand for, and are found like it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surrogate_samples import (
    CAUGHT,
    IDENTITY,
    NEVER,
    PERSONAL,
    made,
    outline,
    seeds,
)

from chatward import Guard


@pytest.mark.parametrize(("kind", "value"), IDENTITY)
def test_an_identity_number_keeps_its_form_and_passes_its_check(kind, value):
    guard = Guard()
    for attempt in range(5):
        surrogate = made(kind, value, attempt)
        assert outline(surrogate) == outline(value)
        text = f"{BY_WORD[kind]} {surrogate}"
        assert kind in {each.kind for each in guard.preview(text, origin="user").findings}, text


BY_WORD = {
    "de-tax-id": "Steuer-ID:",
    "es-nif": "NIF",
    "fr-siret": "SIRET",
    "br-cpf": "CPF",
    "pl-pesel": "PESEL",
    "nl-bsn": "BSN",
    "se-personnummer": "personnummer",
    "it-fiscal-code": "codice fiscale",
    "ch-ahv": "AHV-Nummer",
    "in-pan": "PAN",
}


@given(
    st.sampled_from([k for k in PERSONAL if k[2:3] == "-" and k not in NEVER]),
    st.from_regex(r"[A-Z]{0,2}[1-9]\d{3}[ .-]?\d{2,5}", fullmatch=True),
    seeds,
)
def test_a_number_keeps_its_separators_and_length(kind, value, seed):
    surrogate = made(kind, value, seed=seed)
    if surrogate is not None and kind not in ("uk-postcode", "uk-nino"):
        assert len(surrogate) == len(value)
        assert [c.isalnum() for c in surrogate] == [c.isalnum() for c in value]


def test_numbers_from_ranges_that_are_never_given_out():
    for attempt in range(50):
        area, group, _ = made("us-ssn", "536-90-4399", attempt).split("-")
        assert area >= "900"
        assert "01" <= group <= "49"
        assert made("uk-nino", "AB 12 34 56 C", attempt).startswith("QQ ")
        assert made("uk-nhs", "943 476 1239", attempt).startswith("999 ")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("12.03.1981", r"(0[1-9]|1[0-2])\.(0[1-9]|1[0-2])\.19(7[7-9]|8[0-5])"),
        ("1981-03-31", r"19(7[7-9]|8[0-5])-(0\d|1[0-2])-[0-2]\d"),
        ("3/12/81", r"[1-9]/1[0-2]/(7[7-9]|8[0-5])"),
        ("12 March 1981", r"[0-2]\d March 19(7[7-9]|8[0-5])"),
        ("19810312", r"19(7[7-9]|8[0-5])(0\d|1[0-2])(0\d|1[0-2])"),
        ("1981年3月12日", r"19(7[7-9]|8[0-5])年[1-9]月1[0-2]日"),
        (
            "\u0661\u0662/\u0660\u0663/\u0661\u0669\u0668\u0661",
            r"[\u0660\u0661][\u0660-\u0669]/[\u0660\u0661][\u0660-\u0669]/\u0661\u0669[\u0660-\u0669]{2}",
        ),
    ],
)
def test_a_date_of_birth_is_another_day_in_the_same_format(value, form):
    for attempt in range(30):
        assert re.fullmatch(form, made("date-of-birth", value, attempt))


@pytest.mark.parametrize(
    ("kind", "value", "form"),
    [
        ("street-address", "12 Baker Street", r"[1-9]\d [A-Z]\S* Street"),
        ("street-address", "Hauptstraße 12, 10115 Berlin", r"\S+straße \d\d, \d{5} \S+"),
        ("street-address", "P.O. Box 1234, Salem, OR 97301", r"P\.O\. Box \d{4}, \S+, [A-Z]+ \d+"),
        ("postcode", "94103-1234", r"\d{5}-\d{4}"),
        ("uk-postcode", "SW1A 1AA", r"[A-Z]{2}\d[A-F] \d[A-Z]{2}"),
        ("licence-plate", "B-AB 1234", r"[A-Z]-[A-Z]{2} \d{4}"),
        ("mac-address", "00-1b-44-11-3a-b7", r"00-00-5e-00-53-[0-9a-f]{2}"),
        ("card-expiry", "03/2029", r"(0[1-9]|1[0-2])/20[23]\d"),
        ("swift-code", "DEUTDEFF500", r"[A-Z]{4}DE[A-Z]0\d{3}"),
        (
            "url",
            "https://www.acme.test/anna?x=1",
            r"https://www\.example\.\w{3}/[a-z]{4}\?[a-z]=\d",
        ),
        ("age", "43", r"39|4[0-7]"),
        ("advertising-id", "38400000-8cf0-11bd-b23e-10b96e40000d", r"[0-9a-f]{8}(-[0-9a-f]+){4}"),
        ("policy-number", "POL-8841207", r"POL-\d{7}"),
    ],
)
def test_other_kinds_keep_their_form(kind, value, form):
    for attempt in range(10):
        surrogate = made(kind, value, attempt, locale="de_DE" if "straße" in value else "en_US")
        assert re.fullmatch(form, surrogate), surrogate
        assert surrogate != value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email-address", "anna.kowalska@acme.test"),
        ("credit-card", "4111 1111 1111 1111"),
        ("credit-card", "3782-822463-10005"),
        ("phone-number", "+49 171 1234567"),
        ("phone-number", "(415) 555-2671"),
        ("phone-number", "+34 612 345 678"),
        ("iban-code", "DE89 3704 0044 0532 0130 00"),
        ("iban-code", "GB29NWBK60161331926819"),
        ("ip-address", "10.0.0.5"),
        ("ip-address", "fe80::1"),
        ("mac-address", "00:1B:44:11:3A:B7"),
        ("uk-postcode", "SW1A 1AA"),
    ],
)
def test_a_surrogate_is_found_like_the_value_it_stands_for(kind, value):
    guard = Guard()
    for attempt in range(3):
        surrogate = made(kind, value, attempt)
        text = f"it is {surrogate} now"
        found = [each for each in guard.preview(text, origin="user").findings if each.kind == kind]
        assert [text[each.start : each.end] for each in found] == [surrogate]


def test_most_surrogates_of_the_detectors_samples_are_found_again():
    guard, seen, again = Guard(), 0, 0
    for kind, text in CAUGHT:
        for found in guard.preview(text, origin="user").findings:
            surrogate = made(kind, text[found.start : found.end]) if found.kind == kind else None
            if surrogate is None:
                continue
            leaked = text[: found.start] + surrogate + text[found.end :]
            seen += 1
            again += kind in {each.kind for each in guard.preview(leaked, origin="user").findings}
    assert seen > 800
    assert again / seen > 0.85
