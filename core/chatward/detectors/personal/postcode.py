"""Postcodes: after a word such as "zip" or "PLZ", behind a town and its state, or by their form.

A postcode behind a street is part of that `street-address`.
"""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal import postal_forms
from chatward.detectors.personal.address_tail import LETTER, UPPER
from chatward.detectors.personal.cue import after_cue
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, Reading

_CUES = (
    "zip(?: ?code)?(?! f)|zip ?\\+ ?4|post(?:al)? ?codes?|post ?codes?|pin ?code|eircode|"
    "plz|postleitzahl|code postal|c[óo]digo postal|codi postal|cep|c[óo]digo de endereçamento "
    "postal|"
    "codice postale|codice di avviamento postale|postnummer|post ?nr|postinumero|kod pocztowy|"
    "psč|poštn[ia] številka|poštanski broj|irányítószám|cod po[șs]tal|posta kodu|sihtnumber|"
    "pasta indekss|pašto kodas|póstnúmer|почтовый индекс|поштовий індекс|индекс|індекс|пощенски "
    "код|"
    "поштански број|ταχυδρομικός κώδικας|τ\\.?κ\\.?|الرمز البريدي|کد ?پستی|מיקוד|पिन ?कोड|"
    "kode pos|poskod|mã bưu (?:điện|chính)|รหัสไปรษณีย์|邮编|邮政编码|郵遞區號|邮政区码|郵便番号|"
    "우편번호"
)
_FORMS = (
    rf"{postal_forms.UK}|{postal_forms.CANADA}|[A-Z]\d[\dW][ -]?[A-Z0-9]{{4}}|"
    rf"(?:(?-i:[A-Z]{{1,2}})[ -])?"
    rf"(?:{postal_forms.GROUPED}|\d{{3,6}}(?:-\d{{2,4}}|"
    rf"[ ]\d{{2,4}}(?!\d))?)(?:[ ]?(?-i:[A-Z]{{2}}))?"
)
_TOWN = rf"[{UPPER}][{LETTER}-]{{3,24}}(?:[ ][{LETTER}]{{1,20}}){{0,3}}"
_NO_POSTCODES = frozenset({"GB", "TB", "HZ"})


def _is_british(written: str) -> bool:
    """Tell whether the area exists; "M1 8GB" is a computer."""
    area = written[:2] if written[1].isalpha() else written[0]
    return written.startswith("GIR") or (
        area in postal_forms.UK_AREAS and written[-2:] not in _NO_POSTCODES
    )


POSTCODE = Detector(
    "postcode",
    PERSONAL,
    caught=(
        "My zip code is 94103-1234",
        "ZIP: 880",
        "Meine PLZ lautet 10115.",
        "code postal : 75001",
        "el código postal es 28013",
        "CEP 01310-100",
        "CAP: 20121",
        "postcode 1017 GA",
        "kod pocztowy 00-950",
        "postnummer 114 55",
        "почтовый индекс 101000",
        "邮编：100020",
        "〒100-0001",
        "우편번호 06236",
        "I am in Austin, TX 78701 now",
        "K1A 0B1",
    ),
    clean=("a zip file of 12345 bytes", "10115", "in 94103 cases", "OR 12345", "the CAP is 50000"),
    patterns=(
        after_cue("postcode", _CUES, _FORMS),
        after_cue(
            "postcode",
            "CAP|CP|C\\.P\\.",
            r"\d{5}",
            ignore_case=False,
            link=r"(?:[ ](?:è|es|est))?[:.]?[ ]?",
        ),
        # I live in Madrid 28013; a year has four digits
        Pattern(
            "postcode",
            rf"(?<![A-Za-z0-9_])(?:in|from|to|near|at|aus|nach|en|de|a|i|w|v)[ ]{_TOWN}[ ]"
            rf"(?P<value>{postal_forms.GROUPED}|\d{{5}})(?![\d.,/-]\d|[A-Za-z0-9_])",
            0.55,
            lead=rf"[{LETTER}][ ](?:{postal_forms.GROUPED}|\d{{5}})",
            lead_chars=100,
        ),
        Pattern("postcode", r"〒[ ]?\d{3}[-\u2010-\u2015\u2212]?\d{4}(?!\d)", 0.9),
        Pattern(
            "postcode",
            rf"(?<![A-Za-z0-9_])[A-Z][A-Za-z]{{1,24}},[ ](?P<value>(?:{postal_forms.US_STATES})[ ]"
            rf"{postal_forms.UNITED_STATES})(?![A-Za-z0-9_])",
            0.8,
        ),
        Pattern(
            "postcode",
            rf"(?<![A-Za-z0-9_-]){postal_forms.CANADA.replace('?', '')}(?![A-Za-z0-9_-])",
            0.7,
        ),
    ),
)

UK_POSTCODE = Detector(
    "uk-postcode",
    PERSONAL,
    caught=("SW1A 1AA", "Send it to EC2A 1NT please", "postcode M11AA", "GIR 0AA", "DN551PT"),
    clean=("a Mac with M1 8GB", "QQ1 1AA", "part B12 3CI", "DN551PT4"),
    patterns=(
        Pattern(
            "uk-postcode",
            rf"(?<![A-Za-z0-9_-]){postal_forms.UK.replace('[ ]?', '[ ]')}(?![A-Za-z0-9_-])",
            0.75,
            validate=_is_british,
        ),
    ),
    readings=(
        Reading(
            "uk-postcode",
            CODE,
            rf"[A-Z]{{1,2}}\d[A-Z0-9]?{postal_forms.UK_INWARD}",
            "postcode|post code|postal code|address|live in|postcodes",
            validate=_is_british,
        ),
        Reading("uk-postcode", CODE, "GIR0AA", "postcode|post code"),
    ),
)

DETECTORS = (POSTCODE, UK_POSTCODE)
