"""Values as people say them to a voice bot, written down by a speech recogniser."""

from __future__ import annotations

from random import Random

from stdnum import luhn

from make_corpus.people import LATIN
from make_corpus.value import Value, drawn

_DIGITS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
}
_MAIL = {
    "en": "{a} dot {b} at example dot com",
    "de": "{a} punkt {b} at example punkt org",
    "es": "{a} punto {b} arroba example punto com",
    "fr": "{a} point {b} arobase example point org",
}
_MOBILE = {"en": "07700900###", "de": "01512#######", "es": "612######", "fr": "061#######"}


def phone(chance: Random, lang: str) -> Value:
    """Return a phone number, digit by digit."""
    return Value(_said(drawn(chance, _MOBILE[lang]), lang), "PHONE_NUMBER")


def card(chance: Random, lang: str) -> Value:
    """Return a card number, digit by digit."""
    body = drawn(chance, "4##############")
    return Value(_said(body + luhn.calc_check_digit(body), lang), "CREDIT_CARD")


def email(chance: Random, lang: str) -> Value:
    """Return a mail address, its signs as words."""
    first, second = chance.choice(LATIN[lang]), chance.choice(LATIN[lang])
    return Value(_MAIL[lang].format(a=first, b=second), "EMAIL_ADDRESS")


def _said(digits: str, lang: str) -> str:
    words = _DIGITS[lang].split()
    return " ".join(words[int(digit)] for digit in digits)
