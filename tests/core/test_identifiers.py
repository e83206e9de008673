"""Identifiers: every country that is promised, every sample, and no order number."""

import random
import re
from importlib import import_module

import pytest

from chatward.detectors.detect import detect
from chatward.detectors.personal import us_ssn
from chatward.detectors.personal.identifiers import IDENTIFIERS, checksums
from chatward.detectors.registry import Detectors

ACTED_ON = 0.5

DETECTORS = Detectors((us_ssn, *IDENTIFIERS), {each.kind: each.family for each in IDENTIFIERS})
KINDS = {us_ssn.KIND, *(each.kind for each in IDENTIFIERS)}
CAUGHT = [
    pytest.param(d, s, id=f"{d.kind}-{i}") for d in IDENTIFIERS for i, s in enumerate(d.caught)
]

PROMISED = {
    "US": "us-ssn us-itin us-mbi us-npi us-ein medical-license us-passport us-driver-license",
    "CA": "ca-sin ca-business-number",
    "GB": "uk-nhs uk-nino uk-utr uk-vat uk-company-number uk-passport uk-driving-licence",
    "IE": "ie-pps ie-vat",
    "DE": "de-tax-id de-tax-number de-social-security de-health-insurance de-lanr de-bsnr "
    "de-id-card de-passport de-vat-id de-driver-license",
    "FR": "fr-nir fr-siren fr-siret fr-spi fr-passport",
    "ES": "es-nif es-nie es-cif es-passport es-social-security",
    "IT": "it-fiscal-code it-vat-code it-identity-card it-passport it-driver-license",
    "PT": "pt-nif pt-citizen-card",
    "NL": "nl-bsn nl-vat",
    "BE": "be-nn be-vat",
    "CH": "ch-ahv ch-uid",
    "AT": "at-svnr at-tax-number",
    "PL": "pl-pesel pl-nip pl-regon",
    "CZ": "cz-rodne-cislo cz-dic",
    "SK": "cz-rodne-cislo sk-tax-number",
    "HU": "hu-tax-id hu-taj hu-vat",
    "SE": "se-personnummer se-organisationsnummer",
    "NO": "no-fodselsnummer no-organisasjonsnummer",
    "DK": "dk-cpr dk-cvr",
    "FI": "fi-personal-identity-code fi-business-id",
    "IS": "is-kennitala",
    "EE": "ee-isikukood",
    "LT": "lt-asmens-kodas",
    "LV": "lv-personas-kods",
    "RO": "ro-cnp ro-cui",
    "BG": "bg-egn bg-vat",
    "HR": "hr-oib",
    "SI": "yu-jmbg si-tax-number",
    "RS": "yu-jmbg rs-pib",
    "GR": "gr-amka gr-afm",
    "EU": "eu-vat",
    "UA": "ua-rntrc",
    "RU": "ru-inn ru-snils ru-passport",
    "TR": "tr-national-id tr-vkn",
    "ZA": "za-id-number",
    "NG": "ng-nin",
    "EG": "eg-national-id",
    "IL": "il-id",
    "IN": "in-aadhaar in-pan in-gstin in-voter in-passport",
    "PK": "pk-cnic",
    "CN": "cn-resident-id cn-uscc",
    "HK": "hk-id",
    "TW": "tw-national-id tw-ubn",
    "JP": "jp-my-number jp-corporate-number",
    "KR": "kr-rrn kr-frn kr-brn kr-passport kr-driver-license",
    "SG": "sg-nric-fin sg-uen",
    "TH": "th-tnin",
    "MY": "my-nric",
    "PH": "ph-tin ph-umid",
    "ID": "id-nik id-npwp",
    "VN": "vn-cccd vn-mst",
    "AU": "au-tfn au-medicare au-abn au-acn",
    "NZ": "nz-ird",
    "BR": "br-cpf br-cnpj",
    "AR": "ar-cuit ar-dni",
    "CL": "cl-rut",
    "MX": "mx-curp mx-rfc mx-voter-key",
    "CO": "co-nit co-cc",
    "PE": "pe-ruc pe-dni",
    "EC": "ec-ci ec-ruc",
    "UY": "uy-ci uy-rut",
}


def scores_in(text):
    seen = detect(DETECTORS, text)
    assert not seen.failed
    return {
        (found.kind, text[found.start : found.end]): found.score for found in seen.findings.values()
    }


def kinds_in(text):
    return {kind for kind, _ in scores_in(text)}


@pytest.mark.parametrize(("detector", "sample"), CAUGHT)
def test_a_number_is_caught_in_the_language_of_its_country(detector, sample):
    assert detector.kind in {
        kind for (kind, _), score in scores_in(sample).items() if score >= ACTED_ON
    }


@pytest.mark.parametrize("country", PROMISED)
def test_a_promised_country_has_its_kinds(country):
    assert set(PROMISED[country].split()) <= KINDS


@pytest.mark.parametrize("detector", IDENTIFIERS, ids=lambda d: d.kind)
def test_an_entry_shows_what_it_means_and_where_it_is_described(detector):
    assert len(detector.caught) >= 3
    assert detector.clean
    assert detector.source.startswith("https://")


def test_every_kind_has_one_entry():
    assert len({each.kind for each in IDENTIFIERS}) == len(IDENTIFIERS)


@pytest.mark.parametrize(
    "module",
    sorted(
        match[1]
        for each in IDENTIFIERS
        if (match := re.search(r"/stdnum\.([a-z_.]+)$", each.source))
    ),
)
def test_a_named_module_of_python_stdnum_exists(module):
    assert callable(import_module(f"stdnum.{module}").is_valid)


# What counts without context although it is a bare run of digits: a date and a check digit in it.
DATED = {"cn-resident-id", "ro-cnp", "yu-jmbg", "za-id-number"}


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(reading, id=f"{each.kind}-{index}")
        for each in IDENTIFIERS
        for index, reading in enumerate(each.readings)
        if each.kind not in DATED and not re.search("[A-Z]", reading.form)
    ],
)
def test_a_bare_run_of_digits_needs_a_word_before_it(reading):
    if reading.score_without_context:
        digits = "1" * reading.widths[0]
        assert re.fullmatch(reading.written, digits) is None


ORDERS = random.Random(20_260_417)


def digits(count):
    return "".join(ORDERS.choices("0123456789", k=count))


def letters(count):
    return "".join(ORDERS.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=count))


LINES = (
    lambda: f"Where is my order {digits(8)}?",
    lambda: f"order #{digits(9)} has not come",
    lambda: f"ticket #{digits(5)} is still open",
    lambda: f"invoice 2026-{digits(5)} was paid twice",
    lambda: f"Bestellung {digits(10)} ist noch nicht da",
    lambda: f"ma commande {digits(9)} n'est pas arrivée",
    lambda: f"mi pedido {digits(8)} no llega",
    lambda: f"tracking 1Z{digits(3)}AA{digits(11)}",
    lambda: f"tracking number {digits(12)}",
    lambda: f"version {digits(2)}.{digits(1)}.{digits(4)} crashes",
    lambda: f"it happened at 2026-11-22T10:{digits(2)}:{digits(2)}.{digits(6)}Z",
    lambda: f"at unix time 17{digits(8)} the job stopped",
    lambda: f"that was {digits(4)}.{digits(2)} and not {digits(3)}.{digits(2)}",
    lambda: f"the pin is at 52.{digits(6)}, 13.{digits(6)}",
    lambda: f"the part {letters(3)}-{digits(4)}-{digits(2)} does not fit {letters(2)}-{digits(4)}",
    lambda: f"my flight {letters(2)}{digits(4)} on 2026-04-17 was cancelled",
    lambda: f"the book has ISBN 978-{digits(1)}-{digits(4)}-{digits(4)}-{digits(1)}",
    lambda: f"the meter reads {digits(12)}",
    lambda: f"we sold {digits(4)} units in 2025-12-17",
    lambda: f"SN {letters(2)}{digits(7)}{letters(1)} is broken",
)


def test_what_is_numbered_besides_people_is_left_alone():
    seen = {}
    for turn in range(2_000):
        line = LINES[turn % len(LINES)]()
        seen.update(
            {(line, *key): score for key, score in scores_in(line).items() if score >= ACTED_ON}
        )
    assert seen == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("EIN neues Handy fuer 123456789", id="german-article"),
        pytest.param("le llamo sin falta, el 123456782", id="spanish-without"),
        pytest.param("je ne suis pas client, voir 123456789", id="french-not"),
        pytest.param("quello di cui parlavo, 18547290", id="italian-whose"),
        pytest.param("run 48213377 failed", id="english-run"),
        pytest.param("dl 12345678 files", id="downloads"),
        pytest.param("CI pipeline 1234567 failed on commit 9f8e7d6", id="continuous-integration"),
        pytest.param("VAT rate 20.00 on 1234567.89", id="an-amount-and-its-tax"),
        pytest.param("tax 2024: 12,345.67 EUR", id="a-tax"),
        pytest.param("DNI renewal appointment 2026-11-22 10:30", id="an-appointment"),
        pytest.param("my passport expires in 2031, the flight is on 2031-05-12", id="a-flight"),
        pytest.param("I lost my passport, please call 020 7946 0958", id="a-call"),
        pytest.param("the licence key works with version 12.5.4415", id="a-software-licence"),
        pytest.param("I have an ID card since 2019-04-12 08:15", id="since-when"),
        pytest.param("my driver's license expires 12/25/2031", id="an-expiry"),
        pytest.param("my driver's license expires 05/12/31", id="a-short-expiry"),
        pytest.param("PIN 482133", id="a-pin"),
        pytest.param("set uid=1000000 gid=1000000", id="unix-ids"),
        pytest.param("Zoom meeting ID: 845 1234 5678", id="a-meeting"),
        pytest.param("Windows product key VK7JG-NPHTM-C97JM-9MPGT-3V66T", id="a-product-key"),
        pytest.param("model SM-G991B, part A2342, chip 74HC595", id="models"),
        pytest.param("uuid 123e4567-e89b-12d3-a456-426614174000", id="a-uuid"),
        pytest.param("RFC 2616 and RFC 9110", id="standards"),
    ],
)
def test_a_word_that_only_looks_like_a_label_names_no_number(text):
    assert {key for key, score in scores_in(text).items() if score >= ACTED_ON} == set()


def test_of_two_kinds_that_fit_the_one_that_was_named_is_surer():
    text = "My SIN is 123 456 782"
    scores = {kind: score for (kind, _), score in scores_in(text).items()}
    assert max(scores, key=scores.get) == "ca-sin"
    text = "Mon SIREN est le 123 456 782"
    scores = {kind: score for (kind, _), score in scores_in(text).items()}
    assert max(scores, key=scores.get) == "fr-siren"


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        pytest.param(checksums.is_hk_id, "A123456(3)", "A123456(4)", id="hong-kong"),
        pytest.param(checksums.is_sg_nric, "S1234567D", "S1234567E", id="singapore"),
        pytest.param(checksums.is_tw_id, "A123456789", "A123456780", id="taiwan"),
        pytest.param(checksums.is_de_document, "C01X00T478", "C01X00T479", id="german-passport"),
        pytest.param(
            checksums.is_de_health_insurance, "A123456780", "A123456781", id="german-health"
        ),
        pytest.param(checksums.is_snils, "11223344595", "11223344594", id="russian-pension"),
        pytest.param(checksums.is_hu_tax_id, "8071592153", "8071592154", id="hungarian-tax"),
        pytest.param(checksums.is_nz_nhi, "ZZZ0016", "ZZZ0017", id="new-zealand-health"),
        pytest.param(checksums.is_npi, "1234567893", "1234567894", id="us-provider"),
    ],
)
def test_a_specimen_passes_its_check_and_a_slip_does_not(check, right, wrong):
    assert check(right)
    assert not check(wrong)


@pytest.mark.parametrize(
    ("bare", "grouped"),
    [
        pytest.param("123456782", "123 456 782", id="ca-sin-au-tfn"),
        pytest.param("4000000012", "400 000 0012", id="uk-nhs"),
        pytest.param("555512349874", "5555 1234 9874", id="in-aadhaar"),
    ],
)
def test_a_weak_check_counts_for_a_whole_message_only_in_its_usual_groups(bare, grouped):
    assert not detect(DETECTORS, bare).findings
    assert detect(DETECTORS, grouped).findings


def test_few_order_numbers_that_are_a_whole_message_pass_for_a_number_of_somebody():
    chance = random.Random(9)
    orders = [str(chance.randrange(10**8, 10**9)) for _ in range(400)]
    taken = [order for order in orders if detect(DETECTORS, order).findings]
    assert len(taken) < len(orders) * 0.06


def test_a_date_and_a_time_are_no_passport():
    seen = detect(DETECTORS, "여권번호는 만료돼요. 2025.10.07 9:15")
    assert not seen.findings
