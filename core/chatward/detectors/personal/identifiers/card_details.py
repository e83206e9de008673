"""What stands on a card besides its number: the verification code and the date of expiry."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.credit_card import CARD_WORDS
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

_SOURCE = "https://en.wikipedia.org/wiki/Card_security_code"

# No digit and no end of a sentence between the name and the value.
_UP_TO = r"[^\d.!?\n]{0,24}"

_MONTH = "(?:0?[1-9]|1[0-2])"

_CODE_NAMES = (
    r"cvv2?|cvc2?|cvn2?|csc|cav2|card (?:verification|security) (?:code|number|value)|"
    r"card code|verification value|3[ -]digit code|three[ -]digit code|"
    r"(?:security|safety) code (?:on|of|for|from) (?:the |my )?(?:back|card|rear)|"
    r"kartenpr[uü]fnummer|pr[uü]fnummer|pr[uü]fziffer der karte|"
    r"cryptogramme(?: visuel)?|c[oó]digo de (?:seguridad|seguran[cç]a)|"
    r"codice di sicurezza|beveiligingscode|kod (?:cvv|zabezpieczaj[aą]cy)|"
    r"код (?:cvv|cvc|безопасности)|güvenlik kodu|安全码|安全碼|セキュリティコード|보안코드"
)

_EXPIRY_NAMES = (
    r"exp(?:\.|iry|ires?|iration|iring)?(?: date)?|valid (?:thru|through|until|till|to)|"
    r"good thru|g[uü]ltig bis|ablaufdatum|l[aä]uft|expire (?:le|en)|expiration|valable|"
    r"caduca|caducidad|vence|vencimiento|v[aá]lid[oa] (?:hasta|at[eé])|validade|"
    r"scad(?:enza|e)|geldig tot|vervaldatum|wa[zż]na? do|data wa[zż]no[sś]ci|"
    r"срок действия|действует до|son kullanma|giltig till|gyldig til|有效期|有効期限|유효기간"
)

_VERIFICATION = Detector(
    "card-verification-code",
    PERSONAL,
    caught=(
        "CVV 123",
        "cvc: 1234.",
        "the security code on the back is 042",
        "Kartenprüfnummer lautet 998",
        "el código de seguridad es 321",
        "安全码是123",
    ),
    clean=("CVV please", "the cvv has 3 digits", "security code 4711", "CVE-2024-1234"),
    patterns=(
        Pattern(
            "card-verification-code",
            rf"(?<![A-Za-z0-9])(?:{_CODE_NAMES}){_UP_TO}(?<![\d.,])(?P<value>\d{{3,4}})"
            r"(?![\w/-])(?![.,]\d)",
            score=0.85,
            ignore_case=True,
            lead=_CODE_NAMES,
        ),
    ),
    source=_SOURCE,
)

_EXPIRY = Detector(
    "card-expiry",
    PERSONAL,
    caught=(
        "card 4111 1111 1111 1111 exp 12/27",
        "my visa, valid thru 03/2029",
        "Meine Karte ist gültig bis 09-28",
        "la tarjeta vence el 01/30",
        "mastercard, exp: 0929",
    ),
    clean=("my passport expires 12/27", "the card expires soon", "card exp 13/27", "exp 12/27"),
    patterns=(
        Pattern(
            "card-expiry",
            rf"(?<![A-Za-z0-9])(?:{_EXPIRY_NAMES}){_UP_TO}"
            rf"(?<![\d/.-])(?P<value>(?:{_MONTH}[ ]?[/.-][ ]?(?:20)?|0[1-9]|1[0-2])[2-4]\d)"
            r"(?![\d/-])",
            score=0.8,
            ignore_case=True,
            context=CARD_WORDS,
            lead=_EXPIRY_NAMES,
        ),
    ),
    source=_SOURCE,
)

IDENTIFIERS: tuple[Detector, ...] = (_VERIFICATION, _EXPIRY)
