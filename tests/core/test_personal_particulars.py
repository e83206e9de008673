"""A person's particulars: where one lives, when one was born, by which numbers one is known."""

import pytest

from chatward import Guard, load_profile
from chatward.detectors.detect import detect
from chatward.detectors.detector import detector_of
from chatward.detectors.personal import (
    account_number,
    age,
    date_of_birth,
    licence_plate,
    postcode,
    street_address,
    username,
)
from chatward.detectors.personal.month_names import is_month
from chatward.detectors.registry import CONTEXT_REACH, Detectors

PARTICULARS = (
    detector_of(street_address),
    detector_of(date_of_birth),
    detector_of(username),
    detector_of(age),
    *postcode.DETECTORS,
    *licence_plate.DETECTORS,
    *account_number.DETECTORS,
)
DETECTORS = Detectors(PARTICULARS, {each.kind: each.family for each in PARTICULARS})
GUARD = Guard(load_profile("balanced"), detectors=PARTICULARS)
ENOUGH = 0.5


def found(text, kind):
    """Return the longest finding of a kind that the balanced profile acts on, else nothing."""
    seen = detect(DETECTORS, text)
    assert not seen.failed
    texts = [
        text[finding.start : finding.end]
        for finding in seen.findings.values()
        if finding.kind == kind and finding.score >= ENOUGH
    ]
    return max(texts, key=len, default="")


CAUGHT = [
    pytest.param(d.kind, s, id=f"{d.kind}-{i}") for d in PARTICULARS for i, s in enumerate(d.caught)
]
CLEAN = [
    pytest.param(d.kind, s, id=f"{d.kind}-{i}") for d in PARTICULARS for i, s in enumerate(d.clean)
]


@pytest.mark.parametrize(("kind", "sample"), CAUGHT)
def test_a_sample_is_caught(kind, sample):
    seen = detect(DETECTORS, sample)
    assert kind in {finding.kind for finding in seen.findings.values()}


@pytest.mark.parametrize(("kind", "sample"), CLEAN)
def test_a_near_miss_stays_clean(kind, sample):
    seen = detect(DETECTORS, sample)
    assert kind not in {finding.kind for finding in seen.findings.values()}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("12 Baker Street, London", id="street and town"),
        pytest.param("742 Evergreen Terrace, Springfield, OR 97403", id="United States"),
        pytest.param("Flat 7, 12 Mill Lane, Oxford OX1 2AB", id="flat"),
        pytest.param("1600 Example Avenue NW, Suite 300, Washington, DC 20500", id="suite"),
        pytest.param("8 Cook Mission, Westchester, HG8 2WW", id="no word for street"),
        pytest.param("Hauptstraße 5, 10115 Berlin", id="Germany"),
        pytest.param("Karl-Muster-Weg 12a, 1010 Wien", id="Austria"),
        pytest.param("12 bis, rue de la Paix, 75002 Paris", id="France"),
        pytest.param("Calle Mayor 3, 2º B, 28013 Madrid", id="Spain"),
        pytest.param("Via Roma 10, 00184 Roma (RM)", id="Italy"),
        pytest.param("Rua Augusta, 1500 - Consolação, São Paulo - SP, 01305-100", id="Brazil"),
        pytest.param("ul. Długa 7/3, 00-950 Warszawa", id="Poland"),
        pytest.param("Kerkstraat 12, 1017 GA Amsterdam", id="Netherlands"),
        pytest.param("Storgatan 5, 114 55 Stockholm", id="Sweden"),
        pytest.param("Dašická 641, 530 03 Pardubice", id="Czechia"),
        pytest.param("Petőfi utca 12., 1052 Budapest", id="Hungary"),
        pytest.param("Atatürk Caddesi No: 5, 34000 İstanbul", id="Turkey"),
        pytest.param("Λεωφόρος Αθηνών 12, 10441 Αθήνα", id="Greece"),
        pytest.param("вул. Хрещатик, буд. 22, кв. 5", id="Ukraine"),
        pytest.param("H.No. 12/3, Nehru Nagar, Ahmednagar-414001", id="India"),
        pytest.param("Jalan Sudirman No. 5", id="Indonesia"),
        pytest.param("12 đường Lê Lợi, phường 4, quận 3", id="Vietnam"),
        pytest.param("P.O. Box 1234, Springfield, IL 62701", id="post box"),
        pytest.param("Gül Sokak No: 28 Daire: 3, 06420 Çankaya/Ankara", id="Turkey, a flat"),
        pytest.param("Vestergade 140, 3. tv, 5000 Odense C", id="Denmark"),
        pytest.param("вул. Хрещатик, буд. 142, м. Львів, 79008", id="Ukraine, a town"),
        pytest.param("شارع الملك فهد، مبنى 144، جدة 23431", id="Saudi Arabia"),
        pytest.param("שדרות רוטשילד 169, חיפה 3303139", id="Israel"),
        pytest.param("मकान नंबर 44, गांधी नगर, पुणे 411001", id="India, in Hindi"),
        pytest.param("서울 중구 중앙로 154길 5", id="Korea"),
        pytest.param("66 Lê Lợi, Quận 1, TP. Hồ Chí Minh", id="Vietnam, a district"),
        pytest.param("742 Evergreen Terrace\nSpringfield, OR 97403", id="on two lines"),
    ],
)
def test_the_whole_address_is_one_finding(address):
    assert found(f"please note: {address}", "street-address") == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("I live at 12 Baker Street. Please call.", "12 Baker Street"),
        ("at 12 Baker Street and then left", "12 Baker Street"),
        ("Hauptstraße 5 in Berlin", "Hauptstraße 5"),
        ("Hauptstraße 5, 10115 Berlin, und zwar sofort", "Hauptstraße 5, 10115 Berlin"),
        ("Hauptstraße 5, 10115 Berlin. Meine Nummer", "Hauptstraße 5, 10115 Berlin"),
        ("12 Mill Lane, Leeds. Please call", "12 Mill Lane, Leeds"),
        ("12 Mill Lane, St. Albans. Please call", "12 Mill Lane, St. Albans"),
    ],
)
def test_the_sentence_around_an_address_is_left(text, address):
    assert found(text, "street-address") == address


@pytest.mark.parametrize(
    "text",
    [
        "We moved to Berlin 5 years ago.",
        "On May 12, 2024 Angela flew to Rome.",
        "Section 4, 2024 Edition",
        "Python 3, Java 17 and Go 1, all of them",
        "a 4 lane road, 2 blocks down the street",
        "via Bluetooth",
        "He scored 12 Points in the second half",
        "Top 10 Movies, Part 2",
        "Hinweg 3 Stunden",
        "It costs 12 Euro, 50 Cent",
        "Lesson 3 of 12",
        "my BP 120 over 80",
        "3 square metres",
        "Plaza Hotel has 3 stars",
        "Avenue with 3 trees",
    ],
)
def test_a_number_beside_a_name_is_no_address_yet(text):
    assert not found(text, "street-address")


DATES = [
    "12.03.1981",
    "12/03/1981",
    "03/12/81",
    "1981-03-12",
    "1981/03/12",
    "12. 3. 1981",
    "12 03 1981",
    "19810312",
    "12 March 1981",
    "12th of March, 1981",
    "March 12th, 1981",
    "12-Mar-1981",
    "12. März 1981",
    "12 mars 1981",
    "12 de marzo de 1981",
    "12 de março de 1981",
    "12 marzo 1981",
    "12 maart 1981",
    "12 marca 1981",
    "12 března 1981",
    "1981. március 12",
    "12 Mart 1981",
    "12 maaliskuuta 1981",
    "12 martie 1981",
    "12 марта 1981",
    "12 березня 1981",
    "12 Μαρτίου 1981",
    "12 مارس 1981",
    "12 मार्च 1981",
    "12 Maret 1981",
    "12 มีนาคม 2524",
    "1981年3月12日",
    "昭和56年3月12日",
    "1981년 3월 12일",
]


@pytest.mark.parametrize("date", DATES)
def test_a_date_after_born_is_a_date_of_birth(date):
    assert found(f"I was born on {date} in Leeds", "date-of-birth") == date


@pytest.mark.parametrize("date", DATES)
def test_a_date_that_nobody_was_born_on_is_left_alone(date):
    assert not found(f"The meeting is on {date} in Leeds", "date-of-birth")
    assert not found(date, "date-of-birth")


@pytest.mark.parametrize("date", ["12.03.1781", "45.13.1981", "0.0.1981", "12 Apples 1981"])
def test_what_is_no_day_of_a_living_person_is_left_alone(date):
    assert not found(f"born {date}", "date-of-birth")


def test_the_word_may_come_after_the_date():
    assert found("Am 12.03.1981 in Frankfurt am Main geboren", "date-of-birth") == "12.03.1981"
    assert found("1981年3月12日生まれです", "date-of-birth") == "1981年3月12日"


@pytest.mark.parametrize("name", ["März", "MÄRZ", "août", "października", "Αυγούστου", "şubat"])
def test_a_month_is_known_in_any_case_and_with_its_accents(name):
    assert is_month(name)
    assert not is_month(name + "x")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my customer number is 12345678", "12345678"),
        ("Meine Kundennummer lautet 4711-0815.", "4711-0815"),
        ("mi número de cliente es el 998877", "998877"),
        ("mijn klantnummer is 5566778", "5566778"),
        ("mitt kundnummer är 5566778", "5566778"),
        ("il mio codice cliente è 778899", "778899"),
        ("numer klienta: 00123456", "00123456"),
        ("Asiakasnumeroni on 44812093", "44812093"),
        ("Moje zákaznické číslo je KD-42817084", "KD-42817084"),
        ("Az ügyfélszámom 55120934", "55120934"),
        ("Müşteri numaram 77120934", "77120934"),
        ("رقم العميل الخاص بي 36316756", "36316756"),
        ("מספר הלקוח שלי הוא 45727890", "45727890"),
        ("मेरी ग्राहक आईडी 55120934 है", "55120934"),
        ("รหัสลูกค้าของฉันคือ 55120934", "55120934"),
        ("我的客户编号是55120934", "55120934"),
    ],
)
def test_a_number_is_found_after_its_cue_in_many_languages(text, number):
    assert found(text, "customer-number") == number


@pytest.mark.parametrize(
    "text",
    [
        "order number 12345678",
        "invoice no. 2024-00123",
        "ticket #12345678",
        "tracking number 3115038377",
        "reference number 12345678",
        "case no. 12345678",
        "ISBN 978-3-16-148410-0",
        "version number 12.4.5518",
        "account 3",
        "user 1",
        "Bestellnummer 12345678",
        "número de pedido 12345678",
    ],
)
def test_what_numbers_a_thing_is_no_number_of_a_person(text):
    assert not any(found(text, each.kind) for each in account_number.DETECTORS)


def test_a_plain_number_is_a_postcode_only_after_a_word_for_it():
    assert found("My PLZ is 10115", "postcode") == "10115"
    assert not found("10115", "postcode")
    assert not found("There are 10115 of them", "postcode")


def test_a_british_postcode_is_one_of_an_area_that_exists():
    assert found("to EC2A 1NT please", "uk-postcode") == "EC2A 1NT"
    assert not found("to QQ2A 1NT please", "uk-postcode")


def test_a_word_that_may_follow_username_is_no_username():
    assert found("my username is bob_77", "username") == "bob_77"
    assert not found("my username is wrong", "username")


def test_an_age_is_reported_and_passes():
    decision = GUARD.preview("I am 43 years old", origin="user")
    assert [finding.kind for finding in decision.findings] == ["age"]
    assert decision.text == "I am 43 years old"


@pytest.mark.parametrize("pattern", [p for d in PARTICULARS for p in d.patterns])
def test_a_stream_can_hold_the_longest_match(pattern):
    assert 0 < pattern.width <= 2 * CONTEXT_REACH


@pytest.mark.parametrize("sample", sorted({s for d in PARTICULARS for s in (*d.caught, *d.clean)}))
def test_a_stream_finds_what_the_whole_text_shows(sample):
    text = f"Well: {sample} and so on."
    stream = GUARD.stream(origin="model")
    pieces = [*map(stream.feed, text), stream.finish()]
    assert "".join(pieces) == GUARD.preview(text, origin="model").text


@pytest.mark.parametrize("line", ["2026-11-22 10:45:12 INFO worker-3", "at 10:45:12 Main Street"])
def test_a_clock_time_is_no_house_number(line):
    assert not found(line, "street-address")
