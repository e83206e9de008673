"""Street addresses: a number and a street, and what follows: flat, postcode, town.

Found by words such as "Street", "rue" or "-straße"; without one, by a postcode and a town or a
flat behind it, or by a word such as "address" before it.
"""

from __future__ import annotations

import re

from chatward.detectors.personal import street_words
from chatward.detectors.personal.address_tail import LETTER, TAIL, UPPER, Tail, may_back
from chatward.detectors.personal.asian_address import ASIAN
from chatward.detectors.personal.post_box import POST_BOXES
from chatward.detectors.personal.street_forms import (
    ANY_IN_SMALL_LETTERS,
    IN_SMALL_LETTERS,
    NO,
    NUMBER,
    NUMBER_FIRST,
    NUMBER_LAST,
    NUMBER_LAST_CUED,
    NUMBERED,
    START,
    STREETS,
    WORD_AT_END,
    WORD_BETWEEN,
    WORD_FIRST,
    WORD_SECOND,
    Judge,
    if_backed,
    if_cued,
    is_called,
    is_called_and_numbered,
    is_no_other_place,
    is_street,
    may_be_named,
    surely,
)
from chatward.kinds import PERSONAL
from chatward.matching.lazy import Lazy
from chatward.matching.pattern import Pattern

KIND = "street-address"
FAMILY = PERSONAL

CAUGHT = (
    "I live at 12 Baker Street.",
    "Ship it to 742 Evergreen Terrace, Springfield, OR 97403, please",
    "flat 3b, 12 Mill Lane, Oxford OX1 2AB",
    "my address is 8 cook mission",
    "Ich wohne in der Hauptstraße 5, 10115 Berlin.",
    "12 bis, rue de la Paix, 75002 Paris",
    "Calle Mayor 3, 2º B, 28013 Madrid",
    "Abito in Via Roma 10",
    "ul. Długa 7/3, 00-950 Warszawa",
    "Kerkstraat 12, 1017 GA Amsterdam",
    "Rua Augusta, 1500 - Consolação, São Paulo - SP, 01305-100",
    "Storgatan 5, 114 55 Stockholm",
    "Mannerheimintie 5 A 3, 00100 Helsinki",
    "Petőfi utca 12., 1052 Budapest",
    "Atatürk Caddesi No: 5, 34000 İstanbul",
    "ул. Ленина, д. 5, кв. 12",
    "P.O. Box 1234, Springfield, IL 62701",
    "Postfach 12 34, 80331 München",
    "北京市朝阳区建国路88号",
    "東京都千代田区丸の内1丁目9番1号",
    "서울특별시 강남구 테헤란로 152",
)
CLEAN = (
    "It is a 2 way street.",
    "a 12 minute drive to the Street Market",
    "In May 2024 Anna moved to Berlin.",
    "The road has 4 lanes.",
    "Version 3, 2024 Edition",
    "Call me on Monday 5, London time",
    "Parkplatz 12",
    "Smith et al. Nature 2019",
    "Berlin 5 years ago",
)

_EDGES = ".,:#()"
_NUMBERED = re.compile(r"\d|[Ss]/[Nn]")


def _holds_one(needs: frozenset[str] | None, words: set[str]) -> bool:
    return needs is None or not needs.isdisjoint(words)


def _pattern(
    street: str,
    *,
    lead: str,
    lead_chars: int = 0,
    judge: Judge = surely,
    needs: frozenset[str] | None = None,
    before: str = "",
    score: float = 0.85,
) -> Pattern:
    """Make the pattern of one way to write a street, with all that may follow it.

    Args:
        street: The pattern of street and number.
        lead: See `Pattern`.
        lead_chars: See `Pattern`.
        judge: Says what a match is.
        needs: Words one of which must be in it, or else a postcode or a flat.
        before: The pattern of what must stand before it.
        score: Score of a finding.

    """
    form = Lazy(street, re.ASCII)

    def chars(matched: str) -> int:
        """Return how many characters are the address; the street may have been taken too long."""
        words = {word.strip(_EDGES) for word in matched.lower().split()}
        backed = may_back(matched, words)
        if not backed and (_NUMBERED.search(matched) is None or not _holds_one(needs, words)):
            return 0
        end = 0
        found = form.compiled.match(matched)
        while found is not None:
            named = judge(found)
            if named or (named is None and backed):
                tail = Tail.read(matched, found.end())
                if named or ((tail.postal or tail.unit) and may_be_named(found[0])):
                    end = max(end, tail.end)
            found = form.compiled.match(matched, 0, max(0, matched.rfind(" ", 0, found.end())))
        return len(matched[:end].rstrip("."))

    regex = f"{before}(?P<value>{street}{TAIL})" if before else f"{street}{TAIL}"
    return Pattern(KIND, regex, score, validate=chars, lead=lead, lead_chars=lead_chars)


_AFTER_CUE = r"(?:[ ][a-z]{1,8}){0,2}:?[ \r\n]{1,4}"


def _cued(cue: str, ahead: str) -> Pattern:
    return _pattern(
        rf"(?:{NUMBER_FIRST}|{NUMBER_LAST_CUED}{ahead}|{ANY_IN_SMALL_LETTERS})",
        before=rf"(?<![{LETTER}0-9_])(?:{cue}){_AFTER_CUE}",
        lead=rf"(?<![{LETTER}0-9_])(?:{cue})",
        judge=if_cued,
        score=0.7,
    )


PATTERNS = (
    _pattern(
        NUMBER_FIRST,
        lead=rf"{START}{NUMBERED}(?:[{UPPER}]|\d{{1,3}}(?:st|nd|rd|th))",
        judge=is_street,
        needs=STREETS,
    ),
    _pattern(
        IN_SMALL_LETTERS,
        lead=rf"[ ](?:{street_words.AFTER_NAME_LOWER})",
        lead_chars=110,
        judge=if_cued,
    ),
    _pattern(
        WORD_SECOND,
        lead=rf"\d(?:[ ]?(?:bis|ter|quater|[A-Da-d]))?,?[ ]"
        rf"(?:{street_words.BEFORE_NAME_NUMBER_FIRST})[ ]",
        lead_chars=40,
        judge=is_called,
    ),
    _pattern(
        WORD_FIRST, lead=rf"{START}(?:{street_words.BEFORE_NAME})", judge=is_called_and_numbered
    ),
    _pattern(WORD_BETWEEN, lead=rf"[ ](?:{street_words.BETWEEN})[ ]{NO}\d", lead_chars=120),
    _pattern(
        WORD_AT_END,
        lead=rf"(?:{street_words.COMPOUND})[ ]{NO}\d",
        lead_chars=80,
        judge=is_no_other_place,
    ),
    _cued(street_words.CUE, ""),
    _cued(street_words.SOFT_CUE, "(?![ ][a-z])"),
    _pattern(
        NUMBER_LAST,
        lead=rf"[{LETTER}],?[ ]{NO}{NUMBER}"
        r"(?:[ ]?[,\r\n]|[ ](?:Apt|Suite|Unit|Flat|Dpto|Of\.|Piso))",
        lead_chars=190,
        judge=if_backed,
        needs=frozenset(),
    ),
    *POST_BOXES,
    *ASIAN,
)
