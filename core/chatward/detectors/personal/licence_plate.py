"""Licence plates: after a word such as "plate" or "Kennzeichen", or by a country's own form.

Forms: https://en.wikipedia.org/wiki/Vehicle_registration_plates_of_the_United_Kingdom,
.../Vehicle_registration_plates_of_India, .../Vehicle_registration_plates_of_Turkey.
"""

from __future__ import annotations

import re

from chatward.detectors.detector import Detector
from chatward.detectors.personal.cue import after_cue
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import CODE, Reading

_CUES = (
    "licen[cs]e ?plates?|number ?plates?|plate|registration plate|(?:vehicle|car|van|bike|truck|"
    "motorbike|"
    "motorcycle) reg(?:istration)?|reg\\.? (?:no|number|plate)|vrm|vrn|"
    "(?:auto|kfz-?)?kennzeichen|nummernschild|plaques?|immatriculation|immatriculée?|matr[íi]cula|"
    "placas?|patente (?:del auto|del veh[íi]culo|vehicular)|chapa|targa|targat[ao]|kenteken|"
    "nummerplaat|registreringsnummer|"
    "regn(?:umme)?r|"
    "reg\\.? ?nr|registreringsskylt|nummerplade|nummerskilt|kjennemerke|rekisteri(?:numero|tunnus|"
    "kilpi)|"
    "numery? rejestracyjn[ye]|rejestracja|tablica rejestracyjna|[sš]pz|registrační značka|"
    "evidenční číslo vozidla|reg(?:istrska|istarska) (?:tablica|oznaka|številka)|rendszám|"
    "înmatriculare|plaka(?:sı|m| numarası| no)?|гос\\.? ?номер|номерной знак|номер машины|"
    "регистрационный номер автомобиля|номерний знак|регистрационен номер|πινακίδα|"
    "αριθμ[όo]ς κυκλοφορίας|رقم اللوحة|لوحة السيارة|پلاک|לוחית רישוי|מספר רכב|गाड़ी (?:का )?नंबर|"
    "plat nomor|nomor polisi|biển số(?: xe)?|ทะเบียนรถ|车牌号?码?|車牌號?碼?|ナンバープレート|"
    "車両番号|"
    "차량 ?번호|번호판|numéro d'immatriculation"
)
_CAPITAL = "[A-Z0-9\u00c4\u00d6\u00dc\u0410-\u042f]"
_PLATE = (
    "[\u4e00-\u9fff][A-Z][ \u00b7]?[A-Z0-9]{4,6}"
    "|[\u4e00-\u9fff]{1,4}[ ]?\\d{2,3}[ ]?[\u3040-\u309f][ ]?\\d{1,2}-?\\d{2}"
    "|(?:[\uac00-\ud7af]{2})?\\d{2,3}[ ]?[\uac00-\ud7af][ ]?\\d{4}"
    f"|(?-i:{_CAPITAL}{{1,8}}(?:[ \u00b7-]{_CAPITAL}{{1,7}}){{0,3}})"
    "|[a-z]{1,3}-?\\d{1,4}(?:[ -]?[a-z]{1,3})?(?:[ -]?\\d{1,4})?|"
    "\\d{1,4}[ -]?[a-z]{2,3}[ -]?\\d{0,4}"
)
_WORD = re.compile(r"[ ][^\W\d_]+$")


def _plate_chars(written: str) -> int:
    """Return how much is the plate; words in small letters follow it in a sentence."""
    while (last := _WORD.search(written)) and (last[0].islower() or len(last[0]) > 4):
        written = written[: last.start()]
    compact = [char for char in written if char.isalnum()]
    digits = sum(char.isdigit() for char in compact)
    return len(written) if digits >= 1 and 4 <= len(compact) <= 11 else 0


# Two letters, two figures (a half-year), three letters; I and Q are never used at the end.
_UK = r"(?<![A-Za-z0-9_-])[A-HJ-PR-Y][A-HJ-PR-Y][0-8]\d[ ][A-HJ-PR-Z]{3}(?![A-Za-z0-9_-])"
# Two letters, three figures, two letters in France (with hyphens) and Italy (with blanks).
_FRENCH = r"(?<![A-Za-z0-9_-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![A-Za-z0-9_-])"

LICENCE_PLATE = Detector(
    "licence-plate",
    PERSONAL,
    caught=(
        "my license plate is 7ABC123",
        "AB12 CDE",
        "number plate: ab12cde please",
        "Kennzeichen B-AB 1234",
        "plaque d'immatriculation AB-123-CD",
        "matrícula 1234 BCD",
        "targa AB 123 CD",
        "kenteken 12-ABC-3",
        "номерной знак А123ВС77",
        "车牌号京A12345",
        "차량번호 12가 3456",
    ),
    clean=("a plate of pasta", "plate is dirty", "Item PPA-155-96", "AB12 34", "the plate cost 12"),
    patterns=(
        after_cue("licence-plate", _CUES, _PLATE, validate=_plate_chars),
        Pattern("licence-plate", _UK, 0.6, unless="item|part|model|sku|code|order|product"),
        Pattern(
            "licence-plate", _FRENCH, 0.55, unless="item|part|model|sku|code|order|product|ref"
        ),
    ),
)

_INDIAN_STATES = (
    "A[NPRS]|BH|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|"
    "T[NRSG]|"
    "U[AKP]|WB"
)
INDIAN = Detector(
    "in-vehicle-registration",
    PERSONAL,
    caught=("KA 01 AB 1234", "my bike's number is OD02BA2341", "DL3CAB0001", "MH-12-DE-1433"),
    clean=("KA 01 1234", "XX 01 AB 1234", "KA01AB12345"),
    patterns=(
        Pattern(
            "in-vehicle-registration",
            rf"(?<![A-Za-z0-9_-])(?:{_INDIAN_STATES})[ -]?\d{{1,2}}[ -]?[A-Z]{{1,3}}[ -]?\d{{4}}"
            r"(?![A-Za-z0-9_-])",
            0.75,
        ),
    ),
)

_TURKISH_LETTERS = "[A-PR-VYZ]"
_ALONE = "(?<![A-Za-z0-9_.,:-])"
_PROVINCE = r"(?:0[1-9]|[1-7]\d|8[01])"
_UNITS = re.compile(
    r"[ ]?(?:MB|GB|TB|KB|KG|ML|CM|MM|KM|HZ|EUR|USD|GBP|TRY|TL|AM|PM|PCS|DPI|RPM|FPS|PSI|MHZ|GHZ|"
    r"MIN|SEC|"
    r"HRS|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|THE|AND|FOR|OF|TO|IN|AT|ON|OR|BY|BIT)[ ]?"
)


def _is_turkish(written: str) -> bool:
    return _UNITS.search(written) is None


TURKISH = Detector(
    "tr-license-plate",
    PERSONAL,
    caught=(
        "34 ABC 123",
        "Araç plakası 34 ABC 1234 olarak kayıtlı",
        "plaka 06 A 1234",
        "35 JK 1234",
    ),
    clean=("12 MAY 2024", "10 A 16", "82 ABC 123", "16 GB 512", "34 abc 123"),
    patterns=(
        Pattern(
            "tr-license-plate",
            rf"{_ALONE}{_PROVINCE}[ ]{_TURKISH_LETTERS}{{2,3}}[ ]\d{{3,4}}(?![A-Za-z0-9_.,:-])",
            0.6,
            validate=_is_turkish,
        ),
        Pattern(
            "tr-license-plate",
            rf"{_ALONE}{_PROVINCE}[ ]?{_TURKISH_LETTERS}{{1,3}}[ ]?\d{{2,4}}(?![A-Za-z0-9_])",
            0.85,
            context="plaka*|plate|plates|license plate|licence plate|number plate|arac|aracim*",
        ),
    ),
    readings=(
        Reading(
            "tr-license-plate",
            CODE,
            rf"{_PROVINCE}{_TURKISH_LETTERS}{{2,3}}\d{{3,4}}",
            "plaka*|plate|license plate|licence plate",
            score=0.7,
            validate=_is_turkish,
        ),
    ),
)

DETECTORS = (LICENCE_PLATE, INDIAN, TURKISH)
