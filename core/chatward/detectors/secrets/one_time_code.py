"""One-time codes, TANs and recovery codes, as they are sent by SMS or said in a chat."""

from __future__ import annotations

import re

from chatward.detectors.secrets.code_words import (
    CODES,
    DEFINITE,
    GLUE,
    NAMES,
    OTHERS,
    WAYS,
    WHOSE,
)
from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.said import JOINT, LINK, MINE
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "one-time-code"
FAMILY = SECRET

CAUGHT = (
    "Your verification code is 482913",
    "482913 is your verification code",
    "G-482913 is your login code.",
    "the OTP is 4829",
    "Ihre mTAN lautet 482 913",
    "Ihr Bestätigungscode: 482913",
    "votre code de vérification est le 482913",
    "tu código de verificación es 482913",
    "il codice di verifica è 482913",
    "код подтверждения 482913",
    "您的验证码是482913",
    "認証コードは482913です",
    "인증번호 [482913]를 입력하세요",
    "doğrulama kodunuz: 482913",
    "backup code: 4829-1357",
    "the code they texted me is 482913",
    "die App zeigt gerade den Code 482913 an",
    "le code reçu par SMS est 482913",
    "SMS ile gelen kod 482913",
    "Код із смс 482913",
)
CLEAN = (
    "The verification code did not arrive",
    "a one-time code has 6 digits",
    "your booking code is AB12CD",
    "error code 4829",
    "the area code is 212",
    "the code postal sent with it is 75001",
    "the source code I received in 2024",
    "the discount code you sent me is 482913",
    "I waited 10 minutes for the verification code",
    "482913 orders have the same security code",
)

# A word begins here; letters of other scripts may stand before it, as they do in Chinese.
_BEGIN = "(?<![A-Za-z0-9_])"
_CODE_WORD = rf"(?:{any_of(CODES)}|[Mm]ã)"
_OWN = "|".join(rf"(?<=\b{any_of(word)}\s)" for word in WHOSE.split("|"))
_SHORT = any_of("otp|tan|mtan|totp")

_VALUE = r"(?P<value>(?:[A-Z]{1,2}-)?(?:\d{3}[ -]\d{3}|\d{4}[ -]\d{4}|\d{4,8}))"
_END = r"(?![0-9A-Za-zÀ-ӿ_%€$£]|[.,:/-]\d)"
_OPEN = r"[\"'\[(*{【「]{0,2}"
_WORD = r"\s{1,2}[^\s:=.!?]{1,24}"
_HOW = rf"(?:,?\s{{1,2}}(?:{any_of(GLUE)}|[שבמ]\w{{2,12}})(?:{_WORD}){{0,4}}?)??"
_SAID = rf"(?:{LINK}(?:{any_of('le|el|o|il|the|de')}\s)?|,?\s{{1,3}}){_OPEN}{_VALUE}{_END}"

_IS = any_of("is|as|ist|als|est|comme|es|como|come|é|è|to|jest|är|er|on|je|adalah|là|это|-|–")
_YOUR = any_of(
    "your|my|the|a|our|ihr|ihre|dein|deine|der|die|das|mein|votre|ton|mon|le|la|tu|su|el|mi|o|il|"
    "seu|teu|meu|tuo|suo|uw|je|din|dit|ditt|sinun|twój|ваш|твой|мой"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?")


def _is_no_year(digits: str) -> bool:
    """Tell a code from a year or a date."""
    return _YEAR.fullmatch(digits) is None


PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEGIN}{any_of(NAMES)}{MINE}(?:{JOINT}|,?\s{{1,3}}){_OPEN}{_VALUE}{_END}",
        unicode=True,
        lead=_BEGIN + lead_of(NAMES),
        score=0.85,
    ),
    Pattern(
        KIND,
        rf"{_BEGIN}(?:(?:{_OWN}){_CODE_WORD}|{any_of(DEFINITE)})(?:{JOINT}|\s{{1,3}}){_OPEN}{_VALUE}{_END}",
        unicode=True,
        lead=_BEGIN + _CODE_WORD,
        score=0.85,
        unless=OTHERS,
        validate=_is_no_year,
    ),
    Pattern(
        KIND,
        rf"{_BEGIN}{_CODE_WORD}{_HOW}{_SAID}",
        unicode=True,
        lead=_BEGIN + _CODE_WORD,
        score=0.85,
        context=WAYS,
        unless=OTHERS,
        validate=_is_no_year,
    ),
    Pattern(
        KIND,
        rf"{_BEGIN}{_CODE_WORD}{_HOW}\s{{1,2}}{any_of(WAYS)}(?:{_WORD}){{0,4}}?{_SAID}",
        unicode=True,
        lead=_BEGIN + _CODE_WORD,
        score=0.85,
        unless=OTHERS,
        validate=_is_no_year,
    ),
    Pattern(
        KIND,
        rf"{_BEGIN}{_CODE_WORD}(?:{LINK}(?<![=>\s])|{LINK}(?<![=>]\s)|\s{{1,3}}){_OPEN}"
        rf"(?P<value>\d{{3}}[ -]?\d{{3}}){_END}",
        unicode=True,
        lead=_BEGIN + _CODE_WORD,
        score=0.6,
        unless=OTHERS,
    ),
    Pattern(
        KIND,
        rf"(?<![\w.,/#-])(?P<value>(?:[A-Z]{{1,2}}-)?(?:\d{{3}}[ -]\d{{3}}|\d{{4,8}}))\s{_IS}"
        rf"(?:\s{_YOUR})?(?:\s[\w-]{{1,20}}){{0,2}}?\s(?:{any_of(NAMES)}|{_SHORT}|{_CODE_WORD})(?!\w)",
        unicode=True,
        lead=rf"\d\s{_IS}\s",
        lead_chars=24,
        score=0.85,
    ),
)
