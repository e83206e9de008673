"""Value added tax numbers of the European Union, with their country's letters."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import checked
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, NUMBER, Reading

_WORDS = (
    "vat|vat number|vat no|vat id|vat reg|tax id|tax number|eori|ust|ust id|ust idnr|ustidnr|"
    "umsatzsteuer*|mwst|uid|tva|numero de tva|intracommunautaire|iva|partita iva|p iva|nif|nif iva|"
    "btw|btw nummer|moms|momsnummer|alv|dic|dph|dph cislo|nip|kmkr|kaibemaks*|pvn|pvm|pvm kodas|"
    "afa|kozossegi|ddv|pdv|ddc|ддс|фпа|φπα|αφμ|cod fiscal|cui"
)
# Where letters stand inside, or two check digits: nothing else looks like that.
_UNLIKE_OTHERS = (
    r"ATU\d{8}|BE[01]\d{9}|CY\d{8}[A-Z]|ES[A-Z]\d{7}[0-9A-Z]|ES\d{8}[A-Z]|FR[0-9A-Z]{2}\d{9}|"
    r"IE\d[0-9A-Z+*]\d{5}[A-W][A-I]?|NL\d{9}B\d{2}|IT\d{11}|HR\d{11}|SE\d{10}01"
)
_OTHERS = r"(?:BG|CZ|DE|DK|EE|EL|FI|HU|LT|LU|LV|MT|PL|PT|RO|SI|SK)\d{2,12}"


def _readings(kind: str, form: str, *, score: float, bare: float = 0.0) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            kind,
            candidate,
            form,
            words=_WORDS,
            validate=checked("eu.vat"),
            score=score,
            score_without_context=bare,
        )
        for candidate in (NUMBER, CODE)
    )


IDENTIFIERS: tuple[Detector, ...] = (
    Detector(
        "eu-vat",
        PERSONAL,
        caught=(
            "UID: ATU12345675",
            "Notre numéro de TVA est FR11123456782.",
            "btw NL 123456782 B01",
            "BE 0123.456.749",
            "DIČ CZ12345679",
            "VAT PL 1234567802",
        ),
        clean=(
            "UID: ATU12345679",
            "TVA FR91123456782",
            "part PL1234567890",
        ),
        readings=(
            *_readings("eu-vat", _UNLIKE_OTHERS, score=0.84, bare=0.6),
            *_readings("eu-vat", _OTHERS, score=0.84),
        ),
        patterns=(
            Pattern(
                "eu-vat",
                r"(?<![A-Za-z0-9_])(?:FR ?[0-9A-Z]{2}(?: ?\d{3}){3}|ATU ?\d{4} ?\d{4})"
                r"(?![A-Za-z0-9_])",
                score=0.8,
                validate=checked("eu.vat"),
            ),
        ),
        source="https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.eu.vat",
    ),
    Detector(
        "de-vat-id",
        PERSONAL,
        caught=(
            "USt-IdNr. DE123456788",
            "Unsere Umsatzsteuer-ID lautet DE 200 000 013.",
            "VAT ID: DE987654328",
        ),
        clean=("USt-IdNr. DE123456789", "Bestellung DE123456788"),
        readings=_readings("de-vat-id", r"DE[1-9]\d{8}", score=0.85),
        source="https://www.bzst.de/EN/Businesses/VAT/VAT_identification_number",
    ),
)
