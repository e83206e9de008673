"""Ways to reach a person: what users write, and what only looks like it."""

import base64
import hashlib

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
    ("text", "address"),
    [
        pytest.param("我的邮箱是anna@example.org谢谢", "anna@example.org", id="Chinese"),
        pytest.param("メールはanna@example.jpです", "anna@example.jp", id="Japanese"),
        pytest.param("이메일은 anna@example.kr이에요", "anna@example.kr", id="Korean"),
        pytest.param("пишите на anna@example.ru.", "anna@example.ru", id="Russian"),
        pytest.param("почта иван@пример.рф", "иван@пример.рф", id="Cyrillic"),
        pytest.param("<anna.b+x@example.co.uk>", "anna.b+x@example.co.uk", id="brackets"),
        pytest.param("email=anna@example.org&x", "anna@example.org", id="query"),
        pytest.param("'anna@example.org'", "anna@example.org", id="quotes"),
        pytest.param("anna@163.com", "anna@163.com", id="digits"),
        pytest.param("it's anna(at)example.org", "anna(at)example.org", id="hidden at"),
        pytest.param("anna [at] example [dot] org!", "anna [at] example [dot] org", id="hidden"),
        pytest.param("anna chiocciola esempio punto it", None, id="said in Italian"),
        pytest.param("anna arroba exemplo ponto pt", None, id="said in Portuguese"),
        pytest.param("anna klammeraffe beispiel punkt de", None, id="said in German"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text, address):
    assert found("email-address", text) == [address or text]


@pytest.mark.parametrize(
    "text",
    [
        "git@github.com:acme/tool.git",
        "left-pad@1.3.0.tgz",
        "react@18.2.0",
        "icon@2x.png",
        "look at example dot com",
        "order it @ example.com",
        "@anna and @bob",
        "user@localhost",
    ],
)
def test_packages_mentions_and_repositories_are_no_mailboxes(text):
    assert found("email-address", text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("the host 203.0.113.7.", "203.0.113.7"),
        ("http://192.168.20.1:8080/x", "192.168.20.1"),
        ("10.0.0.0/8", "10.0.0.0"),
        ("IP:198.51.100.23", "198.51.100.23"),
        ("my IP is 1.2.3.4", "1.2.3.4"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
        ("your IPv6 is a::b", "a::b"),
    ],
)
def test_an_internet_address_is_found_without_what_surrounds_it(text, address):
    assert found("ip-address", text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "firmware 9.18.18.127",
        "after update to 27.115.1.20",
        "Versión 10.20.130.40",
        "v10.20.130.40",
        "pip install tool==1.26.100.4",
        "tool-1.2.103.4.whl",
        "1.2.3.4",
        "127.0.0.1 and ::1",
        "0.0.0.0",
        "mask 255.255.255.0",
        "std::vector a::b x[1::2]",
        "1:2:3:4",
        "256.1.1.1",
    ],
)
def test_versions_code_and_what_every_machine_calls_itself_are_no_addresses(text):
    assert found("ip-address", text) == []


@pytest.mark.parametrize(
    "address",
    ["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001b.4411.3ab7", "02:1b:44:ff:fe:11:3a:b7"],
)
def test_a_hardware_address_is_found_in_every_notation(address):
    assert found("mac-address", f"device {address}, online") == [address]


@pytest.mark.parametrize(
    "text", ["12:34:56:78", "10-11-12-13-14-15", "ff:ff:ff:ff:ff:ff", "cafe.babe.beef"]
)
def test_times_and_broadcasts_are_no_hardware_addresses(text):
    assert found("mac-address", text) == []


@pytest.mark.parametrize(
    ("link", "token"),
    [
        ("https://example.org/r?token=3f9a1c77e0b24d18&x=1", "3f9a1c77e0b24d18"),
        ("https://example.org/cb#access_token=ya0AbC9dEf2GhI", "ya0AbC9dEf2GhI"),
        ("https://example.org/a;jsessionid=1A2B3C4D5E6F7081", "1A2B3C4D5E6F7081"),
        ("https://example.org/verify/q8Zt3mXw6LpRk9VbN2sYc5Hd", "q8Zt3mXw6LpRk9VbN2sYc5Hd"),
    ],
)
def test_only_the_token_of_a_link_is_found(link, token):
    assert found("url-token", f"see {link}") == [token]


def test_a_link_without_a_token_is_left_alone():
    for link in ("?page=2&sort=asc", "?key=name", "/reset/how-to-reset-your-password", "?code=de"):
        assert found("url-token", f"https://example.org/{link}") == []


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("coordinates", "I am at 52.520008, 13.404954.", "52.520008, 13.404954"),
        ("coordinates", '{"lat": 52.52, "lng": 13.40}', '52.52, "lng": 13.40'),
        ("imei", "IMEI: 49-015420-323751-8", "49-015420-323751-8"),
    ],
)
def test_a_number_is_known_by_the_word_before_it(kind, text, value):
    assert found(kind, text) == [value]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("coordinates", "[12.3456, 45.6789, 78.9012]"),
        ("coordinates", "0.1234, 0.5678"),
        ("imei", "490154203237518"),
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
        base64.b64encode(hashlib.sha512(b"a picture").digest()).decode(),
    ],
)
def test_everyday_numbers_are_nothing_of_this(text):
    assert found.all_in(text) == []


def test_the_word_for_a_version_may_stand_behind():
    assert not found("ip-address", "我用的是5.8.0.165版本")
    assert found("ip-address", "服务器是203.0.113.7吗") == ["203.0.113.7"]


def test_words_in_another_script_are_heard_as_they_were_written():
    # Look-alikes unmasked, the Russian word for a version is no word any more.
    assert found("ip-address", "обновлена прошивка, версия 10.20.130.40") == []
    assert found("ip-address", "сервер 10.20.130.40") == ["10.20.130.40"]
