"""Numbers of the United States and Canada."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_dea_number, is_npi
from chatward.detectors.personal.identifiers.entry import (
    COMPANY,
    NATIONAL,
    TAX,
    acronym,
    identifier,
)

# Consonants and vowels that no one takes for a digit; S, L, O, I, B and Z are left out.
_MBI = "[AC-HJKMNP-RT-Y]"
_MBI_OR_DIGIT = "[0-9AC-HJKMNP-RT-Y]"

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "us-itin",
        r"9\d{8}",
        "us.itin",
        words="itin|individual taxpayer|taxpayer identification|ssn",
        general=TAX,
        bare=0.7,
        written=r"\d{3}-\d{2}-\d{4}",
        alone=False,
        grouped=r"\d{3}[ -]\d{2}[ -]\d{4}",
        caught=(
            "My ITIN is 900-70-1230.",
            "itin 900704320",
            "I file with 912-85-1230 every year",
        ),
        clean=("ITIN 900-10-1234", "order 900701234", "it took 900 70 1234 tries"),
    ),
    identifier(
        "us-mbi",
        rf"[1-9]{_MBI}{_MBI_OR_DIGIT}\d{_MBI}{_MBI_OR_DIGIT}\d{_MBI}{{2}}\d{{2}}",
        words="mbi|medicare|medicare beneficiary|beneficiary",
        bare=0.7,
        written=r"[A-Za-z0-9]{4}-[A-Za-z0-9]{3}-[A-Za-z0-9]{4}|[A-Z0-9]{11}",
        caught=(
            "my Medicare number is 1EG4-TE5-MK73",
            "MBI: 1EG4TE5MK73",
            "It says 2AC3-DE4-FG56 on the card.",
        ),
        clean=("MBI: 1EG4-TE5-MKL3", "1BG4-TE5-MK73", "0EG4-TE5-MK73"),
        source="https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi.pdf",
    ),
    identifier(
        "us-npi",
        r"[12]\d{9}",
        is_npi,
        words="npi|national provider|provider id|provider identifier|provider number",
        grouped=r"\d{4}[ -]\d{3}[ -]\d{3}",
        caught=(
            "NPI: 1234567893",
            "the provider number is 1000 000 020",
            "his NPI is 2123-456-784",
        ),
        clean=("NPI: 1234567899", "tracking 1234567893 is late"),
        source="https://www.cms.gov/regulations-and-guidance/administrative-simplification/nationalprovidentstand",
    ),
    identifier(
        "medical-license",
        r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}",
        is_dea_number,
        words="dea|dea number|dea registration|prescriber|medical license|license|licence",
        caught=(
            "DEA number AB1234563",
            "my dea is bs0001127",
            "Prescriber DEA: F97654329",
        ),
        clean=(
            "DEA number AB1234569",
            "invoice AB1234563",
        ),
        source="https://www.deadiversion.usdoj.gov/drugreg/registration.html",
    ),
    identifier(
        "us-ein",
        r"\d{9}",
        "us.ein",
        words="fein|employer identification|federal tax|tax id|my ein|our ein|ein number|"
        "ein is|company ein|business ein|irs",
        score=0.8,
        alone=False,
        caught=(
            "Our EIN is 12-3456789.",
            "the EIN number is 010000023",
            "federal tax id: 20-1234567",
        ),
        clean=("EIN 07-3456789", "order 12-3456789", "the score was 12-3456789"),
        patterns=(acronym("us-ein", "F?EIN", r"\d{2}-?\d{7}", "us.ein"),),
    ),
    identifier(
        "us-ptin",
        r"P\d{8}",
        words="ptin|preparer|tax preparer|preparer tax",
        alone=False,
        caught=(
            "PTIN P01234567",
            "my preparer's PTIN is p00000001",
            "preparer: P12345678",
        ),
        clean=("part P01234567", "PTIN P0123456", "order P01234567"),
        source="https://www.irs.gov/tax-professionals/ptin-requirements-for-tax-return-preparers",
    ),
    identifier(
        "ca-sin",
        r"[1-79]\d{8}",
        "ca.sin",
        words="sin number|assurance sociale|numero d'assurance sociale|my sin|sin is|sin card|"
        "mon nas|numero nas|nas est",
        general=NATIONAL,
        alone=False,
        grouped=r"\d{3}[ -]\d{3}[ -]\d{3}",
        caught=(
            "my SIN is 123-456-782",
            "Mon numéro d'assurance sociale est le 500 000 013.",
            "SIN: 700000128",
        ),
        clean=("my SIN is 123-456-789", "commande 123 456 782"),
        patterns=(acronym("ca-sin", "SIN|NAS", r"\d{3}[ -]?\d{3}[ -]?\d{3}", "ca.sin"),),
    ),
    identifier(
        "ca-business-number",
        r"\d{9}(?:R[CMPT]\d{4})?",
        "ca.bn",
        words="bn|gst|hst|cra|numero d'entreprise|tps|tvh",
        general=COMPANY,
        alone=False,
        caught=(
            "Business number 123456782",
            "our GST number is 123456782RT0001",
            "Numéro d'entreprise : 100000017 RC 0001",
        ),
        clean=("business number 123456789", "ticket 123456782"),
    ),
    identifier(
        "ca-health-number",
        r"9\d{9}",
        "ca.bc_phn",
        words="phn|health number|personal health number|health card|care card|msp|carte sante",
        alone=False,
        grouped=r"\d{4} \d{3} \d{3}",
        caught=(
            "My personal health number is 9123 456 780.",
            "PHN 9000000018",
            "care card 9876 543 218",
        ),
        clean=("PHN 9123 456 789", "tracking 9123456780"),
    ),
)
