"""What follows street and number: flat or floor, postcode, town, country.

The pattern takes along whatever may still be an address, word by word; `Tail.read` then says how
much of it is one. So the pattern stays simple and a town that is only the next sentence is left.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from chatward.detectors.personal import postal_forms
from chatward.matching.lazy import Lazy

UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017fȘȚ\u1e00-\u1eff\u0386-\u03ab\u0400-\u042fҐ"
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u04ff"
PARTICLE = (
    "de|del|de la|de las|de los|de l'|des|du|di|da|do|dos|das|della|delle|dei|degli|"
    "d'|l'|la|le|les|el|y|e|et|aux|sur|sous|en|am|an|an der|der|den|dem|im|in der|bei|ob der|"
    "van|van de|van den|van der|aan|aan den|het|ter|ten|upon|on|of|the|nad|pod|pri|bin|al|i"
)
WORD = rf"[{UPPER}][{LETTER}0-9'\u2019-]{{0,24}}"
_TITLES = "Dr|Prof|Gen|Gral|Col|Mons|Jr|Sr|Br"
SHORTENED = f"(?:[{UPPER}]|St|Ste|Sta|Sto|Mt|Ft|Str|Pl|Sq|Rd|Ave?|Blvd|Ln|{_TITLES})"
"""What a full stop belongs to; after any other word it ends the sentence."""
HOUSE = (
    r"\d{1,5}(?:[ ]?[A-Za-z](?![A-Za-z])(?:[ ]\d{1,3}(?![\d-]))?)?"
    r"(?:[ ]?[/-][ ]?(?:\d{1,4}[A-Za-z]?|[A-Z])(?![A-Za-z0-9])){0,2}"
)
"""A house number: 12, 12a, 12-14, 7/3, 5 A 3."""

_COMMA = r"\.?[ ]?[,;]{1,2}[ ]?"
_LINE = r"[ .,]{0,2}\r?\n[ ,>]{0,5}"
GAP = rf"(?:{_COMMA}|[ ](?:[/\u2013-][ ])?|{_LINE})"
_BREAK = rf"(?:{_COMMA}|[ ][/\u2013-][ ]|{_LINE})"
"""A gap that ends a line of the address: more than a blank."""

# Flats, floors, doors, staircases; what a number or letter follows.
_UNIT_WORDS = (
    "apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|bldg|building|studio|block|tower|house|lot|"
    "apto|apartamento|departamento|depto|dpto|piso|puerta|pta|esc|escalera|planta|bloque|portal|"
    "interno|int|scala|piano|wohnung|whg|top|stiege|tür|haus|stock|etage|"
    "app|appt|appartement|bât|bâtiment|étage|escalier|résidence|porte|bus|bte|boîte|"
    "sala|andar|bloco|lote|conjunto|casa|m|lok|mieszkanie|byt|lgh|lägenhet|trp|tv|th|st|"
    "кв|квартира|корп|корпус|стр|под|эт|д|дом|оф|офис|буд|"
    "of|oficina|torre|dto|appartamento|interior|local|k|к|blk|lvl|"
    "kat|daire|d|no|sc|ap|et|bl|as|em|ajtó|emelet|door|level|lvl|shop|box"
)
# Short words that stand before the name of a town, as in Russian and Romanian.
_TOWN_SHORT = "г|гор|м|обл|пос|с|дер|р-н|mun|jud|com"
TAIL = (
    rf"(?:(?:{GAP}|\.[ ])(?:\([A-Z]{{2}}\)|[{UPPER}][{LETTER}0-9.'\u2019/-]{{0,18}}:?|"
    rf"#?\d[\dA-Za-z\u00ba\u00aa./-]{{0,9}}|"
    rf"(?:{PARTICLE}|{_UNIT_WORDS}|{_TOWN_SHORT})(?![{LETTER}])[.:]?)){{0,9}}"
)
"""As much of what follows as can be part of an address; at most nine words."""

_UNIT = (
    rf"{GAP}(?:(?i:{_UNIT_WORDS})[.:]?[ ]?#?(?:\d[\dA-Za-z/-]{{0,6}}|"
    rf"[A-Z]\d{{0,4}})(?![{LETTER}0-9])"
    rf"|#[ ]?\d{{1,5}}[A-Za-z]?"
    rf"|\d{{1,2}}[\u00ba\u00aa\u00b0o](?:[ -]?(?:[A-Za-z]|izq\.?|izda\.?|dcha\.?)(?![{LETTER}]))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)[ ][Ff]l(?:oor)?\.?|\d{{1,2}}\.[ ]?(?:OG|EG|UG|Stock|Etage|"
    rf"patro|tv|th|mf|sal))"
)
_PLACE_WORD = rf"(?:{SHORTENED}\.|{WORD})"
_PLACE = rf"{_PLACE_WORD}(?:[ -](?:(?:{PARTICLE})[ ]|[dl]')?{WORD}){{0,3}}"
_STEP = rf"{GAP}(?:{_PLACE_WORD}|(?:{_TOWN_SHORT})\.|(?:{PARTICLE})(?![{LETTER}]))"
_POST = rf"(?:[A-Z]{{1,3}}-|(?:Τ\.?Κ\.?|CEP:?|C\.?P\.?)[ ])?{postal_forms.IN_ADDRESS}"

_POSTAL = (
    # 10115 Berlin; the postcode first
    rf"{_BREAK}{_POST}(?:[ ]|{_BREAK}){_PLACE}"
    rf"(?:[ ]\d{{1,2}}(?!\d)|[ ]\([A-Z]{{2}}\)|[ ]/[ ][A-Z]{{2}}|/{WORD})?"
    # London, SW1A 1AA; Austin, TX 78701; Belo Horizonte - MG, 30130-010
    rf"|(?:{_STEP}){{1,7}}?{GAP}{_POST}(?:[ ]{_PLACE})?"
    # Ahmednagar-414001
    rf"|(?:{_STEP}){{0,6}}?{GAP}[{UPPER}][{LETTER}]{{2,20}}-\d{{6}}(?!\d)"
    # E18 C3EN Dublin, where only a blank sets off the postcode
    rf"|[ ](?:{postal_forms.UK}|{postal_forms.CANADA}|{postal_forms.IRELAND})(?![A-Z0-9])"
    rf"(?:[ ]{_PLACE})?"
    rf"|{_BREAK}{_POST}"
)
_TOWN = (
    rf"(?:[ ]?,[ ]?|[ ][\u2013-][ ])(?:(?:{_TOWN_SHORT})\.[ ]?)?{_PLACE}"
    rf"(?:{_BREAK}[A-Z]{{2,3}}(?![{LETTER}]))?"
)

_UNITS = Lazy(rf"(?:{_UNIT}){{0,3}}", re.ASCII)
_POSTED = Lazy(_POSTAL, re.ASCII)
_IN_TOWN = Lazy(_TOWN, re.ASCII)
_DIGIT = re.compile("[0-9]")
# Beyond doubt: set off by more than blanks and no year, or of a form that nothing else has.
_SURE = Lazy(
    rf"[,;\n](?!.*(?:19|20)\d\d$)|(?:{postal_forms.US_STATES}|{postal_forms.AUSTRALIAN_STATES})"
    rf"[ ]\d{{4,5}}|{postal_forms.UK}|{postal_forms.CANADA}",
    re.DOTALL,
)
_SURE_UNITS = (
    "apt|apartment|suite|ste|unit|flat|floor|apto|dpto|depto|piso|wohnung|whg|appt|lgh|oficina|"
    "interior|andar|bloco|daire|кв|квартира"
)
_SURE_UNIT = Lazy(rf"(?i:{_SURE_UNITS})[.:]?[ ]?#?\d|Of\.[ ]?\d")
_UNIT_WORD = frozenset(_SURE_UNITS.split("|")) | {"of"}
_LIKE_A_POSTCODE = re.compile(r"\d{4}|\d\d-?\d[ -]?\d\d|[A-Z]\d")


def may_back(text: str, words: AbstractSet[str]) -> bool:
    """Tell, much faster than `Tail.read`, whether a postcode or a flat can be in a text at all."""
    return not _UNIT_WORD.isdisjoint(words) or _LIKE_A_POSTCODE.search(text, 2) is not None


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a street.

    Attributes:
        end: Where the address ends.
        unit: A flat or an office is named, and it can be nothing else.
        postal: A postcode is, and it can be nothing else.

    """

    end: int
    unit: bool
    postal: bool

    @staticmethod
    def read(text: str, begin: int) -> Tail:
        """Read on from the end of the street and its number."""
        units = _UNITS.compiled.match(text, begin)
        end = units.end() if units else begin
        posted = _POSTED.compiled.match(text, end) if _DIGIT.search(text, end) else None
        last = posted or _IN_TOWN.compiled.match(text, end)
        return Tail(
            last.end() if last else end,
            unit=_SURE_UNIT.compiled.search(text, begin, end) is not None,
            postal=posted is not None and _SURE.compiled.search(posted[0]) is not None,
        )
