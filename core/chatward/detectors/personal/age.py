"""A person's age: "I am 43 years old", "43 y/o", "ich bin 43 Jahre alt".

The score is low: an age alone points at nobody, and the balanced profile lets it pass.
"""

from __future__ import annotations

from chatward.detectors.personal.address_tail import LETTER
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "age"
FAMILY = PERSONAL

CAUGHT = (
    "I am 43 years old",
    "a 36-year-old female",
    "i'm 82 y/o.",
    "aged 71",
    "Ich bin 43 Jahre alt",
    "j'ai 43 ans",
    "tengo 43 años",
    "ho 43 anni",
    "tenho 43 anos",
    "mam 43 lata",
    "мне 43 года",
    "我43岁",
    "43歳です",
    "43살",
)
CLEAN = (
    "43 years",
    "aged cheese",
    "in 43 Jahren",
    "0 years old",
    "150 years old",
    "over 43 ans",
    "j'ai 43 euros",
)

_YEARS_OLD = (
    r"[ -]?(?:years?[ -]old|year[ -]olds?|yrs?\.?[ -]old|y/?o|yo|[Jj]ahre alt|[Jj]ährige?[rn]?|"
    r"jaar oud|år gammal|år gammel|éves|let star[áý]|roků star[áý]|vuotias|vuotta vanha|"
    r"yaşındayım|yaşında|tuổi|岁|歲|歳|세|살|ปี)"
)
_I_HAVE = (
    r"(?:[Jj]'ai|[Tt]engo|[Tt]iene|[Hh]o|[Hh]a|[Tt]enho|[Tt]em|[Mm]am|[Мм]не|[Мм]ені|[Аа]ми|"
    r"[Εε]ίμαι|[Îî]mi|[Aa]m|[Ii]mam)"
)
_YEARS = (
    r"(?:ans|años|anni|anos|lat[a]?|год(?:а)?|лет|рок(?:и|ів)|χρονών|ετών|ani|de ani|godin[ae]?)"
)
_TURNED = (
    r"(?:[Aa]ged|[Aa]ge:|[Jj]ust turned|I'll turn|I'm turning|[Tt]urning|[Aa]lter:|[Ee]dad:|"
    r"[Ee]tà:|"
    r"[Ii]dade:|[Ll]eeftijd:|[Вв]озраст:|[Ii]ch werde|عمري|בן|בת|年龄：?|年齢：?|나이:?)"
)
_LOW = 0.4


def _is_lifetime(years: str) -> bool:
    return 1 <= int(years) <= 119


PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9_.,-])(?P<value>\d{{1,3}}){_YEARS_OLD}(?![a-z])",
        _LOW,
        validate=_is_lifetime,
        lead=rf"\d{_YEARS_OLD}",
        lead_chars=24,
    ),
    Pattern(
        KIND,
        rf"(?<![{LETTER}]){_I_HAVE}[ ](?P<value>\d{{1,3}})[ ]{_YEARS}(?![{LETTER}])",
        _LOW,
        validate=_is_lifetime,
        lead=rf"\d[ ]{_YEARS}",
        lead_chars=24,
    ),
    Pattern(
        KIND,
        rf"(?<![{LETTER}]){_TURNED}[ ]?(?P<value>\d{{1,3}})(?![\d.,:/%-]\d|\d)",
        _LOW,
        validate=_is_lifetime,
        lead=rf"(?<![{LETTER}]){_TURNED}",
    ),
)
