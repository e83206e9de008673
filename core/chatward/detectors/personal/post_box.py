"""Post office boxes and military post, as parts of `street_address`."""

from __future__ import annotations

import re

from chatward.detectors.personal.address_tail import TAIL, Tail
from chatward.matching.pattern import Pattern

_KIND = "street-address"

_BOX = (
    r"P\.?[ ]?O\.?[ ]?[Bb]ox|[Pp]ost(?:al)? [Bb]ox|PO BOX|p\.?o\.? box|[Pp]ostfach|[Pp]ostbus|"
    r"[Pp]ostboks|[Pp]ostbox|[Bb]oîte [Pp]ostale|B\.P\.|[Aa]partado(?: de [Cc]orreos| [Pp]ostal)?|"
    r"[Cc]asella [Pp]ostale|[Cc]aixa [Pp]ostal|[Ss]krytka [Pp]ocztowa|[Pp]\.? ?O\.? ?B\.?|"
    r"[Pp]ošt(?:ovní|anski) (?:přihrádka|pretinac)|[Pp]osta [Kk]utusu|а/я|Ταχ\. Θυρίδα|"
    r"(?:PSC|CMR|[Uu]nit)[ ]\d{1,5},?[ ][Bb]ox"
)
_NUMBER = r"(?:#|[Nn]o\.?[ ]?|[Nn]r\.?[ ]?|[Nn][º°]\.?[ ]?)?\d{1,3}(?:[ .]?\d{1,3}){0,2}(?!\d)"
_SHIP = r"(?:USS|USNS|USNV|USCGC)[ ][A-Z][a-z]{1,20}(?:,[ ]?|\r?\n|[ ])(?:[AFD]PO)[ ]A[AEP][ ]\d{5}"
_BEGIN = re.compile(rf"(?:{_BOX})[: ]{{0,2}}{_NUMBER}")


def _chars(matched: str) -> int:
    """Return how many characters are the address."""
    found = _BEGIN.match(matched)
    return Tail.read(matched, found.end()).end if found else 0


POST_BOXES = (
    Pattern(
        _KIND,
        rf"(?<![A-Za-z0-9_])(?:{_BOX})[: ]{{0,2}}{_NUMBER}{TAIL}",
        0.85,
        validate=_chars,
        lead=rf"(?<![A-Za-z0-9_])(?:{_BOX})[: ]{{0,2}}(?:[#N]|\d)",
    ),
    Pattern(_KIND, rf"(?<![A-Za-z0-9_]){_SHIP}(?!\d)", 0.85),
)
