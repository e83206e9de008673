"""Where somebody is: latitude and longitude, Plus Codes, the three words of what3words.

Decimal degrees (ISO 6709) need four decimals each, eleven metres or less: fewer name a town, and
prices and versions look alike. A third such number makes it a list of measurements. Degrees with
minutes or a point of the compass stand for themselves. Plus Codes: https://plus.codes.
"""

from __future__ import annotations

import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "coordinates"
FAMILY = PERSONAL

CAUGHT = (
    "I am at 52.520008, 13.404954 now",
    "https://maps.example.org/@48.8583701,2.2944813,17z",
    "geo:37.786971,-122.399677",
    "lat 40.7128 lon -74.0060",
    "52°31'12\"N 13°24'18\"E",
    "40.446° N, 79.982° W",
    "N 48° 51.500' E 2° 17.670'",
    "meet me at 9F4MGC2M+CX",
    "///filled.count.soap",
)
CLEAN = (
    "version 52.5200, build 13.4049",
    "0.1234, 0.5678",
    "[12.3456, 45.6789, 78.9012]",
    "1.2345, 200.1234",
    "EUR 12.50, 13.40",
    "it is 25° C",
    "95.1234, 13.4049",
    "2.7.1828",
)

_LATITUDE = r"[+-]?\d{1,2}\.\d{4,15}"
_LONGITUDE = r"[+-]?\d{1,3}\.\d{4,15}"
_BETWEEN = r"(?:[ ]?[,;/|][ ]?|[ ]{1,2}|%2C)"
_MARK = r"[°º˚]"
_SECONDS = r"\d{1,2}(?:\.\d{1,6})?[ ]?(?:[\"”″“]|[’'′]{2})[ ]?"
_MINUTES = rf"\d{{1,2}}(?:\.\d{{1,6}})?[ ]?['’′‘][ ]?(?:{_SECONDS})?"
_ANGLE = rf"\d{{1,3}}(?:\.\d{{1,10}})?[ ]?{_MARK}[ ]?(?:{_MINUTES})?"
_PLUS_CODE = "[23456789CFGHJMPQRVWX]"
_NUMBER = re.compile(r"[+-]?\d{1,3}\.\d{4,15}")
_FARTHEST_NORTH, _FARTHEST_EAST = 90, 180


def _is_place(pair: str) -> bool:
    """Tell whether two numbers are on the globe, and no third one follows them."""
    numbers = _NUMBER.findall(pair)
    if len(numbers) != len(("latitude", "longitude")):
        return False
    latitude, longitude = (abs(float(number)) for number in numbers)
    if latitude > _FARTHEST_NORTH or longitude > _FARTHEST_EAST:
        return False
    # Where both are less than one there is water; numbers like these are probabilities.
    return max(latitude, longitude) >= 1


def _has_letters_and_digits(code: str) -> bool:
    return any(map(str.isalpha, code)) and any(map(str.isdigit, code))


_NAME_OF_LATITUDE = r"(?:lat|latitude|latitud|latitudine|breite|breitengrad)[\"']?[ ]?[:=]?[ ]?"

PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![\w.,])(?<!\d[,;] )(?<!\d )(?P<value>{_LATITUDE}{_BETWEEN}{_LONGITUDE}"
        rf"(?:{_BETWEEN}{_LONGITUDE})?)(?![\d%])(?!\.\d)",
        score=0.7,
        validate=_is_place,
        unless="version|build|release|price|loss|accuracy|score",
        lead=rf"{_LATITUDE}{_BETWEEN}[+-]?\d{{1,3}}\.\d{{4}}",
        lead_chars=60,
    ),
    Pattern(
        KIND,
        rf"(?<![\w.]){_NAME_OF_LATITUDE}(?P<value>[+-]?\d{{1,2}}\.\d{{2,15}}[^\d\n]{{1,20}}?"
        r"[+-]?\d{1,3}\.\d{2,15})(?!\d)",
        score=0.8,
        ignore_case=True,
        lead=rf"{_NAME_OF_LATITUDE}[+-]?\d",
    ),
    Pattern(
        KIND,
        rf"(?<![\w.])(?:{_ANGLE}[NSOEW]?[ ]?[,;/]?[ ]?{_ANGLE}[NSOEW]"
        rf"|[NS][ ]?{_ANGLE}[,;/]?[ ]?[EWO][ ]?{_ANGLE})(?![A-Za-z0-9])",
        score=0.85,
        lead=_MARK,
        lead_chars=20,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Z0-9+])(?:{_PLUS_CODE}{{8}}\+{_PLUS_CODE}{{2,3}})(?![A-Z0-9+])",
        score=0.8,
        validate=_has_letters_and_digits,
    ),
    Pattern(
        KIND,
        r"(?<![\w:/.])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![\w./])",
        score=0.85,
    ),
)
