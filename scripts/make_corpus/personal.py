"""Personal data that people write everywhere: mail, phones, cards, accounts, addresses."""

from __future__ import annotations

from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address
from random import Random

from stdnum import iban as _iban
from stdnum import luhn

from make_corpus.people import FAMILY, GIVEN, LATIN, STREETS, TOWNS
from make_corpus.value import Value, birthday, drawn, grouped

_HOSTS = ("example.org", "example.com", "mail.example.net", "posta.example", "firma.example.com")
_MAIL_FORMS = ("{g}.{f}@{h}", "{g}{n}@{h}", "{f}_{g}@{h}", "{g}-{n}@{h}", "{g}.{f}+shop@{h}")

_PHONES = {
    "en": ("+1 202-555-01##", "(415) 555-01##", "+44 7700 900###", "07700 900###", "212-555-01##"),
    "de": ("+49 151 2#######", "0151 2#######", "0171/2######", "+43 664 1######", "030 2######0"),
    "fr": ("06 1# ## ## ##", "+33 6 1# ## ## ##", "01 42 ## ## ##", "06.1#.##.##.##"),
    "es": ("612 ### ###", "+34 612 ## ## ##", "912 ## ## ##", "+52 55 1### ####", "6123#####"),
    "it": ("347 ### ####", "+39 347 #######", "06 698#####", "+39 02 4### ####"),
    "pt": ("912 ### ###", "+351 912 ### ###", "+55 11 91###-####", "(11) 91###-####"),
    "nl": ("06 2### ####", "+31 6 2#######", "020 62# ####", "06-2#######"),
    "pl": ("501 ### ###", "+48 501 ### ###", "22 62# ## ##", "+48501######"),
    "sv": ("070-1## ## ##", "+46 70 1## ## ##", "08-50# ### ##"),
    "da": ("20 ## ## ##", "+45 20 ## ## ##", "+4520######"),
    "fi": ("040 1######", "+358 40 1######", "050 3## ####"),
    "cs": ("601 ### ###", "+420 601 ### ###", "+420601######"),
    "tr": ("0532 ### ## ##", "+90 532 ### ## ##", "0532 #######"),
    "ru": ("+7 912 ###-##-##", "8 (912) ###-##-##", "8 912 ### ## ##"),
    "uk": ("+380 67 ### ## ##", "067 ### ## ##", "067-###-##-##"),
    "ar": ("+966 50 ### ####", "0501######", "+971 50 ### ####", "+20 100 ### ####"),
    "he": ("050-2######", "+972 50-2##-####", "052-3######"),
    "hi": ("+91 98### #####", "98########", "+91-98########"),
    "zh": ("138 #### ####", "+86 138 #### ####", "139########"),
    "ja": ("090-1###-####", "+81 90-1###-####", "03-3###-####"),
    "ko": ("010-2###-####", "+82 10-2###-####", "02-555-####"),
    "vi": ("0903 ### ###", "+84 903 ### ###", "0903######"),
    "id": ("0812-3###-####", "+62 812-3###-####", "08123#######"),
}
"""Numbers of mobile and city networks as their owners write them."""

_IBANS = {
    "de": ("DE", "##################"),
    "fr": ("FR", "##########*############"),
    "es": ("ES", ""),
    "it": ("IT", ""),
    "nl": ("NL", "INGB##########"),
    "pl": ("PL", ""),
    "sv": ("SE", "####################"),
    "da": ("DK", "##############"),
    "fi": ("FI", ""),
    "tr": ("TR", "#####0################"),
    "ar": ("SA", "##******************"),
    "he": ("IL", "###################"),
    "uk": ("UA", "######*******************"),
    "en": ("GB", "NWBK##############"),
}
"""Country and the pattern of what follows the check digits; others write a German one."""

_TOWN_FIRST = {"ja": "", "ko": " ", "zh": ""}
"""What stands between town and street where the town comes first."""

_DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "hi": "०१२३४५६७८९"}
_PLATES = {
    "de": ("B-^^ !###", "M ^ !##", "HH-^^ !##"),
    "en": ("A^1# ^^^", "L^6# ^^^"),
    "es": ("!### ^CD", "!###FGH"),
    "fr": ("^^-!##-^^",),
    "it": ("^^ !## ^^", "^^!##^^"),
    "nl": ("!#-^^-^#", "^^-!##-^"),
    "pl": ("WA !####", "KR !##^^"),
    "pt": ("!#-^^-!#", "^^^!^##"),
}
_CARDS = ("4###############", "51##############", "2223############", "37#############")
_CARD_MASKS = ("____ ____ ____ ____", "", "____-____-____-____")
_SHORT_CARD_MASKS = ("____ ______ _____", "")
_DATES = {
    "en": ("%d/%m/%Y", "%B %-d, %Y", "%m/%d/%Y", "%Y-%m-%d"),
    "zh": ("%Y年%-m月%-d日",),
    "ja": ("%Y年%-m月%-d日", "%Y/%m/%d"),
    "ko": ("%Y년 %-m월 %-d일", "%Y.%m.%d"),
    "": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"),
}


def email(chance: Random, lang: str) -> Value:
    """Return a mail address at a reserved domain (RFC 2606)."""
    given, family = chance.choice(LATIN[lang]), chance.choice(LATIN[lang])
    form, host = chance.choice(_MAIL_FORMS), chance.choice(_HOSTS)
    text = form.format(g=given, f=family, n=chance.randrange(10, 100), h=host)
    return Value(text, "EMAIL_ADDRESS")


def phone(chance: Random, lang: str) -> Value:
    """Return a phone number as written in the language's countries."""
    return Value(drawn(chance, chance.choice(_PHONES.get(lang, _PHONES["en"]))), "PHONE_NUMBER")


def card(chance: Random, _lang: str) -> Value:
    """Return a card number with its check digit (ISO/IEC 7812)."""
    body = drawn(chance, chance.choice(_CARDS)[:-1])
    compact = body + luhn.calc_check_digit(body)
    masks = _CARD_MASKS if len(compact) == 16 else _SHORT_CARD_MASKS
    return Value(grouped(compact, chance.choice(masks)), "CREDIT_CARD")


def iban(chance: Random, lang: str) -> Value:
    """Return an account number with its check digits (ISO 13616)."""
    country, pattern = _IBANS.get(lang, ("", ""))
    if not pattern:
        country, pattern = _IBANS["de"]
    body = drawn(chance, pattern)
    compact = f"{country}{_iban.calc_check_digits(f'{country}00{body}')}{body}"
    masks = ("", "____ " * (len(compact) // 4))
    return Value(grouped(compact, chance.choice(masks)).strip(), "IBAN_CODE")


def ip(chance: Random, _lang: str) -> Value:
    """Return a public address of version 4."""
    return Value(str(IPv4Address(chance.randrange(0x50000000, 0x5FFFFFFF))), "IP_ADDRESS")


def ip6(chance: Random, _lang: str) -> Value:
    """Return an address of version 6 below a prefix that is in use."""
    return Value(str(IPv6Address((0x2A0104F8 << 96) + chance.getrandbits(64))), "IP_ADDRESS")


def mac(chance: Random, _lang: str) -> Value:
    """Return a hardware address."""
    joint = chance.choice(":-")
    return Value(joint.join(drawn(chance, "%%") for _ in range(6)), "MAC_ADDRESS")


def crypto(chance: Random, _lang: str) -> Value:
    """Return a Bitcoin address (Base58Check, version 0)."""
    payload = b"\0" + bytes(chance.randrange(256) for _ in range(20))
    number = int.from_bytes(payload + sha256(sha256(payload).digest()).digest()[:4], "big")
    alphabet, text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", ""
    while number:
        number, digit = divmod(number, 58)
        text = alphabet[digit] + text
    return Value("1" + text, "CRYPTO")


def date_of_birth(chance: Random, lang: str) -> Value:
    """Return a day of birth as written in the language."""
    day = birthday(chance)
    return Value(f"{day:{chance.choice(_DATES.get(lang, _DATES['']))}}", "DATE_OF_BIRTH")


def name(chance: Random, lang: str) -> Value:
    """Return a person's name."""
    given, family = chance.choice(GIVEN[lang]), chance.choice(FAMILY[lang])
    joint = "" if lang in {"zh", "ja", "ko"} else " "
    return Value(f"{family}{given}" if not joint else f"{given}{joint}{family}", "PERSON")


def address(chance: Random, lang: str) -> Value:
    """Return a street with a house number, and a town, in the order of the language."""
    street = chance.choice(STREETS[lang]).replace("#", str(chance.randrange(1, 180)))
    town = chance.choice(TOWNS[lang])
    joint = _TOWN_FIRST.get(lang)
    text = f"{street}, {town}" if joint is None else f"{town}{joint}{street}"
    return Value(text, "STREET_ADDRESS")


def wide_phone(chance: Random, lang: str) -> Value:
    """Return a phone number in the digits that are native to the script, or in wide ones."""
    digits = _DIGITS.get(lang, "０１２３４５６７８９")
    table = str.maketrans("0123456789-", digits + "－")
    return Value(phone(chance, lang).text.translate(table), "PHONE_NUMBER")


def plate(chance: Random, lang: str) -> Value:
    """Return a licence plate as written in the language's countries."""
    pattern = chance.choice(_PLATES.get(lang, _PLATES["de"]))
    return Value(drawn(chance, pattern), "LICENSE_PLATE")


def coordinates(chance: Random, _lang: str) -> Value:
    """Return a place as latitude and longitude, exact to some metres."""
    north, east = chance.uniform(36, 60), chance.uniform(-9, 30)
    return Value(f"{north:.5f}, {east:.5f}", "COORDINATES")
