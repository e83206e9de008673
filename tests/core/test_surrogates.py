"""Surrogates: what stands in for a value looks like it, is nobody's, and is never the value."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as iban_check
from stdnum import luhn
from surrogate_samples import (
    CAUGHT,
    DOCUMENTATION,
    NEVER,
    OTHERS,
    PERSONAL,
    RESERVED,
    attempts,
    cards,
    ibans,
    locales,
    made,
    outline,
    seeds,
)

from chatward.errors import RedactorError
from chatward.redactors.surrogates import LONGEST, check_locale
from chatward.redactors.surrogates.cards import _PUBLISHED
from chatward.redactors.surrogates.pattern import bare


@given(st.sampled_from(PERSONAL), st.text(max_size=60), seeds, attempts, locales)
def test_any_text_has_a_surrogate_or_none_and_never_itself(kind, value, seed, attempt, locale):
    surrogate = made(kind, value, attempt, seed, locale)
    assert surrogate is None or bare(surrogate) != bare(value)
    assert surrogate == made(kind, value, attempt, seed, locale)


@given(st.sampled_from(CAUGHT), st.sampled_from(PERSONAL), seeds, attempts, locales)
def test_a_sample_of_one_kind_is_no_trouble_as_another(sample, kind, seed, attempt, locale):
    surrogate = made(kind, sample[1], attempt, seed, locale)
    assert surrogate is None or bare(surrogate) != bare(sample[1])


@pytest.mark.parametrize("kind", OTHERS)
def test_secrets_and_attacks_have_no_surrogate(kind):
    assert made(kind, "sk-proj-4111 1111") is None


@pytest.mark.parametrize("kind", ["acme-token", "us-api-token", "de-password", "x", "", "crypto"])
def test_a_kind_that_nobody_knows_has_none(kind):
    assert made(kind, "A1234567") is None


def test_every_personal_kind_but_wallets_has_surrogates():
    without = {kind for kind in PERSONAL if made(kind, "Anna 1234 5678") is None}
    assert without - NEVER <= {
        *("card-expiry", "credit-card", "iban-code", "ip-address", "mac-address", "swift-code"),
        *("phone-number", "uk-nhs", "uk-nino", "us-ssn"),  # these look at the form first
    }
    assert without >= NEVER


@given(cards(), seeds, attempts)
def test_a_card_stays_one_as_long_and_written_like_it(value, seed, attempt):
    surrogate = made("credit-card", value, attempt, seed)
    assert surrogate is not None
    assert outline(surrogate) == outline(value)
    assert luhn.is_valid(re.sub(r"\D", "", surrogate))
    assert bare(surrogate) != bare(value)


def test_published_test_cards_are_of_the_network_they_stand_for():
    for form, numbers in _PUBLISHED:
        assert len(set(numbers)) == len(numbers)
        for number in numbers:
            assert re.fullmatch(form, number)
            assert luhn.is_valid(number)


def test_published_cards_come_first_and_each_once():
    visa = [made("credit-card", "4111 1111 1111 1111", each) for each in range(60)]
    assert len(set(visa)) == 60
    assert sum(each.startswith("4") for each in visa) == 42
    assert all(each.startswith(("4", "9999")) for each in visa)


@given(ibans(), seeds, attempts)
def test_an_iban_stays_valid_and_its_bank_does_not_exist(value, seed, attempt):
    surrogate = made("iban-code", value, attempt, seed)
    assert surrogate is not None
    number = surrogate.replace(" ", "")
    assert iban_check.is_valid(number, check_country=False)
    assert number[:2] == value[:2]
    assert [c == " " for c in surrogate] == [c == " " for c in value]
    assert number[4:7] in ("000", "XXX")


@given(st.emails(), seeds, attempts, locales)
def test_a_mailbox_is_at_a_reserved_domain(value, seed, attempt, locale):
    surrogate = made("email-address", value, attempt, seed, locale)
    assert surrogate is None or surrogate.rpartition("@")[2] in RESERVED


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("anna.kowalska@acme.test", r"[a-z]+\.[a-z]+@.*"),
        ("a.kowalska@acme.test", r"[a-z]\.[a-z]+@.*"),
        ("anna_k77@acme.test", r"[a-z]+_[a-z]\d\d@.*"),
        ("ANNA@ACME.TEST", r"[A-Z]+@.*"),
        ("Anna-Maria+news@mail.acme.test", r"[A-Z][a-z]+-[A-Z][a-z]+\+[a-z]+@.*"),
    ],
)
def test_the_local_part_keeps_its_style(value, form):
    for attempt in range(20):
        assert re.fullmatch(form, made("email-address", value, attempt, locale="de_DE"))


@pytest.mark.parametrize(
    ("value", "locale", "form"),
    [
        ("Anna Kowalska", "en_US", r"[A-Z]\S+ [A-Z]\S+"),
        ("ANNA KOWALSKA", "de_DE", r"[A-ZÄÖÜSß]+ [A-ZÄÖÜSß-]+"),
        ("anna", "en_GB", r"[a-z]+"),
        ("Dr. Anna van der Berg", "en_US", r"Dr\. [A-Z]\S+ van der [A-Z]\S+"),
        ("J. Doe", "en_US", r"[A-Z]\. [A-Z]\S+"),
        ("Jean-Luc Petit", "fr_FR", r"\S+-\S+ \S+"),
        ("Анна Иванова", "en_US", r"[\u0400-\u04ff]+ [\u0400-\u04ff]+"),
        ("Ελένη Παπαδοπούλου", "en_US", r"[\u0370-\u03ff]+ [\u0370-\u03ff]+"),
        ("田中太郎", "ja_JP", r"[\u3040-\u30ff\u3400-\u9fff]{2,8}"),
        ("김민수", "en_US", r"[\uac00-\ud7a3]{2,5}"),
        ("محمد علي", "en_US", r"[\u0600-\u06ff]+ [\u0600-\u06ff]+"),
        ("Anna Kowalska", "ja_JP", r"[A-Z]\S+ [A-Z]\S+"),
    ],
)
def test_a_name_keeps_its_words_its_case_and_its_script(value, locale, form):
    for attempt in range(20):
        surrogate = made("person", value, attempt, locale=locale)
        assert re.fullmatch(form, surrogate), surrogate
        longer = {word for word in value.split() if len(word) > 3}
        assert longer.isdisjoint(surrogate.split())


@pytest.mark.parametrize("locale", ["de_DE", "en_US", "es_ES", "fr_FR", "ja_JP"])
@pytest.mark.parametrize(("kind", "value"), [("person", "Anna Kim"), ("email-address", "a.k@b.c")])
def test_two_hundred_attempts_give_many_different_ones(kind, value, locale):
    assert len({made(kind, value, each, locale=locale) for each in range(200)}) >= 150


@pytest.mark.parametrize(
    ("value", "locale", "form"),
    [
        ("(415) 555-2671", "en_US", r"\(\d{3}\) 555-01\d\d"),
        ("+1 415 555 2671", "de_DE", r"\+1 \d{3} 555 01\d\d"),
        ("555-2671", "en_US", r"555-01\d\d"),
        ("020 7123 4567", "en_GB", r"020 7946 0\d{3}"),
        ("07912 345678", "en_US", r"07700 900\d{3}"),
        ("+49 (0)171 1234567", "en_US", r"\+49 \(0\)1[57]\d \d{7}"),
        ("030/12345678", "de_DE", r"030/23125\d{3}|069/90009\d{3}|040/66969\d{3}|0\d\d/\d{8}"),
        ("06 12 34 56 78", "fr_FR", r"06 39 98 \d\d \d\d"),
        ("+33 1 42 68 53 00", "en_US", r"\+33 1 99 00 \d\d \d\d"),
        ("+61 2 9374 4000", "en_US", r"\+61 2 (?:5550|7010) \d{4}"),
    ],
)
def test_a_telephone_number_is_from_a_range_for_fiction(value, locale, form):
    for attempt in range(20):
        surrogate = made("phone-number", value, attempt, locale=locale)
        assert re.fullmatch(form, surrogate), surrogate


@pytest.mark.parametrize(
    "value", ["+34 612 345 678", "+48 512 345 678", "+81 90 1234 5678", "+49 30 901820"]
)
def test_elsewhere_it_is_in_no_range_in_use(value):
    for attempt in range(10):
        surrogate = made("phone-number", value, attempt)
        assert outline(surrogate) == outline(value)
        assert surrogate[:3] == value[:3]
        assert not phonenumbers.is_valid_number(phonenumbers.parse(surrogate, None))


def test_ranges_of_telephones_are_used_up_before_one_comes_twice():
    for value, size in (("+44 7912 345678", 1000), ("+33 6 12 34 56 78", 1000)):
        assert len({made("phone-number", value, each) for each in range(size)}) == size


@given(st.ip_addresses(), seeds, attempts)
def test_an_address_is_from_the_documentations_ranges(value, seed, attempt):
    surrogate = made("ip-address", str(value), attempt, seed)
    assert surrogate is not None
    assert any(ipaddress.ip_address(surrogate) in network for network in DOCUMENTATION)


def test_an_address_keeps_its_port_mask_and_zone():
    assert re.fullmatch(r"(?:192|198|203)\.[\d.]+/8", made("ip-address", "10.0.0.0/8"))
    assert re.fullmatch(r"2001:db8::[0-9a-f:]+%eth0", made("ip-address", "fe80::1%eth0"))


def test_threads_make_the_same_surrogates_as_one_alone():
    work = [("person", "Anna Kim", each, b"s", "de_DE") for each in range(100)]
    alone = [made(*each) for each in work]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: made(*each), work)) == alone


def test_another_process_makes_the_same_and_the_global_chance_is_left_alone():
    code = (
        "import random\n"
        "from chatward.redactors.surrogates import make_surrogate as make\n"
        "random.seed(1); state = random.getstate()\n"
        "print(make('person', 'Anna Kim', seed=b'seed', attempt=3))\n"
        "assert random.getstate() == state"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == made("person", "Anna Kim", 3)


def test_a_seed_decides_and_so_does_the_attempt():
    assert made("person", "Anna Kim", seed=b"one") != made("person", "Anna Kim", seed=b"two")
    assert made("person", "Anna Kim", 0) != made("person", "Anna Kim", 1)


def test_very_long_values_and_empty_ones_have_none():
    assert made("person", "Anna " * LONGEST) is None
    assert made("person", "") is None


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "en_GB", "es_ES", "ja_JP", "de-de"])
def test_locales_are_known_however_they_are_spelled(locale):
    assert check_locale(locale).casefold() == locale.replace("-", "_").casefold()


def test_an_unknown_locale_is_refused_with_the_nearest_one():
    with pytest.raises(RedactorError, match=r"unknown locale 'de_DD'.*Did you mean 'de_DE'\?"):
        check_locale("de_DD")
    with pytest.raises(RedactorError, match="unknown locale"):
        made("person", "Anna", locale="xx")


def test_without_faker_the_error_says_what_to_install():
    code = (
        "import sys; sys.modules['faker'] = sys.modules['faker.config'] = None\n"
        "from chatward.errors import RedactorError\n"
        "from chatward.redactors.surrogates import make_surrogate as make\n"
        "try: make('person', 'Anna', seed=b'', attempt=0)\n"
        "except RedactorError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "pip install chatward[surrogates]" in said.stdout
    assert "Anna" not in said.stdout


def test_faker_is_not_imported_before_it_is_used():
    code = "import sys, chatward, chatward.redactors.surrogates; print('faker' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize("locale", ["ta_IN", "th_TH", "ar_PS", "he_IL", "ka_GE", "pt_BR", "pl_PL"])
def test_a_name_in_latin_letters_stays_so_in_every_locale(locale):
    for attempt in range(10):
        assert re.fullmatch(
            r"[A-Z\u0141]\S+ [A-Z\u0141]\S+", made("person", "Anna Kim", attempt, locale=locale)
        )


def test_a_number_from_a_range_for_fiction_stays_in_it():
    for number in range(100, 200):
        surrogate = made("phone-number", f"(202) 555-0{number}", 0)
        assert re.fullmatch(r"\(\d{3}\) 555-01\d\d", surrogate)
        assert surrogate != f"(202) 555-0{number}"
