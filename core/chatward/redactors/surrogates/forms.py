"""What stands at fixed places of an identity number: a date, the number of a country or a sex.

Only places that the check digits say nothing of; without them a stand-in would rarely look like
one. Sources are those of the detectors of the same kinds.
"""

from __future__ import annotations

from random import Random

# By kind: where a date begins among the letters and digits, and how it is written.
_DATES: dict[str, tuple[int, str]] = {
    "at-svnr": (4, "DDMMYY"),
    "be-nn": (0, "YYMMDD"),
    "bg-egn": (0, "YYMMDD"),
    "cn-resident-id": (6, "CCYYMMDD"),
    "cu-ni": (0, "YYMMDD"),
    "cz-rodne-cislo": (0, "YYMMDD"),
    "de-social-security": (2, "DDMMYY"),
    "dk-cpr": (0, "DDMMYY"),
    "ee-isikukood": (1, "YYMMDD"),
    "eg-national-id": (1, "YYMMDD"),
    "fi-personal-identity-code": (0, "DDMMYY"),
    "gr-amka": (0, "DDMMYY"),
    "id-nik": (6, "DDMMYY"),
    "is-kennitala": (0, "DDMMYY"),
    "kr-frn": (0, "YYMMDD"),
    "kr-rrn": (0, "YYMMDD"),
    "kz-iin": (0, "YYMMDD"),
    "lt-asmens-kodas": (1, "YYMMDD"),
    "lu-national-id": (0, "CCYYMMDD"),
    "lv-personas-kods": (0, "DDMMYY"),
    "mx-curp": (4, "YYMMDD"),
    "mx-rfc": (4, "YYMMDD"),
    "mx-voter-key": (6, "YYMMDD"),
    "my-nric": (0, "YYMMDD"),
    "no-fodselsnummer": (0, "DDMMYY"),
    "pl-pesel": (0, "YYMMDD"),
    "ro-cnp": (1, "YYMMDD"),
    "yu-jmbg": (0, "DDMM"),
    "za-id-number": (0, "YYMMDD"),
}
# By kind: a place, and what may stand there.
_FIXED: dict[str, tuple[int, str]] = {
    "ae-emirates-id": (0, "784"),
    "ar-cuit": (0, "20 23 27"),
    "eg-national-id": (0, "2"),
    "fr-nir": (0, "1 2"),
    "iccid": (0, "89"),
    "kr-frn": (6, "5 6"),
    "kr-rrn": (6, "1 2"),
    "lt-asmens-kodas": (0, "3 4"),
    "md-idnp": (0, "2"),
    "mx-voter-key": (14, "H M"),
    "ng-bvn": (0, "22"),
    "ro-cnp": (0, "1 2"),
    "sa-national-id": (0, "1 2"),
    "us-mbi": (0, "1 2 3 4"),
    "us-npi": (0, "1 2"),
    "za-id-number": (10, "0"),
}
_LEAD = {"de-id-card": 1, "de-passport": 1, "in-driver-license": 2, "in-vehicle-registration": 2}


def kept_of(kind: str) -> int:
    """Return how many signs in front say where a number is from, and not whose it is."""
    return _LEAD.get(kind, 0)


def in_form(kind: str, value: str, random: Random) -> str:
    """Return a number with a date and a sign of its kind in their places."""
    parts: list[tuple[int, str]] = []
    if kind in _DATES:
        place, form = _DATES[kind]
        parts.append((place, _date(form, random)))
    elif kind == "se-personnummer":
        # With or without the century.
        long = sum(map(str.isdigit, value)) == 12
        parts.append((0, _date("CCYYMMDD" if long else "YYMMDD", random)))
    if kind in _FIXED:
        place, choices = _FIXED[kind]
        parts.append((place, random.choice(choices.split())))
    for place, part in parts:
        value = _put(value, place, part)
    return value


def _date(form: str, random: Random) -> str:
    numbers = {
        "CC": "19",
        "YY": f"{random.randint(40, 99)}",
        "MM": f"{random.randint(1, 12):02}",
        "DD": f"{random.randint(1, 28):02}",
    }
    return "".join(numbers[form[i : i + 2]] for i in range(0, len(form), 2))


def _put(value: str, place: int, part: str) -> str:
    """Return the value with a part from a place on that counts letters and digits only."""
    places = [i for i, char in enumerate(value) if char.isascii() and char.isalnum()]
    chars = list(value)
    for i, char in zip(places[place:], part, strict=False):
        if char.isdigit() == chars[i].isdigit():  # else it is no number of this kind
            chars[i] = char.lower() if chars[i].islower() else char
    return "".join(chars)
