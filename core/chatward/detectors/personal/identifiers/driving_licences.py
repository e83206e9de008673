"""Driving licences without a check of their own: a word for them must stand before."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers.entry import acronym, identifier

_WORDS = (
    "driver license|drivers license|driver s license|driver licence|drivers licence|"
    "driver s licence|driving license|driving licence|license number|licence number|license no|"
    "dln|dl number|dl no|operator license|state id|permit number"
)
# State by state: California A1234567, Texas 12345678, Florida and Michigan A123456789012, New
# Jersey A12345678901234, Washington WDLAB12345CD, New Hampshire 12ABC34567, Missouri 123456789A.
_STATES = (
    r"[A-Z]\d{4,9}|[A-Z]\d{11,14}|\d{7,10}|\d{12}|[A-Z]{2}\d{2,7}[A-Z]?|\d{8,9}[A-Z]{1,2}|"
    r"\d{3}[A-Z]{2}\d{4}|\d{2}[A-Z]{3}\d{5,6}|\d{7}[A-Z]|[A-Z]{3}\d{6}|[A-Z]\d{3}[A-Z]{2}\d{4,5}|"
    r"[A-Z]{3}[A-Z0-9*]{3,6}\d{3}[A-Z0-9]{2}"
)

IDENTIFIERS: tuple[Detector, ...] = (
    identifier(
        "us-driver-license",
        _STATES,
        words=_WORDS,
        score=0.8,
        alone=False,
        caught=(
            "My driver's license is A1234567 from California.",
            "driver license number: F123456789012",
            "DL number 12ABC34567",
        ),
        clean=("part A1234567", "driver's license 123", "order A1234567"),
        patterns=(acronym("us-driver-license", "DL|DLN", r"[A-Z]{0,2}\d{6,14}"),),
        source="https://ntsi.com/drivers-license-format/",
    ),
    identifier(
        "za-driver-license",
        r"\d{8}[0-9A-Z]{2}\d{0,2}",
        words="drivers licence|driver s licence|driving licence|bestuurderslisensie|rybewys",
        score=0.75,
        alone=False,
        caught=(
            "My SA driver's licence is 1234567800.",
            "rybewys 00000012A1",
            "driving licence 987654321012",
        ),
        clean=("order 1234567800", "licence 1234567"),
        source="https://www.natis.gov.za",
    ),
)
