"""Vendors' formats: each says where it is described, catches its samples and nothing else."""

import base64
import hashlib
import json
import random
import uuid
import zlib

import pytest

from chatward.detectors.detect import detect
from chatward.detectors.registry import Detectors
from chatward.detectors.samples import fill
from chatward.detectors.secrets.crc32 import check_digits
from chatward.detectors.secrets.formats import FORMATS

DETECTORS = Detectors(FORMATS, {each.kind: each.family for each in FORMATS})
EVERY_FORMAT = [pytest.param(each, id=each.kind) for each in FORMATS]
SEEDS = range(3)

# What one kind's samples hold of another kind, and why.
PARTS_OF_OTHERS = {
    "google-chat-webhook": {"google-api-key"},  # the address has a key among its arguments
}


def scores_in(text):
    seen = detect(DETECTORS, text)
    assert not seen.failed
    return {finding.kind: finding.score for finding in seen.findings.values()}


def test_there_are_at_least_120_formats_each_of_its_own_kind():
    kinds = {each.kind for each in FORMATS}
    assert len(kinds) == len(FORMATS) >= 120


@pytest.mark.parametrize("detector", EVERY_FORMAT)
def test_a_format_names_its_source_and_has_samples(detector):
    assert detector.source.startswith("https://")
    assert len(detector.caught) >= 3
    assert len(detector.clean) >= 1


@pytest.mark.parametrize("detector", EVERY_FORMAT)
def test_a_sample_is_caught_as_its_own_kind_and_as_no_other(detector):
    for text in detector.caught:
        for seed in SEEDS:
            found = set(scores_in(fill(text, seed)))
            assert found - PARTS_OF_OTHERS.get(detector.kind, set()) == {detector.kind}, text


@pytest.mark.parametrize("detector", EVERY_FORMAT)
def test_a_near_miss_stays_clean(detector):
    for text in detector.clean:
        for seed in SEEDS:
            assert detector.kind not in scores_in(fill(text, seed)), text


def some_bytes(count):
    return random.Random(count).randbytes(count)


INNOCENT = {
    "image": "data:image/png;base64," + base64.b64encode(some_bytes(6000)).decode(),
    "url-safe base64": base64.urlsafe_b64encode(some_bytes(4000)).decode(),
    "UUIDs": "\n".join(str(uuid.UUID(bytes=some_bytes(16 + i)[:16])) for i in range(50)),
    "commits": "\n".join(hashlib.sha1(bytes([i])).hexdigest() + " fix typo" for i in range(50)),
    "checksums": "\n".join(
        f"{hashlib.sha256(bytes([i])).hexdigest()}  file{i}.tar.gz" for i in range(50)
    ),
    "MD5": "\n".join(hashlib.md5(bytes([i])).hexdigest() for i in range(50)),
    "lock file": "\n".join(
        f'"integrity": "sha512-{base64.b64encode(some_bytes(64 + i)[:64]).decode()}"'
        for i in range(30)
    ),
    "image digest": "docker pull busybox@sha256:" + hashlib.sha256(b"busybox").hexdigest(),
    "script": 'var a=function(t,e){return t.n7&&e(t.b64_id)};"use strict";(self.wpk=self.wpk||[])'
    ".push([[179],{9742:function(e,t,n){n.r(t),n.d(t,{default:()=>r});var r=n(7294)}}]);" * 20,
    "lorem ipsum": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod. " * 30,
    "links": "https://example.org/a/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbd4bed?utm_source=mail&v=3.14.159",
    "names": "live_stream_of_the_annual_general_meeting test_that_a_long_name_is_not_a_key_at_all "
    "test_theAnswerOfTheServerIsParsedOk live_stream_2026_of_the_annual_general_mee "
    "pa-rather-long-name-with-hyphens-that-is-not-a-key-1",
    "package": json.dumps({"name": "@scope/sk-utils", "version": "7.0.0-beta.12", "md5": "x" * 32}),
    "vendors named": "Datadog, Twilio, OpenAI and AWS all raised their prices; see ticket 4711.",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_what_only_looks_random_is_no_secret(text):
    assert scores_in(text) == {}


DOCUMENTED = {
    "AWS id": "AKIAIOSFODNN7EXAMPLE",
    "AWS secret": "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "Stripe": "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "Telegram": "110201543:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
}


@pytest.mark.parametrize("text", DOCUMENTED.values(), ids=DOCUMENTED)
def test_an_example_from_a_vendors_documentation_is_clean(text):
    assert scores_in(text) == {}


@pytest.mark.parametrize("text", ["YOUR_API_KEY", "sk-your-api-key", "ghp_" + "x" * 36])
def test_a_fill_in_is_clean(text):
    assert scores_in(text) == {}


def test_check_digits_are_those_of_githubs_own_example():
    assert check_digits("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") == "0mLq17"


def crc_hex(text):
    return f"{zlib.crc32(text.encode()):08x}"


def crc_bytes_reversed(text):
    return zlib.crc32(text.encode()).to_bytes(4, "little").hex()


PACKAGIST = fill("packagist_ort_{0-9a-f:60}", 1)
GRAFANA = fill("glsa_{A-Za-z0-9:32}", 1)
CHECKED = [
    pytest.param("github-token", fill("ghp_{A-Za-z0-9:30}{crc32}", 1), id="GitHub"),
    pytest.param("npm-token", fill("npm_{A-Za-z0-9:30}{crc32}", 1), id="npm"),
    pytest.param("packagist-token", PACKAGIST + crc_hex(PACKAGIST), id="Packagist"),
    pytest.param(
        "grafana-service-account-token", f"{GRAFANA}_{crc_bytes_reversed(GRAFANA)}", id="Grafana"
    ),
]


@pytest.mark.parametrize(("kind", "right"), CHECKED)
def test_wrong_check_digits_lower_the_score(kind, right):
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert scores_in(right)[kind] == 1.0
    assert scores_in(wrong)[kind] == 0.6


@pytest.mark.parametrize(
    "mark", ["AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYE"]
)
def test_a_key_with_a_slip_in_its_check_digits_is_none(mark):
    assert "age-secret-key" in scores_in(mark + "E")
    assert "age-secret-key" not in scores_in(mark + "Q")


def test_a_key_is_found_behind_an_escaped_line_end():
    key = fill("sk-ant-api03-{A-Za-z0-9_-:93}AA", 1)
    assert set(scores_in(json.dumps(f"first line\n{key}"))) == {"anthropic-key"}
    assert scores_in(f"n{key}") == {}


def test_words_of_a_vendor_count_only_near_the_key():
    key = fill("{0-9a-f:32}", 1)
    assert scores_in(f"DATADOG_API_KEY={key}") == {"datadog-key": 0.85}
    assert scores_in(key) == {}
    assert scores_in(f"Datadog is down again. {'Really. ' * 10}The hash is {key}") == {}


def test_a_template_is_filled_the_same_way_every_time():
    template = "ghp_{A-Za-z0-9:30}{crc32}"
    assert fill(template, 7) == fill(template, 7) != fill(template, 8)
    assert len(fill(template, 7)) == 40


def test_braces_that_are_no_field_stay():
    assert fill('{"count": 3, "id": {0-9:2}}', 1).startswith('{"count": 3, "id": ')
    assert fill("{name} {a:b}", 1) == "{name} {a:b}"
