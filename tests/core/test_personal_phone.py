"""Telephone numbers: found in every usual writing, and nothing else taken for one."""

import pytest
from outermost import Finder

from chatward.detectors.personal import (
    coordinates,
    email_address,
    ip_address,
    mac_address,
    phone_number,
)
from chatward.detectors.personal.identifiers import device_numbers
from chatward.detectors.secrets import url_token

PARTS = (email_address, phone_number, ip_address, mac_address, coordinates, url_token)
found = Finder(*PARTS, *device_numbers.IDENTIFIERS)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("Reach me at 4155550132, thanks", "4155550132", id="English"),
        pytest.param("my number's (212) 555 0187", "(212) 555 0187", id="brackets"),
        pytest.param("Sie erreichen mich unter 0151 23456789", "0151 23456789", id="German"),
        pytest.param("Tel.: 030 / 901820-12", "030 / 901820-12", id="slash"),
        pytest.param("appelez le 0612345678", "0612345678", id="French"),
        pytest.param("llámame al 612 345 678", "612 345 678", id="Spanish"),
        pytest.param("meu celular é 83 9542-2058", "83 9542-2058", id="Portuguese"),
        pytest.param("il mio numero è 347 1234567", "347 1234567", id="Italian"),
        pytest.param("bel me op 06-12345678", "06-12345678", id="Dutch"),
        pytest.param("mój numer to 723 813 266", "723 813 266", id="Polish"),
        pytest.param("moje číslo je 602 123 456", "602 123 456", id="Czech"),
        pytest.param("mitt nummer är 0701234567", "0701234567", id="Swedish"),
        pytest.param("puhelinnumeroni on 040 1234567", "040 1234567", id="Finnish"),
        pytest.param("мой номер 89161234567", "89161234567", id="Russian"),
        pytest.param("мій номер 361-90-19", "361-90-19", id="Ukrainian"),
        pytest.param("telefonum 5321234567", "5321234567", id="Turkish"),
        pytest.param("το κινητό μου είναι 6912345678", "6912345678", id="Greek"),
        pytest.param("رقم هاتفي 501234567", "501234567", id="Arabic"),
        pytest.param("המספר שלי 501234567", "501234567", id="Hebrew"),
        pytest.param("मेरा फोन नंबर 98765 43210 है", "98765 43210", id="Hindi"),
        pytest.param("我的手机号是13812345678。", "13812345678", id="Chinese"),
        pytest.param("電話は31234567です", "31234567", id="Japanese"),
        pytest.param("전화번호는 1012345678 입니다", "1012345678", id="Korean"),
        pytest.param("เบอร์โทร 812345678", "812345678", id="Thai"),
        pytest.param("số điện thoại của tôi là 912 345 678", "912 345 678", id="Vietnamese"),
    ],
)
def test_a_word_for_the_telephone_makes_digits_a_number(text, number):
    assert found("phone-number", text) == [number]


@pytest.mark.parametrize(
    "number",
    [
        "+49 (0)30 / 90 18 20",
        "+1 415.555.0132",
        "+44(0)121 496 0686",
        "+4930901820",
        "(+34) 612 345 678",
        "0049 30 901820",
        "(415) 555-0132",
        "1-800-555-0199",
        "06.12.34.56.78",
        "030/901820",
        "0412 345 678",
        "(11) 91234-5678",
        "8 (495) 123-45-67",
        "138 1234 5678",
    ],
)
def test_an_unmistakable_number_needs_no_word(number):
    assert found("phone-number", f"so {number} it is") in ([number], [number[1:]])


@pytest.mark.parametrize("extension", ["x123", " ext. 12", " Durchwahl 12", " poste 4", ", #5"])
def test_an_extension_belongs_to_the_number(extension):
    assert found("phone-number", f"call 415-555-0132{extension}.") == [f"415-555-0132{extension}"]


@pytest.mark.parametrize(
    "text",
    [
        "call me at 10:45",
        "call me on 24.12.2026 at 10",
        "Anruf am 01.02.2026 um 10 Uhr",
        "my phone bill is 1.234.567,00",
        "phone models 2019-2023",
        "mobile users: 1 000 000",
        "call of order 415 555 0132",
        "invoice 0171 2345678",
        "CEP 01310-100",
        "Seattle, WA 98101-1234",
        "part 555-123-4567-89",
        "9:07:39:09.518720",
        "the phone is at 52.520008",
        "call 192.168.20.30",
        "call 911",
    ],
)
def test_dates_prices_orders_and_postcodes_are_no_telephone_numbers(text):
    assert found("phone-number", text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("मुझे 9819215082 पर फ़ोन करें", "9819215082", id="hindi"),
        pytest.param("010-1234-5678로 전화 주세요", "010-1234-5678", id="korean"),
        pytest.param("この番号 09012345678に電話してください", "09012345678", id="japanese"),
    ],
)
def test_the_word_for_the_telephone_may_stand_behind(text, number):
    assert number in found("phone-number", text)


def test_a_line_of_digits_under_a_name_is_a_telephone_number():
    assert found("phone-number", "Un saludo,\nÁlvaro Vidal\n612 163 038") == ["612 163 038"]
    assert not found("phone-number", "Los pedidos de\nhoy\n612 163 038")


@pytest.mark.parametrize("message", ["601 361 261", "912 282 502", "347 037 7827", "98155 44003"])
def test_a_mobile_number_in_its_groups_is_a_whole_message(message):
    assert found("phone-number", message) == [message]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("phone me. The file has 341260723 rows", id="rows-after-has"),
        pytest.param("Telefon? W pliku 341260723 wierszy", id="rows"),
        pytest.param("mobile, book 978-3-9679-4167-8", id="book"),
        pytest.param("Telefonla ara, konu 2024-004251", id="case"),
        pytest.param("2026-11-22 10:45:12 phone worker-3", id="log-line"),
    ],
)
def test_what_counts_rows_books_and_cases_is_no_telephone_number(text):
    assert not found("phone-number", text)
