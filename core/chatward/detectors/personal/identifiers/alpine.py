"""Numbers of Austria and Switzerland, where Liechtenstein takes part."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import (
    COMPANY,
    NATIONAL,
    TAX,
    checked,
    identifier,
)
from chatward.matching.pattern import Pattern

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "at-svnr",
        r"\d{10}",
        "at.vnr",
        words="svnr|sv nr|sv nummer|sozialversicherung*|versicherungsnummer|e card|ecard",
        general=NATIONAL,
        alone=False,
        grouped=r"\d{4} \d{6}",
        caught=(
            "Meine SVNR ist 1237 010180.",
            "Sozialversicherungsnummer 1009311299",
            "e-card 9871 150670",
        ),
        clean=("Meine SVNR ist 1239 010180.", "Auftrag 1237 010180"),
    ),
    identifier(
        "at-tax-number",
        r"\d{9}",
        "at.tin",
        words="steuernummer|steuer nr|abgabenkontonummer|abgabenkonto|finanzamt",
        general=TAX,
        alone=False,
        caught=(
            "Steuernummer 59-119/9013",
            "Meine Steuernummer ist 03 123/4560.",
            "abgabenkontonummer 98-765/4324",
        ),
        clean=("Steuernummer 59-119/9019", "Rechnung 59-119/9013"),
    ),
    identifier(
        "at-company-number",
        r"(?:FN)?\d{5,6}[A-Z]",
        lambda number: checked("at.businessid")(number.lower()),
        words="firmenbuch*|firmenbuchnummer|fn|fb nr",
        alone=False,
        caught=(
            "Firmenbuchnummer FN 122119m",
            "Firmenbuch FN 122119 M",
            "FN 122119m",
        ),
        clean=("Artikel 122119 m", "FN 1221M"),
        patterns=(
            Pattern(
                "at-company-number",
                r"(?<![A-Za-z0-9_])FN ?\d{5,6} ?[a-z](?![A-Za-z0-9_])",
                score=0.8,
            ),
        ),
        source="https://arthurdejong.org/python-stdnum/doc/2.2/stdnum.at.businessid",
    ),
    identifier(
        "ch-ahv",
        r"756\d{10}",
        "ch.ssn",
        words="ahv|ahv nr|ahv nummer|avs|numero avs|no avs|sozialversicherungsnummer|nss|navs",
        general=NATIONAL,
        bare=0.8,
        written=r"756\.\d{4}\.\d{4}\.\d{2}",
        caught=(
            "Meine AHV-Nummer: 756.1234.5678.97",
            "numéro AVS 7560000000019",
            "Auf dem Ausweis steht 756.9876.0000.17.",
        ),
        clean=("AHV 756.1234.5678.99", "EAN 7560000000019"),
    ),
    identifier(
        "ch-uid",
        r"CHE\d{9}",
        "ch.uid",
        words="uid|ide|idi|mwst|tva|iva|unternehmen*|handelsregister",
        general=COMPANY,
        bare=0.8,
        written=r"CHE-\d{3}\.\d{3}\.\d{3}.*",
        caught=(
            "UID CHE-123.456.788",
            "Unsere MWST-Nummer ist CHE-100.000.012 MWST.",
            "ide CHE100000029",
        ),
        clean=("UID CHE-123.456.789", "CHE-123"),
    ),
)
