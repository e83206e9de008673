"""Numbers of Australia and New Zealand."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.checksums import is_au_medicare, is_nz_nhi
from chatward.detectors.personal.identifiers.entry import COMPANY, NATIONAL, TAX, identifier

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "au-tfn",
        r"\d{8,9}",
        "au.tfn",
        words="tfn|tax file|tax file number|tax file no|ato",
        general=TAX,
        alone=False,
        grouped=r"\d{3} \d{3} \d{2,3}",
        caught=(
            "My tax file number is 123 456 782.",
            "tfn 876000018",
            "TFN: 565 432 118",
        ),
        clean=("TFN 123 456 789", "order 123 456 782"),
    ),
    identifier(
        "au-medicare",
        r"[2-6]\d{9,10}",
        is_au_medicare,
        words="medicare|medicare card|medicare number",
        general=NATIONAL,
        alone=False,
        grouped=r"\d{4}[ -]\d{5}[ -]\d(?:[ /-]\d)?",
        caught=(
            "My Medicare card is 2123 456701.",
            "medicare number 2000 000111",
            "Medicare: 5987 65437 2",
        ),
        clean=(
            "Medicare 2123 456791",
            "order 2123456701",
        ),
        source="https://developer.digitalhealth.gov.au",
    ),
    identifier(
        "au-abn",
        r"\d{11}",
        "au.abn",
        words="abn|australian business|business number",
        general=COMPANY,
        bare=0.6,
        written=r"\d{2} \d{3} \d{3} \d{3}",
        caught=(
            "Our ABN is 18 123 456 789.",
            "abn 44000000012",
            "ABN: 80-987-654-321",
        ),
        clean=("ABN 19 123 456 789", "order 18123456789"),
    ),
    identifier(
        "au-acn",
        r"\d{9}",
        "au.acn",
        words="acn|australian company|arbn",
        general=COMPANY,
        alone=False,
        grouped=r"\d{3} \d{3} \d{3}",
        caught=(
            "ACN 123 456 780",
            "our acn is 001000004",
            "Pty Ltd, ACN: 098 765 434",
        ),
        clean=("ACN 123 456 789", "order 123 456 780"),
    ),
    identifier(
        "nz-ird",
        r"\d{8,9}",
        "nz.ird",
        words="ird|ird number|inland revenue|gst",
        general=TAX,
        alone=False,
        caught=(
            "My IRD number is 12-345-674.",
            "ird 100-000-016",
            "Inland Revenue: 49 876 548",
        ),
        clean=("IRD 12-345-679", "order 12-345-674"),
    ),
    identifier(
        "nz-nhi",
        r"[A-HJ-NP-Z]{3}\d{4}",
        is_nz_nhi,
        words="nhi|nhi number|national health index|health index|patient",
        alone=False,
        caught=(
            "My NHI number is ZZZ0008.",
            "nhi abc1235",
            "NHI: CGC2720",
        ),
        clean=("NHI ZZZ0009", "room ABC1235"),
        source="https://www.health.govt.nz",
    ),
)
