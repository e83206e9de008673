"""What people say to a voice bot: numbers in words, addresses with "at" and "dot"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detectors.detect import detect
from chatward.detectors.detector import detector_of
from chatward.detectors.held import Held
from chatward.detectors.personal.spoken import email_address, number
from chatward.detectors.personal.spoken.numerals import LANGUAGES, spoken_digits
from chatward.detectors.registry import Detectors

SPOKEN = (number.NUMBERS, detector_of(email_address))
FAMILIES = dict.fromkeys(
    [each.kind for each in SPOKEN] + [kind for p in number.NUMBERS.patterns for kind in p.kinds],
    "personal",
)
DETECTORS = Detectors(SPOKEN, FAMILIES)


def found_in(text):
    """Return what is said and what it is, of what the shipped policy acts on."""
    seen = detect(DETECTORS, text)
    assert not seen.failed
    found = seen.findings.values()
    return {(each.kind, text[each.start : each.end]) for each in found if each.score >= 0.5}


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("four one oh zero", "4100"),
        ("double five triple nine", "55999"),
        ("forty-one eleven oh five", "411105"),
        ("eight hundred five five five", "800555"),
        ("einundvierzig elf ein und zwanzig", "411121"),
        ("null eins zwo fünf", "0125"),
        ("treinta y dos veintiuno doble cero", "322100"),
        ("soixante-dix-huit quatre-vingt-dix-sept", "7897"),
        ("quatre-vingts vingt et un dix-sept dix", "80211710"),
        ("zéro six douze trente-quatre", "061234"),
    ],
)
def test_number_words_say_digits(said, digits):
    groups = spoken_digits(said)
    assert groups[-1] == (len(said), digits)


@pytest.mark.parametrize("language", LANGUAGES, ids=["english", "german", "spanish", "french"])
def test_every_digit_has_a_word_in_every_language(language):
    assert set(language.units.values()) == set(range(10))


def one_card(first, one, rest):
    return pytest.param(f"{first} {' '.join([one] * 15)}", id=rest)


@pytest.mark.parametrize(
    "said",
    [
        one_card("four", "one", "english"),
        one_card("vier", "eins", "german"),
        one_card("cuatro", "uno", "spanish"),
        one_card("quatre", "un", "french"),
        pytest.param("fifty-five " * 6 + "forty-four forty-four", id="english-in-pairs"),
    ],
)
def test_a_spoken_card_number_is_one_by_its_check_digit(said):
    assert found_in(f"it is {said}, thanks") == {("credit-card", said)}


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (
            "call me at four one five five five five oh one four two",
            "phone-number",
            "four one five",
        ),
        ("mein Handy: null eins fünf eins zwei drei vier acht", "phone-number", "null eins fünf"),
        ("mi teléfono es seis uno dos treinta y cuatro cincuenta", "phone-number", "seis uno dos"),
        ("mon téléphone: zéro six douze trente-quatre cinquante", "phone-number", "zéro six douze"),
        ("my social is five three six nine oh four three nine nine", "us-ssn", "five three six"),
        ("my pin is four eight two one", "pin-code", "four eight two one"),
        ("meine PIN ist achtundvierzig einundzwanzig", "pin-code", "achtundvierzig"),
        ("account number one two zero four five six seven", "account-number", "one two zero"),
        ("customer number four seven one one oh eight", "customer-number", "four seven one one"),
    ],
)
def test_other_spoken_numbers_are_what_the_words_before_them_say(text, kind, said):
    assert any(each == kind and value.startswith(said) for each, value in found_in(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one two three four five six seven eight nine ten", id="counting"),
        pytest.param("uno dos tres cuatro", id="counting-in-spanish"),
        pytest.param("call nine one one", id="an-emergency-number"),
        pytest.param("twenty twenty was a bad year", id="a-year"),
        pytest.param("order four one five five five five oh one four two", id="an-order"),
        pytest.param("call me between four and five or at six or seven", id="times"),
        pytest.param("four one one one one one one one one one one one one one one two", id="luhn"),
        pytest.param("Ich habe zwei oder drei Fragen zu meinem Handy", id="small-talk"),
    ],
)
def test_other_number_words_stay(text):
    assert found_in(text) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "it is anna dot smith at example dot com",
            "anna dot smith at example dot com",
            id="english",
        ),
        pytest.param(
            "anna punkt schmidt ät beispiel punkt de",
            "anna punkt schmidt ät beispiel punkt de",
            id="german",
        ),
        pytest.param(
            "ana guion bajo garcia arroba ejemplo punto es",
            "ana guion bajo garcia arroba ejemplo punto es",
            id="spanish",
        ),
        pytest.param(
            "marie tiret dupont arobase exemple point fr",
            "marie tiret dupont arobase exemple point fr",
            id="french",
        ),
        pytest.param(
            "my email is info at example dot co dot uk",
            "info at example dot co dot uk",
            id="by-the-word-before",
        ),
        pytest.param("quorbit at gmail dot com", "quorbit at gmail dot com", id="by-its-provider"),
        pytest.param(
            "quorbit [at] example [dot] com", "quorbit [at] example [dot] com", id="disguised"
        ),
        pytest.param("anna at example.com", "anna at example.com", id="half-written"),
    ],
)
def test_a_spoken_address_is_found_whole(text, said):
    assert ("email-address", said) in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "at the dot com boom",
        "look at amazon dot com",
        "find it at example dot com, our email is slow",
        "the point is at hand",
        "we met at the dot net conference",
    ],
)
def test_at_and_dot_alone_make_no_address(text):
    assert found_in(text) == set()


def test_only_a_run_of_number_words_is_held_back():
    def held(text):
        return len(text) - detect(DETECTORS, text, holding=Held(frozenset(FAMILIES))).open_from

    assert held("my card is four one one one") == len("four one one one")
    assert held("I would like to order a pizza for my friends") == len("friends")


@given(st.lists(st.sampled_from(sorted(LANGUAGES[0].words | {"and", "x", "plus"})), max_size=12))
def test_digits_are_told_for_a_beginning_of_any_words(words):
    said = " ".join(words)
    ends = [end for end, _ in spoken_digits(said)]
    assert ends == sorted(set(ends))
    assert all(end == len(said) or said[end] == " " for end in ends)
    assert all(digits.isdigit() for _, digits in spoken_digits(said))
