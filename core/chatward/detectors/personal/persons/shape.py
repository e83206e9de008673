"""What a name looks like: one to four words with capitals, particles and initials among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chatward.detectors.personal.persons.names import plain
from chatward.detectors.personal.persons.words import PARTICLES_OF_NAMES

CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽȘȚΑ-ΩΆ-ΏА-ЯЁІЇЄҐЈ]"

_REST = r"(?:['’-][^\W\d_]{2,18}|['’][^\W\d_])?"
_WORD = rf"[^\W\d_]{{1,18}}{_REST}"
_CAPITAL_WORD = rf"{CAPITAL}[^\W\d_]{{0,17}}{_REST}"
_PARTICLE = rf"(?:(?:{'|'.join(sorted(PARTICLES_OF_NAMES))})[ \xa0]{{1,2}}|d['’])"

LOWER_WORDS = rf"{_WORD}\.?(?:[ \xa0]{{1,2}}{_WORD}\.?){{0,4}}"
"""What may be a name in any case: up to five words."""

WORDS = rf"{_CAPITAL_WORD}\.?(?:[ \xa0]{{1,2}}{_PARTICLE}{{0,3}}{_CAPITAL_WORD}\.?){{0,4}}"
"""What may be a name: up to five words with capitals, particles, an initial with its full stop."""

PARTICLES = rf"{_PARTICLE}{{0,3}}"
"""What may stand before them, behind a title: "Dr. von Hohenstein"."""

FEW_WORDS = rf"{_CAPITAL_WORD}(?:[ \xa0]{{1,2}}{_PARTICLE}{{0,2}}{_CAPITAL_WORD})?"
"""One or two of them, for patterns that want more behind."""

EACH = re.compile(rf"({_WORD})(\.?)")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_MOST = 4
_ABBREVIATED = frozenset({"jr", "sr", "st"})
# Family names that without their accents are words of other languages.
_VIETNAMESE = frozenset(
    {"Lê", "Đỗ", "Võ", "Đào", "Hà", "Hồ", "Mai", "Tô", "Bùi", "Văn", "Thị", "Nam"}
)
_PREFIX = re.compile(r"\A(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|[A-Z]['’])(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at the beginning of some words.

    Attributes:
        words: Its words, without particles and initials.
        chars: Where it ends.
        after: The word behind it, or nothing.

    """

    words: tuple[str, ...] = field(repr=False)
    chars: int
    after: str = field(repr=False)


def read_name(text: str, ends: frozenset[str]) -> Name | None:
    """Read a name from the beginning of a text, up to one of the words that end it."""
    words: list[str] = []
    chars = 0
    after = ""
    for each in EACH.finditer(text):
        word, stop = each.groups()
        if _is_initial(word, stop) or word in PARTICLES_OF_NAMES:
            continue
        ends_name = plain(word) in ends and word not in _VIETNAMESE
        if len(words) == _MOST or not _is_cased(word) or ends_name:
            after = word
            break
        bare = without_possessive(word)
        words.append(bare)
        ends_here = bare != word or (stop and plain(word) not in _ABBREVIATED)
        chars = each.start(1) + len(bare) if ends_here else each.end()
        if ends_here:
            break
    return Name(tuple(words), chars, after) if words else None


def _is_initial(word: str, stop: str) -> bool:
    return len(word) == 1 and word.isupper() and (bool(stop) or word != "I")


def _is_cased(word: str) -> bool:
    """Tell whether a word has capitals where a name has them: Anna, ANNA, McDonald, O'Neil."""
    if len(word) < 2 or not word[0].isupper():
        return False
    if word[1:].islower() or word.isupper():
        return True
    return all(part[:1].isupper() and _has_few_capitals(part) for part in word.split("-") if part)


def _has_few_capitals(part: str) -> bool:
    rest = _PREFIX.sub("", part)
    return not any(char.isupper() for char in rest[1:])


def without_possessive(word: str) -> str:
    """Return a word without an apostrophe and an s at its end."""
    return word if word[-1].isalpha() and word[-1] not in "sS" else _POSSESSIVE.sub("", word)
