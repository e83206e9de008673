"""What the tests of surrogates share: kinds, values to stand in for, seeds."""

from __future__ import annotations

import ipaddress
import re

from hypothesis import strategies as st
from stdnum import iban as iban_check
from stdnum import luhn

from chatward.detectors.builtin import BUILTIN, FAMILIES
from chatward.redactors.surrogates import make_surrogate

RESERVED = {"example.org", "example.com", "example.net"}
DOCUMENTATION = [
    ipaddress.ip_network(each)
    for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
IDENTITY = (
    ("de-tax-id", "12 345 678 114"),
    ("es-nif", "12345678Z"),
    ("fr-siret", "123 456 782 00010"),
    ("br-cpf", "123.456.789-09"),
    ("pl-pesel", "80010112340"),
    ("nl-bsn", "1112.22.333"),
    ("se-personnummer", "19800101-1231"),
    ("it-fiscal-code", "ABCDEF80A01H501M"),
    ("ch-ahv", "756.1234.5678.97"),
    ("in-pan", "ABCPA1234A"),
)
PERSONAL = sorted(kind for kind, family in FAMILIES.items() if family == "personal")
OTHERS = sorted(kind for kind, family in FAMILIES.items() if family != "personal")
# Money that goes to a stand-in is lost for ever.
NEVER = {"crypto", "in-upi-id"}

seeds = st.binary(max_size=32)
attempts = st.integers(0, 300)
locales = st.sampled_from(["de_DE", "en_GB", "en_US", "es_ES", "fr_FR", "ja_JP", "ru_RU"])


def made(kind, value, attempt=0, seed=b"seed", locale="en_US"):
    return make_surrogate(kind, value, seed=seed, attempt=attempt, locale=locale)


def outline(value):
    """Return a value with every digit and letter replaced by what it is."""
    return re.sub("[A-Za-z]", "a", re.sub("[0-9]", "9", value))


@st.composite
def cards(draw):
    head = draw(st.sampled_from(["4", "51", "55", "37", "36", "6011", "3530", "62"]))
    size = {"37": 15, "36": 14}.get(head, 16)
    body = head + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=20)))
    digits = body[: size - 1]
    gap = draw(st.sampled_from(["", " ", "-", "."]))
    number = digits + luhn.calc_check_digit(digits)
    return gap.join(number[i : i + 4] for i in range(0, size, 4))


@st.composite
def ibans(draw):
    country, bank, size = draw(
        st.sampled_from(
            [("DE", "", 18), ("GB", "NWBK", 14), ("FR", "", 23), ("NL", "ABNA", 10), ("NO", "", 11)]
        )
    )
    account = bank + "".join(
        draw(st.lists(st.sampled_from("0123456789"), min_size=size, max_size=size))
    )
    number = country + iban_check.calc_check_digits(f"{country}00{account}") + account
    gap = draw(st.sampled_from(["", " "]))
    return gap.join(number[i : i + 4] for i in range(0, len(number), 4))


CAUGHT = sorted(
    {(each.kind, text) for each in BUILTIN if each.kind in PERSONAL for text in each.caught}
)
