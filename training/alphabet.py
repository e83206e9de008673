"""Make the tables that say how characters read, and look up what stems hash to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from chatward.classifier.concepts import HEAD, HEAD_CHARS, STEM, Concepts
from chatward.classifier.grams import Hashes, hash_of, mix, words_of
from chatward.classifier.letters import BEYOND, BLANK, LETTER, SIGN, SPACE, SYLLABLE, Alphabet
from chatward.classifier.windows import IDEAS
from chatward.text.views import as_meant, views_of

_SYLLABLES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),
    *((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF)),
)
"""Thai, Lao, Burmese, Khmer, kana, ideographs: scripts that put no blank between words."""

_SAME = {
    **dict.fromkeys("أإآ", "ا"),
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ة": "ه",
    "ک": "ك",
    "ؤ": "و",
    "ё": "е",
    "ı": "i",
    "ł": "l",
    "đ": "d",
    "’": "'",
    "`": "'",
}
"""Letters that writers of one language use for one another, or leave the mark off."""


def make_alphabet() -> Alphabet:
    """Return how every character of the basic plane reads."""
    reads_as = np.arange(BEYOND + 1, dtype=np.uint16)
    classes = np.full(BEYOND + 1, SIGN, np.uint8)
    for code in range(BEYOND):
        char = chr(code)
        plain = _plain(char)
        reads_as[code] = ord(plain)
        if plain == " ":
            classes[code] = BLANK
        elif any(first <= code <= last for first, last in _SYLLABLES) and _is_letter(char):
            classes[code] = SYLLABLE
        elif _is_letter(plain):
            classes[code] = LETTER
    return Alphabet(reads_as, classes)


def make_concepts(stems: Mapping[str, Sequence[str]], alphabet: Alphabet) -> Concepts:
    """Return the table of stems; of two ideas for one stem the first stays.

    Raises:
        ValueError: There are more ideas than the model has room for.

    """
    names = ("-", *sorted(stems))
    if len(names) > IDEAS:
        msg = f"{len(names)} ideas; the model has room for {IDEAS}"
        raise ValueError(msg)
    known: dict[int, tuple[int, bool, int]] = {}
    heads: set[int] = set()
    for number, name in enumerate(names[1:], 1):
        for stem in stems[name]:
            letters = alphabet.read(as_meant(views_of(stem.rstrip("$").strip())).text)
            sums, chars = words_of(letters).sums, len(letters.codes) - 2
            if chars < HEAD_CHARS[0]:
                continue
            known.setdefault(_hash(sums, chars, STEM), (number, stem.endswith("$"), chars))
            head = min(chars, HEAD_CHARS[-1])
            heads.add(_hash(sums, head, HEAD + head))
    hashes = sorted(known)
    return Concepts(
        names,
        np.array(hashes, np.uint64),
        np.array([known[each][0] for each in hashes], np.uint8),
        np.array(sorted({chars for _, _, chars in known.values()}), np.intp),
        np.array([known[each][1] for each in hashes], bool),
        np.array(sorted(heads), np.uint64),
    )


def _hash(sums: Hashes, chars: int, salt: int) -> int:
    first = np.array([1], np.intp)
    return int(mix(hash_of(sums, first, first + chars), salt)[0])


def _plain(char: str) -> str:
    """Return the character that this one counts as."""
    if char.isspace() or unicodedata.category(char) in {"Cc", "Zs", "Zl", "Zp"}:
        return chr(SPACE)
    if char.isdecimal():
        return "0"
    lower = char.lower()
    lower = _SAME.get(lower, lower)
    apart = unicodedata.normalize("NFD", lower)
    if len(apart) > 1 and apart[0].isascii() and apart[0].isalpha():
        return apart[0]
    return lower if len(lower) == 1 and ord(lower) < BEYOND else char


def _is_letter(char: str) -> bool:
    return char == "'" or unicodedata.category(char)[0] in "LMN"
