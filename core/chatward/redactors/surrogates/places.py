"""Where somebody lives or is: streets, postcodes, coordinates."""

from __future__ import annotations

import re

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.fakes import faker_of
from chatward.redactors.surrogates.names import cased_like, person
from chatward.redactors.surrogates.pattern import like

_KEPT = """
street st road rd avenue ave av lane ln drive dr court ct place pl terrace square sq close way
crescent boulevard blvd highway hwy parkway pkwy circle row gardens grove hill house flat apt
apartment suite ste unit floor fl room rm box po p.o north south east west n s e w nw ne sw rue
chemin allée impasse quai bis ter cedex avda avenida plaza paseo carrera via viale piazza
corso largo vicolo rua travessa praça estrada straße strasse str weg platz allee gasse ring ufer
damm straat laan plein kade gracht ulica ul aleja al os vej gade gata gatan vägen veien katu tie
utca út the of de la le du des del della di da do dos am an der den dem im in zum zur van von
postfach postbus apartado box caddesi cad sokak sok mahallesi mah no nr strada ул улица пр
проспект пер переулок д дом кв г город вул вулиця οδός οδος
"""  # noqa: RUF001 (words in other scripts)
_STAY = frozenset((*_KEPT.split(), "calle"))  # codespell:ignore calle
_ENDINGS = re.compile(
    r"(straße|strasse|str|weg|platz|allee|gasse|ring|ufer|damm|straat|laan|plein|kade|gracht|vej|"
    r"gade|gata|gatan|vägen|veien|katu|tie)$",
    re.IGNORECASE,
)
_STATE_CODES = "AL AK AZ AR CA CO CT DE FL GA IA ID IL KS KY LA MA MD ME MI MN MO MT NC NJ NY OH OR"
_STATES = _STATE_CODES.split()
_AREA_CODES = "AB BA BB BD BH BL BN BR BS CB CF CH CM CO CR CT DA DD DE DH DN DT DY EH EN EX"
_AREAS = _AREA_CODES.split()
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_TOKEN = re.compile(r"(?i:\bP\.?[ ]?O\.?[ ]?Box\b)|[^\W_]+(?:['\u2019][^\W\d_]+)*")
_POST_BOX = re.compile(r"P\.?[ ]?O\.?[ ]?Box", re.IGNORECASE)
_BRITISH = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)(\s*)(\d)([A-Z]{2})", re.IGNORECASE)
_WHOLE = re.compile(r"\d+(?=[.,]\d)|(?<![.,\d])\d+(?![.,]\d)")


def street(value: str, draw: Draw) -> str | None:
    """Return another address of the same build: other names, house numbers and postcodes."""
    if re.search(r"[\u3040-\u9fff\uac00-\ud7a3]", value):
        return _eastern_street(value, draw)
    words = [(found, _other_word(found[0], draw)) for found in _TOKEN.finditer(value)]
    if not words or any(word is None for _, word in words):
        return None
    left = iter([word or "" for _, word in words])
    return _TOKEN.sub(lambda _: next(left), value)


def postcode(value: str, draw: Draw) -> str | None:
    """Return a postcode of the same form; a British one of an area that there is."""
    british = _BRITISH.fullmatch(value.strip())
    if british is None:
        return like(value, draw.random, "ABCEGHJKLMNPRSTVXY") if value.strip() else None
    area, district, gap, sector, unit = british.groups()
    areas = _AREAS if len(area) == 2 else list("BEGLMNSW")
    district = like(district, draw.random, "ABCDEF")
    end = "".join(draw.random.choice(_INWARD) for _ in unit)
    made = f"{draw.random.choice(areas)}{district}{gap}{like(sector, draw.random)}{end}"
    return made.lower() if value.islower() else made


def coordinates(value: str, draw: Draw) -> str | None:
    """Return another place on the globe, as exact and written like the original."""
    if value.startswith("///"):
        words = "".join(faker_of("en_US", draw.random).words(9)).lower()
        return "///" + ".".join(words[i * 6 : i * 6 + 6] for i in range(3))
    if "+" in value[4:9] and not value.startswith("+"):
        return like(value, draw.random, "CFGHJMPQRVWX").translate(str.maketrans("01", "23"))
    lowest = {1: 1, 2: 10, 3: 100}
    highest = {1: 9, 2: 59, 3: 179}

    def other(found: re.Match[str]) -> str:
        size = len(found[0])
        if size not in lowest:
            return like(found[0], draw.random)
        return str(draw.random.randint(lowest[size], highest[size]))

    made = re.sub(r"(?<=[.,])\d+", lambda found: like(found[0], draw.random), value)
    return _WHOLE.sub(other, made)


def city(value: str, draw: Draw) -> str | None:
    """Return the name of another place."""
    made = str(faker_of(draw.locale, draw.random).city())
    return cased_like(value, made) if value.strip() else None


def company(value: str, draw: Draw) -> str | None:
    """Return the name of another company."""
    made = str(faker_of(draw.locale, draw.random).company())
    return cased_like(value, made) if value.strip() else None


def _other_word(word: str, draw: Draw) -> str | None:
    if _stays(word):
        return word
    if word in _STATES:
        return draw.random.choice(_STATES)
    if any(map(str.isdigit, word)) or (len(word) < 3 and word.isupper()):
        return like(word, draw.random, _INWARD)
    ending = _ENDINGS.search(word)
    if ending and ending.start() > 1:
        stem = _family(word[: ending.start()], draw)
        return stem and stem + word[ending.start() :]
    return _family(word, draw)


def _stays(word: str) -> bool:
    """Tell whether a word says what a part of an address is, and not which."""
    small = word.islower() and len(word) < 3
    return small or word.casefold() in _STAY or _POST_BOX.fullmatch(word) is not None


def _family(word: str, draw: Draw) -> str | None:
    """Return a family name in the place of a word that a street or a town is called."""
    made = person(f"Mr {word}", draw)
    return made and cased_like(word, made[3:])


def _eastern_street(value: str, draw: Draw) -> str:
    """Return an address of the country whose script it is, on one line."""
    kana, hangul = re.search("[\u3040-\u30ff県都府]", value), re.search("[\uac00-\ud7a3]", value)
    locale = "ko_KR" if hangul else "ja_JP" if kana else "zh_CN"
    return " ".join(str(faker_of(locale, draw.random).address()).split())
