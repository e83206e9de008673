"""Numbers of Germany."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import (
    ends_in_check_digit,
    is_de_document,
    is_de_health_insurance,
    is_de_social_security,
    is_lanr,
)
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, Reading

_PASSPORT_WORDS = "reisepass*|passport*|passnummer|passnr|pass nr|pass nummer|travel document"
_CARD_WORDS = (
    "personalausweis*|ausweis|ausweisnummer|ausweisnr|ausweis nr|perso|id card|identity card"
)


def _document(
    kind: str, letters: str, words: str, caught: tuple[str, ...], clean: tuple[str, ...]
) -> Detector:
    """Describe a passport or card: nine characters, and often a check digit behind them."""
    form = rf"[{letters}][0-9CFGHJKLMNPRTVWXYZ]{{8}}\d?"
    return Detector(
        kind,
        PERSONAL,
        caught=caught,
        clean=clean,
        readings=(
            Reading(kind, CODE, form, words=words, validate=is_de_document, alone=""),
            Reading(kind, CODE, form, validate=ends_in_check_digit, score=0.65),
        ),
        source="https://www.personalausweisportal.de",
    )


IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "de-tax-id",
        r"[1-9]\d{10}",
        "de.idnr",
        words="steuer id|steuer idnr|steuerid|steuer identifikationsnummer|idnr|"
        "steueridentifikation*|identifikationsnummer|finanzamt",
        general=TAX,
        grouped=r"\d{2} \d{3} \d{3} \d{3}",
        caught=(
            "Meine Steuer-ID ist 12 345 678 114.",
            "IdNr.: 10224567893",
            "steueridentifikationsnummer 98 765 432 114",
        ),
        clean=(
            "Meine Steuer-ID ist 12 345 678 119.",
            "Bestellnummer 10224567893",
        ),
    ),
    identifier(
        "de-tax-number",
        r"\d{10,11}|\d{13}",
        "de.stnr",
        words="steuernummer|steuer nr|steuer nummer|steuernr|st nr|stnr|tax number",
        alone=False,
        grouped=r"\d{2,3}/\d{3,4}/\d{4,5}",
        caught=(
            "Steuernummer 21/815/08150",
            "Meine Steuernummer lautet 151/815/08156.",
            "St.-Nr. 9181081508155 beim Finanzamt",
        ),
        clean=("Rechnung 21/815/08150", "Steuernummer 123456789"),
    ),
    identifier(
        "de-social-security",
        r"\d{8}[A-Z]\d{3}",
        is_de_social_security,
        words="rvnr|rentenversicherung*|rentenversicherungsnummer|sozialversicherung*|sv nummer|"
        "svnr|versicherungsnummer|sozialversicherungsausweis",
        general=NATIONAL,
        bare=0.75,
        caught=(
            "Meine Rentenversicherungsnummer ist 12 010190 M 015.",
            "SV-Nummer 65311285A001",
            "sozialversicherungsnummer: 13150670k509",
        ),
        clean=(
            "SV-Nummer 65311285A009",
            "RVNR 65311385A001",
            "Artikel 12 010190 M 0",
        ),
        patterns=(
            Pattern(
                "de-social-security",
                r"(?<![A-Za-z0-9_])\d{2} \d{6} [A-Z] \d{2} ?\d(?![A-Za-z0-9_])",
                score=0.85,
                validate=lambda found: is_de_social_security(found.replace(" ", "")),
            ),
        ),
        source="https://www.gesetze-im-internet.de/vkvv/__2.html",
    ),
    identifier(
        "de-health-insurance",
        r"[A-Z]\d{9}",
        is_de_health_insurance,
        words="kvnr|krankenversicher*|krankenkasse*|versicherten*|"
        "gesundheitskarte|egk|versicherung*|health insurance|insurance",
        caught=(
            "Meine Versichertennummer ist A123456780.",
            "KVNR M000000122",
            "krankenkasse: t987654328",
        ),
        clean=(
            "Versichertennummer A123456789",
            "Serie M000000129",
        ),
        source="https://www.gkv-datenaustausch.de/kvnr/kvnr.jsp",
    ),
    identifier(
        "de-lanr",
        r"\d{9}",
        is_lanr,
        words="lanr|arztnummer|arzt nr|lebenslange arztnummer|kv nummer",
        alone=False,
        caught=(
            "LANR: 123456601",
            "Meine Arztnummer lautet 000012834.",
            "lebenslange Arztnummer 987654450",
        ),
        clean=("LANR: 123456901", "Rechnung 123456601"),
        source="https://www.kbv.de/media/sp/Arztnummern_Richtlinie.pdf",
    ),
    identifier(
        "de-bsnr",
        r"(?:0[1-3]|17|20|38|46|5[1-2]|7[1-3]|78|8[38]|9[3-9])\d{7}",
        words="bsnr|betriebsstaette*|betriebsstatte*|betriebsstaettennummer|praxisnummer",
        alone=False,
        caught=(
            "BSNR 021234568",
            "Die Betriebsstättennummer ist 721111100.",
            "unsere bsnr: 380000100",
        ),
        clean=("BSNR 99123456", "Auftrag 021234568"),
        source="https://www.kbv.de/media/sp/Arztnummern_Richtlinie.pdf",
    ),
    _document(
        "de-passport",
        "CFGHJK",
        _PASSPORT_WORDS,
        caught=(
            "Mein Reisepass hat die Nummer C01X00T478.",
            "Pass-Nr.: F12345671",
            "c01x00t478",
        ),
        clean=("Reisepass C01X00T479", "C01X00T", "Modell C01X00T47-B"),
    ),
    _document(
        "de-id-card",
        "LMNPRTVWXY",
        _CARD_WORDS,
        caught=(
            "Mein Personalausweis hat die Nummer L01X00T471.",
            "Ausweisnummer: T22000129",
            "perso l1zzzzzz1",
        ),
        clean=("Ausweisnummer L01X00T472", "L01X00T", "Modell T22000129-B"),
    ),
    identifier(
        "de-driver-license",
        r"[0-9A-Z]{3}[0-9A-Z]{6}[0-9A-Z]\d",
        words="fuhrerschein*|fuehrerschein*|fuhrerscheinnummer|fahrerlaubnis",
        alone=False,
        caught=(
            "Mein Führerschein: B072RRE2I55",
            "Führerscheinnummer N0704578035",
            "Fahrerlaubnis J010000SD51",
        ),
        clean=("Gerät B072RRE2I55", "Führerschein B072RRE2"),
        source="https://www.kba.de",
    ),
    Detector(
        "de-handelsregister",
        PERSONAL,
        caught=(
            "Amtsgericht Berlin HRB 12345 B",
            "Handelsregister: HRA 1234",
            "Wir sind die Muster GmbH, HRB123456.",
        ),
        clean=("HRC 12345", "HRB 1234567", "THRB 12345"),
        patterns=(
            Pattern(
                "de-handelsregister",
                r"(?<![A-Za-z0-9_])HR[AB] ?\d{1,6}(?: ?[A-Z]{1,2})?(?![A-Za-z0-9_])",
                score=0.8,
                context="handelsregister|amtsgericht|registergericht|hrb|hra|gmbh|registernummer",
                score_without_context=0.6,
            ),
        ),
        source="https://www.handelsregister.de",
    ),
)
