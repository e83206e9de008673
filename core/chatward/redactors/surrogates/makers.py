"""Which maker makes the surrogates of a kind.

Kinds that are not named here have none: above all secrets, and wallets, as money that is sent to a
stand-in is lost for ever.

A number whose check digits python-stdnum does not know gets the same pattern. Most of those fail
their check, so nobody can have them; and a detector that asks for the check does not find them.
"""

from __future__ import annotations

import re

from chatward.redactors.surrogates import (
    accounts,
    addresses,
    cards,
    dates,
    names,
    phones,
    places,
    unissued,
)
from chatward.redactors.surrogates.checked import checked
from chatward.redactors.surrogates.draw import Draw, Maker
from chatward.redactors.surrogates.forms import in_form, kept_of
from chatward.redactors.surrogates.pattern import in_hex, lead_of, like

_OWN: dict[str, Maker] = {
    "person": names.person,
    "email-address": addresses.mailbox,
    "username": addresses.handle,
    "url": addresses.link,
    "ip-address": addresses.ip_address,
    "mac-address": addresses.mac_address,
    "phone-number": phones.telephone,
    "credit-card": cards.card,
    "iban-code": accounts.iban,
    "swift-code": accounts.bic,
    "date-of-birth": dates.day,
    "date-time": dates.day,
    "age": dates.age,
    "card-expiry": dates.expiry,
    "street-address": places.street,
    "postcode": places.postcode,
    "uk-postcode": places.postcode,
    "coordinates": places.coordinates,
    "location": places.city,
    "organization": places.company,
    "us-ssn": unissued.ssn,
    "uk-nino": unissued.nino,
    "uk-nhs": unissued.nhs,
}
_NAMED = """
aba-routing-number account-number advertising-id bank-account-number card-verification-code
customer-number driver-license employee-number iccid imei imsi licence-plate medical-license
mx-voter-key national-id passport patient-number policy-number tax-id
vehicle-identification-number
"""
_NUMBERS = frozenset(_NAMED.split())
# Of a country, by its code; keys and tokens are nobody's number, whoever names them so.
_OF_COUNTRY = re.compile(r"[a-z]{2}-(?!.*(?:key|token|secret|password|credential|seed))[a-z-]+")
_NEVER = frozenset({"in-upi-id"})
_CODES = """
ad ae al ar at au bd be bg br by ca ch cl cn co cr cu cz de dk do ec ee eg es eu fi fr gh gr gt
hk hr hu id ie il in ir is it jp ke kr kz lk lt lu lv ma md mx my ng nl no nz pe ph pk pl pt py
ro rs ru sa se sg si sk sm sv th tn tr tw ua uk us uy ve vn yu za
"""
_COUNTRIES = frozenset(_CODES.split())
# The letters in front say what it is, not whose: HRB, GHA, POL.
_ALIKE_LETTERS = 3
_PERSONS_LETTERS = re.compile(r".*(?:plate|passport|registration|id-card|curp|rfc|driv|voter).*")


def maker_of(kind: str) -> Maker | None:
    """Return who makes surrogates of a kind; None where nobody does."""
    if kind in _OWN:
        return _OWN[kind]
    if kind not in _NUMBERS and not _is_of_a_country(kind):
        return checked(kind)
    made = checked(kind)

    def make(value: str, draw: Draw) -> str | None:
        return (made(value, draw) if made else None) or _same_pattern(kind, value, draw)

    return make


def _is_of_a_country(kind: str) -> bool:
    return kind[:2] in _COUNTRIES and kind not in _NEVER and _OF_COUNTRY.fullmatch(kind) is not None


def _same_pattern(kind: str, value: str, draw: Draw) -> str | None:
    """Return other letters and digits; None where a number is spelled out in words."""
    if not any(char in "0123456789" for char in value):
        return None
    if kind == "advertising-id":
        return in_hex(value, draw.random)
    lead = 0 if _PERSONS_LETTERS.match(kind) else lead_of(value, _ALIKE_LETTERS)
    made = like(value, draw.random, kept=max(lead, kept_of(kind)))
    return in_form(kind, made, draw.random)
