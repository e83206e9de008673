"""Ways to pay a person: what users write, and what only looks like it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outermost import Finder

from chatward.detectors.personal import credit_card, crypto, iban_code
from chatward.detectors.personal.identifiers import bank_numbers, card_details
from chatward.detectors.personal.luhn import passes_luhn
from chatward.detectors.personal.wallet_checksum import is_base58check, is_bech32

TABLES = (*bank_numbers.IDENTIFIERS, *card_details.IDENTIFIERS)
found = Finder(credit_card, iban_code, crypto, *TABLES)


def with_check_digit(digits):
    """Append the digit that makes digits pass the Luhn test."""
    return next(f"{digits}{last}" for last in range(10) if passes_luhn(f"{digits}{last}"))


NETWORKS = [
    pytest.param("400000123456789", id="Visa"),
    pytest.param("400000123456789123", id="Visa, 19 digits"),
    pytest.param("510000123456789", id="Mastercard"),
    pytest.param("272000123456789", id="Mastercard, 2-series"),
    pytest.param("34000012345678", id="American Express"),
    pytest.param("3600001234567", id="Diners Club"),
    pytest.param("601100123456789", id="Discover"),
    pytest.param("352800123456789", id="JCB"),
    pytest.param("620000123456789123", id="UnionPay, 19 digits"),
    pytest.param("220000123456789", id="Mir"),
    pytest.param("979200123456789", id="Troy"),
]


@pytest.mark.parametrize("digits", NETWORKS)
def test_a_card_of_every_network_is_found(digits):
    number = with_check_digit(digits)

    assert found("credit-card", f"I used {number} yesterday") == [number]


@pytest.mark.parametrize("digits", NETWORKS)
def test_a_wrong_check_digit_is_no_card(digits):
    number = with_check_digit(digits)
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"

    assert found("credit-card", f"my card {wrong} fails") == []


@pytest.mark.parametrize("gap", ["", " ", "-", ".", "  ", " - ", "_", "\u2011", "\u00a0", "\u200b"])
def test_a_card_is_found_however_its_groups_are_set_apart(gap):
    number = gap.join(("4111", "1111", "1111", "1111"))

    assert found("credit-card", f"it is {number}.") == [number]


@pytest.mark.parametrize("word", ["card", "Karte", "carte", "tarjeta", "karta", "карта", "カード"])
def test_a_number_of_no_known_network_needs_a_word(word):
    number = with_check_digit("57000000012")

    assert found("credit-card", f"{word} {number}") == [number]
    assert found("credit-card", f"about {number}") == []


def test_an_expiry_date_is_not_part_of_the_number():
    text = "card 4111 1111 1111 1111 exp 12/27 cvv 123"

    assert found("credit-card", text) == ["4111 1111 1111 1111"]
    assert found("card-expiry", text) == ["12/27"]
    assert found("card-verification-code", text) == ["123"]


def iban(country, length):
    """Return an account number of a country whose check digits are right."""
    account = "".join(str((7 * place + 3) % 10) for place in range(length - 4))
    letters = "".join(str(int(char, 36)) for char in country)
    return f"{country}{98 - int(f'{account}{letters}00') % 97:02d}{account}"


COUNTRIES = [("NO", 15), ("BE", 16), ("DK", 18), ("AT", 20), ("DE", 22), ("AE", 23), ("ES", 24)]
COUNTRIES += [("PT", 25), ("TR", 26), ("FR", 27), ("PL", 28), ("BR", 29), ("KW", 30), ("MT", 31)]
GROUPINGS = {
    "unbroken": lambda number: number,
    "fours": lambda number: " ".join(number[i : i + 4] for i in range(0, len(number), 4)),
    "dashes": lambda number: "-".join(number[i : i + 4] for i in range(0, len(number), 4)),
    "small": str.lower,
    "country apart": lambda number: f"{number[:2]} {number[2:4]} {number[4:]}",
    "uneven": lambda number: f"{number[:4]} {number[4:7]} {number[7:]}",
}


@pytest.mark.parametrize(("country", "length"), COUNTRIES)
@pytest.mark.parametrize("grouping", GROUPINGS)
def test_an_account_of_every_length_is_found_in_every_grouping(country, length, grouping):
    number = GROUPINGS[grouping](iban(country, length))

    assert found("iban-code", f"pay to {number} today") == [number]


@given(place=st.integers(2, 21), plus=st.integers(1, 9))
def test_a_mistyped_account_is_found_only_after_its_name(place, plus):
    right = iban("DE", 22)
    wrong = f"{right[:place]}{(int(right[place]) + plus) % 10}{right[place + 1 :]}"

    assert found("iban-code", f"pay to {wrong}") == []
    assert found("iban-code", f"my IBAN is {wrong}") == [wrong]


def base58check(version):
    """Return a made-up wallet address of this version byte, or these."""
    body = version + hashlib.sha256(b"nobody's wallet").digest()[:20]
    data = body + hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, written = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + written
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + written


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(b"\x00", id="Bitcoin"),
        pytest.param(b"\x05", id="Bitcoin, script"),
        pytest.param(b"\x30", id="Litecoin"),
        pytest.param(b"\x1e", id="Dogecoin"),
        pytest.param(b"\x4c", id="Dash"),
        pytest.param(b"\x41", id="Tron"),
        pytest.param(b"\x1c\xb8", id="Zcash"),
    ],
)
def test_a_wallet_is_proven_by_its_checksum(version):
    address = base58check(version)
    other = address[:-1] + ("2" if address[-1] != "2" else "3")

    assert found("crypto", f"send to {address}.") == [address]
    assert found("crypto", f"send to {other}.") == []


def test_hashes_and_keys_are_no_wallets():
    digest = hashlib.sha256(b"a layer of an image").hexdigest()

    for text in (f"sha256:{digest}", f"commit {digest[:40]}", f"0x{digest}", f"0x{'0' * 40}"):
        assert found("crypto", text) == []


@given(st.text(max_size=60))
def test_the_checksums_judge_any_text_without_failing(text):
    assert is_base58check(text) is False
    assert is_bech32(text) is False


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("aba-routing-number", "the routing number is 021-000-021", "021-000-021"),
        ("uk-sort-code", "Sort code: 12-34-56", "12-34-56"),
        ("swift-code", "bic: cobadeff", "cobadeff"),
        ("us-bank-number", "bank account number: 000123456789", "000123456789"),
        ("bank-account-number", "Kontonummer 532013000", "532013000"),
        ("card-verification-code", "el código de seguridad es 321", "321"),
    ],
)
def test_a_number_is_known_by_the_word_before_it(kind, text, value):
    assert found(kind, text) == [value]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("aba-routing-number", "routing number 021000022"),
        ("uk-sort-code", "12-34-56"),
        ("swift-code", "a swift response"),
        ("us-bank-number", "order 000123456789"),
        ("bank-account-number", "Konto erstellt am 22.11.2026"),
        ("card-verification-code", "room 321"),
        ("card-expiry", "my passport expires 12/27"),
    ],
)
def test_the_same_digits_without_the_word_or_the_check_are_left_alone(kind, text):
    assert found(kind, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ISBN 978-0-306-40615-7",
        "EAN 4006381333931",
        "UPS 1Z999AA10123456784",
        "tracking 9400 1000 0000 0000 0000 00",
        "2026-11-22 10:45:12.123",
        "12/11/2026 10:45:12",
        "1.234.567,00 EUR",
        "the score was 21-19, 21-17",
        "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6",
        "#ff00aa",
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "Chrome/120.0.6099.129",
        "meter reading 05107466358121",
        "08:00-12:00 13:00-17:00",
    ],
)
def test_everyday_numbers_are_nothing_of_this(text):
    assert found.all_in(text) == []
