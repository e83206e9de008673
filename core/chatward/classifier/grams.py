"""What a text is made of: words, words in a row, parts of words; as hashes with their places.

Hashes are polynomials over the letters, taken for all places at once from sums that run along
the text (Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987), modulo 2^64.
Integers throughout: the same text gives the same grams on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.classifier.letters import LETTER, SIGN, SPACE, SYLLABLE, Letters

GRAM_BITS = 19
"""Grams are told apart by so many bits of their hash."""

GRAM_CHARS = (3, 4, 5)
WORDS_IN_A_ROW = 3
LONGEST_CHARS = 1 << 14
"""Longest text that is hashed at once, in characters."""

_FACTOR = 0x9E3779B97F4A7C15 | 1
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_ROW = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - GRAM_BITS)

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


def _powers(factor: int) -> Hashes:
    row = np.full(LONGEST_CHARS + 8, factor, np.uint64)
    row[0] = 1
    powers: Hashes = np.multiply.accumulate(row)
    return powers


_POWERS = _powers(_FACTOR)
_INVERSE = _powers(pow(_FACTOR, -1, 1 << 64))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text and the sums that hashes come from.

    Attributes:
        sums: Running sums over the letters.
        starts: Where each word begins, in letters.
        ends: Where it ends.
        hashes: One for each word.

    """

    sums: Hashes
    starts: Places
    ends: Places
    hashes: Hashes


def mix(hashes: Hashes, salt: int) -> Hashes:
    """Spread what distinguishes hashes over all of their bits."""
    mixed = (hashes + np.uint64(salt)) * _MIX
    mixed ^= mixed >> _HALF
    spread: Hashes = mixed * _MIX
    return spread


def words_of(letters: Letters) -> Words:
    """Return the words: letters in a row, a sign or a syllable alone."""
    classes = letters.classes
    sums = np.zeros(len(letters.codes) + 1, np.uint64)
    np.cumsum((letters.codes + np.uint64(1)) * _POWERS[: len(letters.codes)], out=sums[1:])
    letter = classes == LETTER
    alone = (classes == SIGN) | (classes == SYLLABLE)
    begins, ends = alone.copy(), alone.copy()
    begins[1:] |= letter[1:] & ~letter[:-1]
    ends[:-1] |= letter[:-1] & ~letter[1:]
    starts, stops = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    return Words(sums, starts, stops, hash_of(sums, starts, stops))


def hash_of(sums: Hashes, starts: Places, ends: Places) -> Hashes:
    """Return the hash of the letters between each start and end."""
    return (sums[ends] - sums[starts]) * _INVERSE[starts]


def grams_of(letters: Letters, words: Words) -> tuple[NDArray[np.intp], Places]:
    """Return (the grams as numbers below 2^GRAM_BITS, where each begins, in letters)."""
    found: list[Hashes] = [np.zeros(0, np.uint64)]
    places: list[Places] = [np.zeros(0, np.intp)]
    row = mix(words.hashes, 1)
    joined = row
    for count in range(1, WORDS_IN_A_ROW + 1):
        if count > 1:
            joined = joined[:-1] * _ROW + row[count - 1 :]
        if not len(joined):
            break
        found.append(mix(joined, 100 + count))
        places.append(words.starts[: len(joined)])
    blank = letters.codes == SPACE
    within = np.cumsum(blank)
    for chars in GRAM_CHARS:
        # A part of one word, with the blank before or after it: none goes through a blank.
        last = len(letters.codes) - chars + 1
        if last <= 0:
            break
        starts = np.flatnonzero(within[chars - 2 : chars - 2 + last] == within[:last])
        found.append(mix(hash_of(words.sums, starts, starts + chars), 200 + chars))
        places.append(starts)
    numbers = (np.concatenate(found) >> _SHIFT).astype(np.intp)
    return numbers, np.concatenate(places)
