"""Numbers of the United Kingdom and Ireland."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_uk_driver_number
from chatward.detectors.personal.identifiers.entry import NATIONAL, TAX, identifier
from chatward.matching.pattern import Pattern

# BG, GB, KN, NK, NT, TN and ZZ are not used, nor D, F, I, Q, U, V first and O second.
_NINO = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"
_NINO_WORDS = "nino|ni|ni number|ni no|national insurance"

_NINO_UNUSED = frozenset(("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "uk-nhs",
        r"\d{10}",
        "gb.nhs",
        words="nhs|nhs number|nhs no|health service|health number|patient|patient number",
        alone=False,
        grouped=r"\d{3}[ -]\d{3}[ -]\d{4}",
        caught=(
            "My NHS number is 943 476 1239.",
            "nhs no: 4000000012",
            "NHS 401-000-1232",
        ),
        clean=("NHS number 943 476 1238", "order 4000000012"),
    ),
    identifier(
        "uk-nino",
        _NINO,
        words=_NINO_WORDS,
        general=NATIONAL,
        bare=0.75,
        caught=(
            "My national insurance number is AB 12 34 56 C.",
            "nino ab123456c",
            "NI number: ce 00 00 01 a",
        ),
        clean=("BG123456A", "ni number QQ 12 34 56 C", "AB 12 34 56 H"),
        patterns=(
            Pattern(
                "uk-nino",
                r"(?<![A-Za-z0-9_])[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z](?: ?\d{2}){3} ?[a-d]"
                r"(?![A-Za-z0-9_])",
                score=0.85,
                ignore_case=True,
                validate=lambda found: found[:2].upper() not in _NINO_UNUSED,
                context=_NINO_WORDS,
                score_without_context=0.6,
            ),
        ),
        source="https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110",
    ),
    identifier(
        "uk-utr",
        r"\d{10}K?",
        "gb.utr",
        words="utr|unique taxpayer|taxpayer reference|self assessment|tax reference|hmrc",
        general=TAX,
        alone=False,
        caught=(
            "my UTR is 1123456789",
            "Unique Taxpayer Reference: 90000 00001",
            "self assessment 99876 54321",
        ),
        clean=("my UTR is 9123456789", "invoice 1123456789"),
    ),
    identifier(
        "uk-driving-licence",
        r"[A-Z][A-Z9]{4}\d[0156]\d[0-3]\d{2}[A-Z][A-Z9]{1,2}[A-Z0-9][A-Z]{2}",
        is_uk_driver_number,
        words="driving licence|driver licence|driving license|driver number|licence|dvla",
        bare=0.75,
        caught=(
            "My driving licence is EXAMP 701015 AB9CD.",
            "driver number SMITH 652112 J99AB",
            "EXAMP701015AB9CD",
        ),
        clean=("EXAMP743015AB9CD", "driving licence EXAMP701345AB9CD"),
        patterns=(
            Pattern(
                "uk-driving-licence",
                r"(?<![A-Za-z0-9_])[A-Z][A-Z9]{4} \d[0156]\d[0-3]\d{2} [A-Z][A-Z9][A-Z0-9][A-Z]{2}"
                r"(?![A-Za-z0-9_])",
                score=0.8,
                validate=lambda found: is_uk_driver_number(found.replace(" ", "")),
            ),
        ),
        source="https://www.gov.uk/government/publications/inf1d-dvla-driving-licence-application",
    ),
    identifier(
        "uk-vat",
        r"(?:GB|XI)?(?:\d{9}|\d{12}|(?:GD|HA)\d{3})",
        "gb.vat",
        words="vat|vat number|vat no|vat registration|vat reg|vat id",
        alone=False,
        caught=(
            "Our VAT number is GB 123 4567 27.",
            "VAT reg no 123456727",
            "vat: GB980000011",
        ),
        clean=("VAT number GB 123 4567 89", "article 123456727"),
    ),
    identifier(
        "uk-company-number",
        r"(?:0|1)\d{7}|(?:SC|NI|OC|SO|NC|FC|BR|LP|SL|RC|CE|CS|IP|SP)\d{6}",
        words="crn|companies house|company number|company no|company reg|company registration|"
        "registered in england|registered number",
        alone=False,
        caught=(
            "Registered in England, company number 01234567",
            "Companies House SC123456",
            "our CRN is OC 300001",
        ),
        clean=("company number 91234567", "order 01234567", "SC123456"),
        source="https://www.gov.uk/government/publications/company-information-uniform-resource-identifier-uri-customer-guide",
    ),
    identifier(
        "uk-upn",
        r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]",
        "gb.upn",
        words="upn|pupil|pupil number|unique pupil|school|student",
        bare=0.6,
        caught=(
            "The pupil's UPN is A801200001004.",
            "upn A801123456008",
            "unique pupil number: C805000012004",
        ),
        clean=("UPN Z801200001009", "UPN A8012000010041"),
    ),
    identifier(
        "ie-pps",
        r"\d{7}[A-W][A-IWTX]?",
        "ie.pps",
        words="pps|ppsn|pps number|pps no|personal public service|rsi|uimhir psp",
        general=NATIONAL,
        bare=0.5,
        caught=(
            "My PPS number is 1234567FA.",
            "ppsn 0000001B",
            "PPSN: 7654321GW",
        ),
        clean=("My PPS number is 1234567ZA.", "part 1234567Z"),
    ),
    identifier(
        "ie-vat",
        r"IE\d[0-9A-Z+*]\d{5}[A-W][A-I]?",
        "ie.vat",
        words="cbl",
        general=TAX,
        bare=0.6,
        caught=(
            "VAT no. IE1234567T",
            "IE1234567WH is our VAT number",
            "vat ie0000001b",
        ),
        clean=("VAT no. IE1234567Z", "IE1234567ZH is our VAT number"),
    ),
)
